#include "CSQLiteFaults.h"

#include <sqlite3.h>

int databridge_faults_library_version(void) {
    return sqlite3_libversion_number();
}
