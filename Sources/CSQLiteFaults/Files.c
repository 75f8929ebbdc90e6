// The methods of an open file.

#include "Faults.h"

#include <string.h>

// The shim's file and the system's beneath it.
#define THE_FILE \
    databridge_open_file *open = (databridge_open_file *)file; \
    sqlite3_file *system = open->system

static databridge_verdict begin(databridge_open_file *open, enum databridge_call call) {
    return databridge_begin(open->faults, call, open->role, NULL);
}

static bool is_refused(databridge_verdict verdict) {
    return verdict.effect == DATABRIDGE_FAIL || verdict.effect == DATABRIDGE_FAIL_HALFWAY;
}

// The file is closed whatever the rules say; SQLite asks for no result, and the descriptor and the
// locks must go.
static int close_file(sqlite3_file *file) {
    THE_FILE;
    begin(open, DATABRIDGE_CLOSE);
    int code = system->pMethods->xClose(system);
    pthread_mutex_lock(&open->faults->mutex);
    open->faults->open_files--;
    pthread_mutex_unlock(&open->faults->mutex);
    return code;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_READ);
    if (verdict.effect == DATABRIDGE_FAIL) {
        return verdict.code;
    }
    if (verdict.effect == DATABRIDGE_FAIL_HALFWAY) {
        // SQLite wants the rest as zeros when a read is short.
        memset(bytes, 0, (size_t)count);
        system->pMethods->xRead(system, bytes, count / 2, offset);
        return verdict.code;
    }
    int code = system->pMethods->xRead(system, bytes, count, offset);
    return databridge_finish(open->faults, verdict, code);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    THE_FILE;
    databridge_event event = {
        .kind = DATABRIDGE_WROTE, .file = open->number, .offset = offset,
        .bytes = bytes, .byte_count = (size_t)count,
    };
    databridge_verdict verdict =
        databridge_begin(open->faults, DATABRIDGE_WRITE, open->role, &event);
    switch (verdict.effect) {
    case DATABRIDGE_FAIL:
        return verdict.code;
    case DATABRIDGE_DROP:
        return SQLITE_OK;
    case DATABRIDGE_FAIL_HALFWAY:
        system->pMethods->xWrite(system, bytes, count / 2, offset);
        return verdict.code;
    default:
        return databridge_finish(
            open->faults, verdict, system->pMethods->xWrite(system, bytes, count, offset));
    }
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    THE_FILE;
    databridge_event event = {
        .kind = DATABRIDGE_TRUNCATED, .file = open->number, .offset = size,
    };
    databridge_verdict verdict =
        databridge_begin(open->faults, DATABRIDGE_TRUNCATE, open->role, &event);
    if (verdict.effect == DATABRIDGE_DROP) {
        return SQLITE_OK;
    }
    if (is_refused(verdict)) {
        return verdict.code;
    }
    return databridge_finish(
        open->faults, verdict, system->pMethods->xTruncate(system, size));
}

static int sync_file(sqlite3_file *file, int flags) {
    THE_FILE;
    databridge_event event = {
        .kind = DATABRIDGE_SYNCED, .file = open->number, .syncs_folder = open->owes_folder_sync,
    };
    databridge_verdict verdict =
        databridge_begin(open->faults, DATABRIDGE_SYNC, open->role, &event);
    if (verdict.effect == DATABRIDGE_DROP) {
        return SQLITE_OK;
    }
    if (is_refused(verdict)) {
        return verdict.code;
    }
    int code = open->faults->syncs_for_real ? system->pMethods->xSync(system, flags) : SQLITE_OK;
    if (code == SQLITE_OK) {
        open->owes_folder_sync = false;
    }
    return databridge_finish(open->faults, verdict, code);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_FILE_SIZE);
    if (is_refused(verdict)) {
        return verdict.code;
    }
    return databridge_finish(
        open->faults, verdict, system->pMethods->xFileSize(system, size));
}

// A lock that is said not to be taken is not taken.
static int lock_file(sqlite3_file *file, int level) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_LOCK);
    if (is_refused(verdict) || verdict.effect == DATABRIDGE_FAIL_AFTERWARDS) {
        return verdict.code;
    }
    return databridge_finish(open->faults, verdict, system->pMethods->xLock(system, level));
}

// Without power, the lock goes all the same: it is the kernel's.
static int unlock_file(sqlite3_file *file, int level) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_UNLOCK);
    if (is_refused(verdict) && !databridge_faults_is_cut(open->faults)) {
        return verdict.code;
    }
    return databridge_finish(open->faults, verdict, system->pMethods->xUnlock(system, level));
}

static int check_lock(sqlite3_file *file, int *is_reserved) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_CHECK_LOCK);
    if (is_refused(verdict)) {
        return verdict.code;
    }
    return databridge_finish(
        open->faults, verdict, system->pMethods->xCheckReservedLock(system, is_reserved));
}

static int control_file(sqlite3_file *file, int operation, void *argument) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_CONTROL);
    if (is_refused(verdict)) {
        return verdict.code;
    }
    // These let the system's VFS change the file past the recording.
    if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) {
        return databridge_finish(open->faults, verdict, SQLITE_NOTFOUND);
    }
    int code = system->pMethods->xFileControl(system, operation, argument);
    if (operation == SQLITE_FCNTL_VFSNAME && code == SQLITE_OK) {
        *(char **)argument =
            sqlite3_mprintf("%s/%z", open->faults->vfs.zName, *(char **)argument);
    }
    return databridge_finish(open->faults, verdict, code);
}

static int sector_size(sqlite3_file *file) {
    THE_FILE;
    return system->pMethods->xSectorSize(system);
}

static int characteristics(sqlite3_file *file) {
    THE_FILE;
    return system->pMethods->xDeviceCharacteristics(system);
}

static int shm_map(sqlite3_file *file, int region, int size, int extends, void volatile **map) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_SHM_MAP);
    if (is_refused(verdict)) {
        *map = NULL;
        return verdict.code;
    }
    int code = system->pMethods->xShmMap(system, region, size, extends, map);
    return databridge_finish(open->faults, verdict, code);
}

// A lock that is said not to be taken is not taken. SQLite does not ask whether one was given back,
// so it always is; one that stayed would block other connections for ever.
static int shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    THE_FILE;
    bool locks = flags & SQLITE_SHM_LOCK;
    databridge_verdict verdict = begin(open, locks ? DATABRIDGE_SHM_LOCK : DATABRIDGE_SHM_UNLOCK);
    bool fails = is_refused(verdict) || verdict.effect == DATABRIDGE_FAIL_AFTERWARDS;
    if (locks && fails) {
        return verdict.code;
    }
    int code = system->pMethods->xShmLock(system, offset, count, flags);
    return fails ? verdict.code : locks ? databridge_finish(open->faults, verdict, code) : code;
}

static void shm_barrier(sqlite3_file *file) {
    THE_FILE;
    system->pMethods->xShmBarrier(system);
}

// Always made, as the memory must go; without power the file stays, whatever SQLite asks.
static int shm_unmap(sqlite3_file *file, int deletes) {
    THE_FILE;
    databridge_verdict verdict = begin(open, DATABRIDGE_SHM_UNMAP);
    bool fails = is_refused(verdict);
    int code = system->pMethods->xShmUnmap(system, fails ? 0 : deletes);
    return fails ? verdict.code : databridge_finish(open->faults, verdict, code);
}

// Version 2: without xFetch SQLite reads through xRead, where faults and counts see it.
const sqlite3_io_methods databridge_file_methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};
