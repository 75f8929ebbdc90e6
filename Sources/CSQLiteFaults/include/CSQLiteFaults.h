#ifndef C_SQLITE_FAULTS_H
#define C_SQLITE_FAULTS_H

// The version of SQLite that the shim works over, as SQLITE_VERSION_NUMBER spells it.
int databridge_faults_library_version(void);

#endif
