#ifndef DATABRIDGE_CSQLITE_H
#define DATABRIDGE_CSQLITE_H

#include <sqlite3.h>

/// SQLite's variadic settings, which Swift cannot call.
static inline int databridge_sqlite_set_flag(sqlite3 *database, int setting, int value) {
    return sqlite3_db_config(database, setting, value, (int *)0);
}

#endif
