#if defined(__linux__)
#define _GNU_SOURCE
#endif

#include "CDataBridgeFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(__linux__)

#include <sys/syscall.h>

// Through syscall(), because not every C library wraps renameat2. The flags are kernel interface.
int databridge_exchange(int folder, const char *first, const char *second) {
    return (int)syscall(SYS_renameat2, folder, first, folder, second, 2u /* RENAME_EXCHANGE */);
}

int databridge_rename_exclusively(int folder, const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, folder, from, folder, to, 1u /* RENAME_NOREPLACE */);
}

// The kernel refuses a read lease while anybody has the file open for writing, which is exactly the
// question. The lease is given back at once. Should a writer come in that moment, the kernel would
// send SIGIO, which ends a process by default; SIGURG is ignored by default, so ask for that.
int databridge_has_writers(int descriptor) {
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) {
        return -1;
    }
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
        return fcntl(descriptor, F_SETLEASE, F_UNLCK) == 0 ? 0 : -1;
    }
    if (errno == EAGAIN) {
        return 1;
    }
    if (errno == EACCES || errno == EPERM || errno == EINVAL) {
        errno = ENOTSUP;
    }
    return -1;
}

int databridge_preallocate(int descriptor, int64_t size) {
    return fallocate(descriptor, 0, 0, (off_t)size);
}

int databridge_sync(int descriptor, int data_only) {
    return data_only ? fdatasync(descriptor) : fsync(descriptor);
}

#elif defined(__APPLE__)

int databridge_exchange(int folder, const char *first, const char *second) {
    return renameatx_np(folder, first, folder, second, RENAME_SWAP);
}

int databridge_rename_exclusively(int folder, const char *from, const char *to) {
    return renameatx_np(folder, from, folder, to, RENAME_EXCL);
}

int databridge_has_writers(int descriptor) {
    (void)descriptor;
    errno = ENOTSUP;
    return -1;
}

int databridge_preallocate(int descriptor, int64_t size) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return -1;
    }
    if (status.st_size >= size) {
        return 0;
    }
    fstore_t store = {
        .fst_flags = F_ALLOCATEALL,
        .fst_posmode = F_PEOFPOSMODE,
        .fst_length = (off_t)size - status.st_size,
    };
    if (fcntl(descriptor, F_PREALLOCATE, &store) != 0) {
        return -1;
    }
    return ftruncate(descriptor, (off_t)size);
}

// fsync leaves data in the drive's own cache there; only F_FULLFSYNC reaches the medium. Some file
// systems (network shares) do not know it and get the plain call.
int databridge_sync(int descriptor, int data_only) {
    (void)data_only;
    if (fcntl(descriptor, F_FULLFSYNC) == 0) {
        return 0;
    }
    return errno == ENOTSUP || errno == EINVAL ? fsync(descriptor) : -1;
}

#endif
