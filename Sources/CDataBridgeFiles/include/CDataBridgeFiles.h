// Calls that the C library's Swift module does not export, under one name for Linux and macOS.
// Each returns -1 and sets errno when it fails, like the calls it stands for.

#ifndef C_DATABRIDGE_FILES_H
#define C_DATABRIDGE_FILES_H

#include <stdint.h>

// Exchanges two names in one step. `folder` is a descriptor, or AT_FDCWD.
int databridge_exchange(int folder, const char *first, const char *second);

// Renames unless the new name is taken (EEXIST).
int databridge_rename_exclusively(int folder, const char *from, const char *to);

// 1 when some process has the file open for writing, 0 when none has. `descriptor` must be
// read-only. Fails with ENOTSUP where the system cannot tell.
int databridge_has_writers(int descriptor);

// Reserves disk space up to `size` and makes the file at least that long.
int databridge_preallocate(int descriptor, int64_t size);

// Flushes a file to the medium; with `data_only` leaves out metadata not needed to read it back.
int databridge_sync(int descriptor, int data_only);

#endif
