#include "Faults.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

databridge_faults *databridge_faults_create(const char *name, bool syncs_for_real, int *code) {
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    databridge_faults *faults = calloc(1, sizeof(*faults));
    char *copy = strdup(name);
    *code = system == NULL ? SQLITE_ERROR : SQLITE_NOMEM;
    if (system == NULL || faults == NULL || copy == NULL
        || pthread_mutex_init(&faults->mutex, NULL) != 0) {
        free(copy);
        free(faults);
        return NULL;
    }
    faults->system = system;
    faults->syncs_for_real = syncs_for_real;
    faults->vfs.zName = copy;
    databridge_fill_vfs(faults);
    *code = sqlite3_vfs_find(name) == NULL ? sqlite3_vfs_register(&faults->vfs, 0) : SQLITE_MISUSE;
    if (*code != SQLITE_OK) {
        pthread_mutex_destroy(&faults->mutex);
        free(copy);
        free(faults);
        return NULL;
    }
    return faults;
}

// The block itself is never freed: SQLite does not tell when the last connection has let go of its
// VFS, and a few hundred bytes of a test are cheaper than a call into freed memory.
void databridge_faults_retire(databridge_faults *faults) {
    sqlite3_vfs_unregister(&faults->vfs);
    pthread_mutex_lock(&faults->mutex);
    faults->is_retired = true;
    databridge_forget_recording(faults);
    free(faults->rules);
    faults->rules = NULL;
    faults->rule_count = faults->rule_capacity = 0;
    pthread_mutex_unlock(&faults->mutex);
}

bool databridge_faults_add(databridge_faults *faults, databridge_rule rule) {
    bool has_room = true;
    pthread_mutex_lock(&faults->mutex);
    if (faults->rule_count == faults->rule_capacity) {
        size_t capacity = faults->rule_capacity * 2 + 4;
        databridge_armed_rule *rules = realloc(faults->rules, capacity * sizeof(*rules));
        has_room = rules != NULL;
        if (has_room) {
            faults->rules = rules;
            faults->rule_capacity = capacity;
        }
    }
    if (has_room) {
        faults->rules[faults->rule_count++] = (databridge_armed_rule){.rule = rule};
    }
    pthread_mutex_unlock(&faults->mutex);
    return has_room;
}

bool databridge_faults_reset(databridge_faults *faults) {
    pthread_mutex_lock(&faults->mutex);
    bool is_possible = !faults->is_recording || faults->open_files == 0;
    if (is_possible) {
        memset(faults->counts, 0, sizeof(faults->counts));
        faults->strikes = 0;
        faults->rule_count = 0;
        faults->is_cut = false;
        databridge_forget_recording(faults);
    }
    pthread_mutex_unlock(&faults->mutex);
    return is_possible;
}

bool databridge_faults_record(databridge_faults *faults) {
    pthread_mutex_lock(&faults->mutex);
    bool is_possible = faults->open_files == 0;
    if (is_possible) {
        databridge_forget_recording(faults);
        faults->is_recording = true;
    }
    pthread_mutex_unlock(&faults->mutex);
    return is_possible;
}

int64_t databridge_faults_count(
    databridge_faults *faults, enum databridge_call call, enum databridge_file file) {
    pthread_mutex_lock(&faults->mutex);
    int64_t count = faults->counts[call][file];
    pthread_mutex_unlock(&faults->mutex);
    return count;
}

int64_t databridge_faults_strikes(databridge_faults *faults) {
    pthread_mutex_lock(&faults->mutex);
    int64_t strikes = faults->strikes;
    pthread_mutex_unlock(&faults->mutex);
    return strikes;
}

bool databridge_faults_is_cut(databridge_faults *faults) {
    pthread_mutex_lock(&faults->mutex);
    bool is_cut = faults->is_cut;
    pthread_mutex_unlock(&faults->mutex);
    return is_cut;
}

bool databridge_faults_has_gap(databridge_faults *faults) {
    pthread_mutex_lock(&faults->mutex);
    bool has_gap = faults->has_gap;
    pthread_mutex_unlock(&faults->mutex);
    return has_gap;
}

// What the rules say to this call, which they count. Of several faults the one added last decides;
// delays add up.
static databridge_verdict judge(
    databridge_faults *faults, enum databridge_call call, enum databridge_file file,
    int64_t *nanoseconds) {
    databridge_verdict verdict = {DATABRIDGE_PROCEED, SQLITE_OK, 0};
    bool is_struck = false;
    for (size_t index = 0; index < faults->rule_count; index++) {
        databridge_armed_rule *armed = &faults->rules[index];
        databridge_rule *rule = &armed->rule;
        if (!(rule->calls & (1u << call)) || !(rule->files & (1u << file))) {
            continue;
        }
        armed->seen++;
        if (armed->seen < rule->first || armed->seen > rule->last) {
            continue;
        }
        is_struck = true;
        if (rule->effect == DATABRIDGE_DELAY) {
            *nanoseconds += rule->nanoseconds;
        } else {
            verdict.effect = rule->effect;
            verdict.code = rule->code;
        }
    }
    faults->strikes += is_struck;
    return verdict;
}

databridge_verdict databridge_begin(
    databridge_faults *faults, enum databridge_call call, enum databridge_file file,
    const databridge_event *event) {
    databridge_verdict verdict = {DATABRIDGE_FAIL, SQLITE_IOERR, 0};
    int64_t nanoseconds = 0;
    pthread_mutex_lock(&faults->mutex);
    faults->counts[call][file]++;
    if (!faults->is_cut && !faults->is_retired) {
        verdict = judge(faults, call, file, &nanoseconds);
        // What is under way when the power goes may have reached the disk, but for a sync.
        bool is_made = verdict.effect != DATABRIDGE_FAIL && verdict.effect != DATABRIDGE_DROP;
        if (verdict.effect == DATABRIDGE_CUT_POWER) {
            faults->is_cut = true;
            is_made = call != DATABRIDGE_SYNC;
        }
        if (event != NULL && event->file != 0 && faults->is_recording && is_made) {
            databridge_event copy = *event;
            if (verdict.effect == DATABRIDGE_FAIL_HALFWAY) {
                copy.byte_count /= 2;
            }
            if (verdict.effect != DATABRIDGE_FAIL_HALFWAY || call == DATABRIDGE_WRITE) {
                verdict.event = databridge_write_down(faults, copy);
            }
        }
        if (verdict.effect == DATABRIDGE_CUT_POWER) {
            verdict.effect = DATABRIDGE_FAIL;
            verdict.code = SQLITE_IOERR;
        }
    }
    pthread_mutex_unlock(&faults->mutex);
    if (nanoseconds > 0) {
        struct timespec delay = {nanoseconds / 1000000000, nanoseconds % 1000000000};
        while (nanosleep(&delay, &delay) != 0 && errno == EINTR) {
        }
    }
    return verdict;
}

int databridge_finish(databridge_faults *faults, databridge_verdict verdict, int code) {
    pthread_mutex_lock(&faults->mutex);
    if (faults->is_cut) {
        code = SQLITE_IOERR;
    } else if (code == SQLITE_OK && verdict.event != 0 && verdict.event <= faults->event_count) {
        faults->events[verdict.event - 1].is_complete = true;
    }
    pthread_mutex_unlock(&faults->mutex);
    return verdict.effect == DATABRIDGE_FAIL_AFTERWARDS ? verdict.code : code;
}
