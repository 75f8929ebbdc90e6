import CSQLite

/// A value as SQLite hands it out: a column of a row, or an argument of a function.
protocol SQLiteCell {
    /// One of `SQLITE_INTEGER`, `SQLITE_FLOAT`, `SQLITE_TEXT`, `SQLITE_BLOB`, `SQLITE_NULL`.
    var kind: Int32 { get }
    var integer: Int64 { get }
    var double: Double { get }
    /// The bytes of a text, valid as long as the value.
    var utf8: UnsafeBufferPointer<UInt8> { get }
    var blob: UnsafeRawBufferPointer { get }
}

/// A column of a statement's present row.
struct SQLiteColumn: SQLiteCell {
    let statement: SQLiteStatement
    let index: Int32

    @inline(__always) var kind: Int32 { statement.kind(index) }
    @inline(__always) var integer: Int64 { statement.integer(index) }
    @inline(__always) var double: Double { statement.double(index) }
    @inline(__always) var utf8: UnsafeBufferPointer<UInt8> { statement.utf8(index) }
    @inline(__always) var blob: UnsafeRawBufferPointer { statement.blob(index) }
}

/// An argument of a function of ours.
struct SQLiteArgument: SQLiteCell {
    let handle: OpaquePointer

    var kind: Int32 { sqlite3_value_type(handle) }
    var integer: Int64 { sqlite3_value_int64(handle) }
    var double: Double { sqlite3_value_double(handle) }

    var utf8: UnsafeBufferPointer<UInt8> {
        let text = sqlite3_value_text(handle)
        let count = Int(sqlite3_value_bytes(handle))
        return UnsafeBufferPointer(start: text, count: text == nil ? 0 : count)
    }

    var blob: UnsafeRawBufferPointer {
        let bytes = sqlite3_value_blob(handle)
        let count = Int(sqlite3_value_bytes(handle))
        return UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    }
}
