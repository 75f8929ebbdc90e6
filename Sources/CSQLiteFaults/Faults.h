// What the files of the shim share.

#ifndef DATABRIDGE_FAULTS_INTERNAL_H
#define DATABRIDGE_FAULTS_INTERNAL_H

#include "CSQLiteFaults.h"

#include <pthread.h>
#include <sqlite3.h>

typedef struct {
    databridge_rule rule;
    int64_t seen;
} databridge_armed_rule;

// A name that stands in the recorded folders now.
typedef struct {
    char *path;
    int64_t file;
} databridge_name;

struct databridge_faults {
    sqlite3_vfs vfs;
    sqlite3_vfs *system;
    bool syncs_for_real;
    pthread_mutex_t mutex;

    int64_t counts[DATABRIDGE_CALL_COUNT][DATABRIDGE_FILE_COUNT];
    int64_t strikes;
    int64_t open_files;
    databridge_armed_rule *rules;
    size_t rule_count, rule_capacity;

    bool is_cut, is_retired;
    bool is_recording, has_gap;
    databridge_event *events;
    size_t event_count, event_capacity;
    databridge_name *names;
    size_t name_count, name_capacity;
    int64_t last_file;
};

// A file opened through the shim; the system's own follows in the same piece of memory.
typedef struct {
    sqlite3_file base;
    databridge_faults *faults;
    sqlite3_file *system;
    enum databridge_file role;
    // Its number in the recording; 0 when it is not recorded.
    int64_t number;
    // The system's VFS syncs the folder with the first sync.
    bool owes_folder_sync;
} databridge_open_file;

// What is to become of a call.
typedef struct {
    enum databridge_effect effect;
    int code;
    // The index of what was written down about it, from 1; 0 for nothing.
    size_t event;
} databridge_verdict;

extern const sqlite3_io_methods databridge_file_methods;

void databridge_fill_vfs(databridge_faults *faults);

// Counts a call, applies the rules, sleeps where they say so, and writes down `event`, which may be
// NULL, if the call is going to be made. A halved write is written down as such.
databridge_verdict databridge_begin(
    databridge_faults *faults, enum databridge_call call, enum databridge_file file,
    const databridge_event *event);

// The result of a call that was made. A sync is complete now, unless the power has gone meanwhile.
int databridge_finish(databridge_faults *faults, databridge_verdict verdict, int code);

// These are called with the mutex held, and only while recording.
size_t databridge_write_down(databridge_faults *faults, databridge_event event);
int64_t databridge_number_of(databridge_faults *faults, const char *path);
int64_t databridge_find_file(databridge_faults *faults, const char *path, sqlite3_file *file);
int64_t databridge_make_file(databridge_faults *faults, const char *path);
void databridge_forget_name(databridge_faults *faults, const char *path);
void databridge_forget_recording(databridge_faults *faults);

#endif
