// A SQLite VFS over the system's own that counts calls, makes chosen ones fail, and writes down
// what reached the files and what of it was synced, so that the disk after a power failure can be
// made up. Safe to be used by any number of threads.

#ifndef C_SQLITE_FAULTS_H
#define C_SQLITE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct databridge_faults databridge_faults;

// What SQLite asks of a VFS. The order is that of `SQLiteCall`.
enum databridge_call {
    DATABRIDGE_OPEN,
    DATABRIDGE_CLOSE,
    DATABRIDGE_READ,
    DATABRIDGE_WRITE,
    DATABRIDGE_TRUNCATE,
    DATABRIDGE_SYNC,
    DATABRIDGE_FILE_SIZE,
    DATABRIDGE_LOCK,
    DATABRIDGE_UNLOCK,
    DATABRIDGE_CHECK_LOCK,
    DATABRIDGE_CONTROL,
    DATABRIDGE_SHM_MAP,
    DATABRIDGE_SHM_LOCK,
    DATABRIDGE_SHM_UNLOCK,
    DATABRIDGE_SHM_UNMAP,
    DATABRIDGE_DELETE,
    DATABRIDGE_ACCESS,
    DATABRIDGE_FULL_PATH,
    DATABRIDGE_CALL_COUNT
};

// Which file a call is about. The order is that of `SQLiteFileRole`.
enum databridge_file {
    DATABRIDGE_DATABASE,
    DATABRIDGE_JOURNAL,
    DATABRIDGE_WAL,
    DATABRIDGE_OTHER,
    DATABRIDGE_FILE_COUNT
};

enum databridge_effect {
    DATABRIDGE_PROCEED,
    // The call is not made, and fails.
    DATABRIDGE_FAIL,
    // The call is made, and fails.
    DATABRIDGE_FAIL_AFTERWARDS,
    // A read or write moves the first half of its bytes, and fails; others are not made.
    DATABRIDGE_FAIL_HALFWAY,
    // A write, truncation, sync or deletion is not made, and succeeds; others take no notice.
    DATABRIDGE_DROP,
    // The calling thread sleeps before the call is made.
    DATABRIDGE_DELAY,
    // The power goes: this call and all after it fail.
    DATABRIDGE_CUT_POWER
};

typedef struct {
    // Bits of databridge_call and databridge_file.
    uint32_t calls, files;
    // The first and last of those calls, from 1, counted from when the rule is added.
    int64_t first, last;
    enum databridge_effect effect;
    int code;
    int64_t nanoseconds;
} databridge_rule;

enum databridge_event_kind {
    // The file was there, with this content, when the recording first saw it.
    DATABRIDGE_FOUND_FILE,
    DATABRIDGE_MADE_FILE,
    DATABRIDGE_WROTE,
    DATABRIDGE_TRUNCATED,
    DATABRIDGE_SYNCED,
    DATABRIDGE_DELETED
};

typedef struct {
    enum databridge_event_kind kind;
    // Its number: a file that is made after one of the same name was deleted has another.
    int64_t file;
    // Of the file; NULL for writes, truncations and syncs.
    const char *path;
    // Where it was written, or the size after a truncation.
    int64_t offset;
    const void *bytes;
    size_t byte_count;
    // A sync or a synced deletion has come to its end before the power went.
    bool is_complete;
    // The names in the file's folder were synced with it.
    bool syncs_folder;
} databridge_event;

// Registers a VFS under a name that must not be taken. Without `syncs_for_real` a sync is counted,
// recorded and left at that. Returns NULL and sets the result code of SQLite when it fails.
databridge_faults *databridge_faults_create(const char *name, bool syncs_for_real, int *code);

// Takes the VFS out of the register. A call that still comes, through a connection that was not
// closed, fails.
void databridge_faults_retire(databridge_faults *faults);

// False when there is no memory for it.
bool databridge_faults_add(databridge_faults *faults, databridge_rule rule);

// Forgets rules, counts and the recording, and brings the power back. False, with nothing done,
// while a file is open through it and recorded.
bool databridge_faults_reset(databridge_faults *faults);

// Begins to write down. False while a file is open through it.
bool databridge_faults_record(databridge_faults *faults);

int64_t databridge_faults_count(
    databridge_faults *faults, enum databridge_call call, enum databridge_file file);

// How many calls a rule has met, delays included.
int64_t databridge_faults_strikes(databridge_faults *faults);

bool databridge_faults_is_cut(databridge_faults *faults);

// True when memory ran out while writing down, so that the recording has a gap.
bool databridge_faults_has_gap(databridge_faults *faults);

size_t databridge_faults_event_count(databridge_faults *faults);

// The event at an index below the count; what it points to stays until the next reset.
databridge_event databridge_faults_event(databridge_faults *faults, size_t index);

#endif
