// What was written to which file, in order.

#include "Faults.h"

#include <stdlib.h>
#include <string.h>

static void *grown(void *list, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) {
        return list;
    }
    void *bigger = realloc(list, (*capacity * 2 + 16) * size);
    if (bigger != NULL) {
        *capacity = *capacity * 2 + 16;
    }
    return bigger;
}

// Copies what the event points to, and returns its index from 1; 0 when memory has run out.
size_t databridge_write_down(databridge_faults *faults, databridge_event event) {
    databridge_event *events = grown(
        faults->events, faults->event_count, &faults->event_capacity, sizeof(*events));
    char *path = event.path == NULL ? NULL : strdup(event.path);
    void *bytes = event.byte_count == 0 ? NULL : malloc(event.byte_count);
    if (events != NULL) {
        faults->events = events;
    }
    if (events == NULL || (event.path != NULL && path == NULL)
        || (event.byte_count != 0 && bytes == NULL)) {
        free(path);
        free(bytes);
        faults->has_gap = true;
        return 0;
    }
    if (bytes != NULL) {
        memcpy(bytes, event.bytes, event.byte_count);
    }
    event.path = path;
    event.bytes = bytes;
    events[faults->event_count++] = event;
    return faults->event_count;
}

int64_t databridge_number_of(databridge_faults *faults, const char *path) {
    for (size_t index = 0; index < faults->name_count; index++) {
        if (strcmp(faults->names[index].path, path) == 0) {
            return faults->names[index].file;
        }
    }
    return 0;
}

static int64_t name_file(databridge_faults *faults, const char *path) {
    databridge_name *names = grown(
        faults->names, faults->name_count, &faults->name_capacity, sizeof(*names));
    char *copy = strdup(path);
    if (names != NULL) {
        faults->names = names;
    }
    if (names == NULL || copy == NULL) {
        free(copy);
        faults->has_gap = true;
        return 0;
    }
    names[faults->name_count++] = (databridge_name){copy, ++faults->last_file};
    return faults->last_file;
}

// Takes a file that was there before the recording in, with its content, which counts as synced.
int64_t databridge_find_file(databridge_faults *faults, const char *path, sqlite3_file *file) {
    sqlite3_int64 size = 0;
    int code = file->pMethods->xFileSize(file, &size);
    char *content = code == SQLITE_OK ? malloc((size_t)size + 1) : NULL;
    for (sqlite3_int64 at = 0; content != NULL && code == SQLITE_OK && at < size;) {
        int length = size - at < 1 << 20 ? (int)(size - at) : 1 << 20;
        code = file->pMethods->xRead(file, content + at, length, at);
        at += length;
    }
    int64_t number = 0;
    if (content != NULL && code == SQLITE_OK) {
        number = name_file(faults, path);
    } else {
        faults->has_gap = true;
    }
    if (number != 0) {
        databridge_write_down(
            faults, (databridge_event){
                        .kind = DATABRIDGE_FOUND_FILE, .file = number, .path = path,
                        .bytes = content, .byte_count = (size_t)size,
                    });
    }
    free(content);
    return number;
}

int64_t databridge_make_file(databridge_faults *faults, const char *path) {
    int64_t number = name_file(faults, path);
    if (number != 0) {
        databridge_write_down(
            faults,
            (databridge_event){.kind = DATABRIDGE_MADE_FILE, .file = number, .path = path});
    }
    return number;
}

void databridge_forget_name(databridge_faults *faults, const char *path) {
    for (size_t index = 0; index < faults->name_count; index++) {
        if (strcmp(faults->names[index].path, path) == 0) {
            free(faults->names[index].path);
            faults->names[index] = faults->names[--faults->name_count];
            return;
        }
    }
}

void databridge_forget_recording(databridge_faults *faults) {
    for (size_t index = 0; index < faults->event_count; index++) {
        free((void *)faults->events[index].path);
        free((void *)faults->events[index].bytes);
    }
    for (size_t index = 0; index < faults->name_count; index++) {
        free(faults->names[index].path);
    }
    free(faults->events);
    free(faults->names);
    faults->events = NULL;
    faults->names = NULL;
    faults->event_count = faults->event_capacity = 0;
    faults->name_count = faults->name_capacity = 0;
    faults->last_file = 0;
    faults->is_recording = faults->has_gap = false;
}

size_t databridge_faults_event_count(databridge_faults *faults) {
    pthread_mutex_lock(&faults->mutex);
    size_t count = faults->event_count;
    pthread_mutex_unlock(&faults->mutex);
    return count;
}

databridge_event databridge_faults_event(databridge_faults *faults, size_t index) {
    pthread_mutex_lock(&faults->mutex);
    databridge_event event = faults->events[index];
    pthread_mutex_unlock(&faults->mutex);
    return event;
}
