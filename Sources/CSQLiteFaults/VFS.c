// The methods of the VFS itself.

#include "Faults.h"

#include <string.h>
#include <sys/stat.h>

#define THE_VFS \
    databridge_faults *faults = vfs->pAppData; \
    sqlite3_vfs *system = faults->system

static bool is_refused(databridge_verdict verdict) {
    return verdict.effect == DATABRIDGE_FAIL || verdict.effect == DATABRIDGE_FAIL_HALFWAY;
}

static enum databridge_file role_of_flags(int flags) {
    if (flags & SQLITE_OPEN_MAIN_DB) {
        return DATABRIDGE_DATABASE;
    }
    if (flags & SQLITE_OPEN_WAL) {
        return DATABRIDGE_WAL;
    }
    return flags & SQLITE_OPEN_MAIN_JOURNAL ? DATABRIDGE_JOURNAL : DATABRIDGE_OTHER;
}

static bool ends_in(const char *path, const char *end) {
    size_t length = strlen(path), end_length = strlen(end);
    return length >= end_length && strcmp(path + length - end_length, end) == 0;
}

// Deletions and questions come with a name only; SQLite appends these to that of the database.
static enum databridge_file role_of_path(const char *path) {
    const char *slash = strrchr(path, '/');
    if (ends_in(path, "-wal")) {
        return DATABRIDGE_WAL;
    }
    if (ends_in(path, "-journal")) {
        return DATABRIDGE_JOURNAL;
    }
    return strstr(slash == NULL ? path : slash, "-mj") != NULL ? DATABRIDGE_OTHER : DATABRIDGE_DATABASE;
}

// Not xAccess, which takes an empty file for none.
static bool is_there(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

// The number of a file that has just been opened; called with the mutex held.
static int64_t number(
    databridge_faults *faults, const char *path, sqlite3_file *file, bool was_there) {
    int64_t known = databridge_number_of(faults, path);
    if (known != 0) {
        return known;
    }
    return was_there ? databridge_find_file(faults, path, file) : databridge_make_file(faults, path);
}

static int open_system_file(
    databridge_faults *faults, const char *path, databridge_open_file *open, int flags,
    int *flags_out) {
    sqlite3_vfs *system = faults->system;
    bool is_durable = path != NULL && !(flags & SQLITE_OPEN_DELETEONCLOSE);
    // The mutex is held over both steps: a file is found or made by one opening only.
    pthread_mutex_lock(&faults->mutex);
    bool was_there = faults->is_recording && is_durable && is_there(path);
    open->system->pMethods = NULL;
    int code = system->xOpen(system, path, open->system, flags, flags_out);
    if (code == SQLITE_OK) {
        faults->open_files++;
        if (faults->is_recording && is_durable) {
            open->number = number(faults, path, open->system, was_there);
        }
    }
    pthread_mutex_unlock(&faults->mutex);
    return code;
}

static int open_file(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_out) {
    databridge_faults *faults = vfs->pAppData;
    databridge_open_file *open = (databridge_open_file *)file;
    enum databridge_file role = role_of_flags(flags);
    memset(open, 0, sizeof(*open));
    databridge_verdict verdict = databridge_begin(faults, DATABRIDGE_OPEN, role, NULL);
    if (is_refused(verdict)) {
        return verdict.code;
    }
    open->faults = faults;
    open->system = (sqlite3_file *)(open + 1);
    open->role = role;
    // As the system's VFS does: with the first sync of a journal that it may have made it syncs the
    // folder too.
    open->owes_folder_sync =
        (flags & SQLITE_OPEN_CREATE)
        && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
    int code = open_system_file(faults, path, open, flags, flags_out);
    bool is_open = code == SQLITE_OK;
    code = databridge_finish(faults, verdict, code);
    if (code == SQLITE_OK) {
        open->base.pMethods = &databridge_file_methods;
        return code;
    }
    // SQLite takes a file that was not opened for one without methods.
    if (open->system->pMethods != NULL) {
        open->system->pMethods->xClose(open->system);
    }
    pthread_mutex_lock(&faults->mutex);
    faults->open_files -= is_open;
    pthread_mutex_unlock(&faults->mutex);
    return code;
}

// Sees to it that a file which is about to be deleted is in the recording; called with the mutex
// held. Opened through the system's VFS, because closing a plain descriptor would end the locks
// that this process has on the file.
static void find_before_deletion(databridge_faults *faults, const char *path) {
    sqlite3_vfs *system = faults->system;
    if (databridge_number_of(faults, path) != 0 || !is_there(path)) {
        return;
    }
    sqlite3_file *file = sqlite3_malloc(system->szOsFile);
    if (file == NULL) {
        faults->has_gap = true;
        return;
    }
    memset(file, 0, (size_t)system->szOsFile);
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_JOURNAL;
    if (system->xOpen(system, path, file, flags, &flags) == SQLITE_OK) {
        databridge_find_file(faults, path, file);
    } else {
        faults->has_gap = true;
    }
    if (file->pMethods != NULL) {
        file->pMethods->xClose(file);
    }
    sqlite3_free(file);
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_folder) {
    THE_VFS;
    databridge_verdict verdict =
        databridge_begin(faults, DATABRIDGE_DELETE, role_of_path(path), NULL);
    if (verdict.effect == DATABRIDGE_DROP) {
        return SQLITE_OK;
    }
    if (is_refused(verdict)) {
        return verdict.code;
    }
    pthread_mutex_lock(&faults->mutex);
    bool is_recorded = faults->is_recording && !faults->is_cut;
    if (is_recorded) {
        find_before_deletion(faults, path);
    }
    int code = system->xDelete(system, path, syncs_folder && faults->syncs_for_real);
    int64_t file = is_recorded ? databridge_number_of(faults, path) : 0;
    if (code == SQLITE_OK && file != 0) {
        verdict.event = databridge_write_down(
            faults, (databridge_event){
                        .kind = DATABRIDGE_DELETED, .file = file, .path = path,
                        .syncs_folder = syncs_folder,
                    });
        databridge_forget_name(faults, path);
    }
    pthread_mutex_unlock(&faults->mutex);
    return databridge_finish(faults, verdict, code);
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    THE_VFS;
    databridge_verdict verdict =
        databridge_begin(faults, DATABRIDGE_ACCESS, role_of_path(path), NULL);
    if (is_refused(verdict)) {
        return verdict.code;
    }
    return databridge_finish(faults, verdict, system->xAccess(system, path, flags, result));
}

static int full_path(sqlite3_vfs *vfs, const char *path, int size, char *result) {
    THE_VFS;
    databridge_verdict verdict =
        databridge_begin(faults, DATABRIDGE_FULL_PATH, role_of_path(path), NULL);
    if (is_refused(verdict)) {
        return verdict.code;
    }
    return databridge_finish(faults, verdict, system->xFullPathname(system, path, size, result));
}

static void *open_library(sqlite3_vfs *vfs, const char *path) {
    THE_VFS;
    return system->xDlOpen(system, path);
}

static void library_error(sqlite3_vfs *vfs, int size, char *message) {
    THE_VFS;
    system->xDlError(system, size, message);
}

static void (*find_symbol(sqlite3_vfs *vfs, void *library, const char *symbol))(void) {
    THE_VFS;
    return system->xDlSym(system, library, symbol);
}

static void close_library(sqlite3_vfs *vfs, void *library) {
    THE_VFS;
    system->xDlClose(system, library);
}

static int randomness(sqlite3_vfs *vfs, int count, char *bytes) {
    THE_VFS;
    return system->xRandomness(system, count, bytes);
}

static int sleep_microseconds(sqlite3_vfs *vfs, int microseconds) {
    THE_VFS;
    return system->xSleep(system, microseconds);
}

static int current_time(sqlite3_vfs *vfs, double *days) {
    THE_VFS;
    return system->xCurrentTime(system, days);
}

static int last_error(sqlite3_vfs *vfs, int size, char *message) {
    THE_VFS;
    return system->xGetLastError(system, size, message);
}

static int current_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    THE_VFS;
    return system->xCurrentTimeInt64(system, milliseconds);
}

void databridge_fill_vfs(databridge_faults *faults) {
    sqlite3_vfs *vfs = &faults->vfs;
    vfs->iVersion = faults->system->iVersion >= 2 ? 2 : 1;
    vfs->szOsFile = (int)sizeof(databridge_open_file) + faults->system->szOsFile;
    vfs->mxPathname = faults->system->mxPathname;
    vfs->pAppData = faults;
    vfs->xOpen = open_file;
    vfs->xDelete = delete_file;
    vfs->xAccess = access_file;
    vfs->xFullPathname = full_path;
    vfs->xDlOpen = open_library;
    vfs->xDlError = library_error;
    vfs->xDlSym = find_symbol;
    vfs->xDlClose = close_library;
    vfs->xRandomness = randomness;
    vfs->xSleep = sleep_microseconds;
    vfs->xCurrentTime = current_time;
    vfs->xGetLastError = last_error;
    vfs->xCurrentTimeInt64 = current_milliseconds;
}
