import CSQLite
import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A compiled statement of one connection.
///
/// Parameters and columns are numbered from 0. It belongs to whoever uses its connection.
final class SQLiteStatement {
    let handle: OpaquePointer
    let sql: String
    private unowned let connection: SQLiteConnection
    private var arena = BindArena()
    /// What is bound by pointer, kept alive until the next reset.
    private var pinned: [FieldProbe] = []

    init(_ sql: String, on connection: SQLiteConnection, isKept: Bool) throws {
        var handle: OpaquePointer?
        var sql = sql
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let result = sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                sqlite3_prepare_v3(
                    connection.handle, $0.baseAddress, Int32($0.count), flags, &handle, nil)
            }
        }
        guard result == SQLITE_OK, let handle else {
            throw SQLiteFailure(result, on: connection.handle, during: sql)
        }
        self.handle = handle
        self.sql = sql
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    // MARK: Running

    /// Goes to the next row; false at the end.
    func step() throws -> Bool {
        let result = sqlite3_step(handle)
        if result == SQLITE_ROW { return true }
        if result == SQLITE_DONE { return false }
        throw failure(result)
    }

    /// Runs a statement that gives no rows, and makes it ready for the next run.
    func run() throws {
        let result = sqlite3_step(handle)
        if result != SQLITE_DONE && result != SQLITE_ROW {
            // Taken before the reset, which answers with the same failure.
            let failure = failure(result)
            reset()
            throw failure
        }
        reset()
    }

    private func failure(_ result: Int32) -> SQLiteFailure {
        SQLiteFailure(result, on: connection.handle, during: sql)
    }

    /// Ends the run and forgets what was bound by reference.
    ///
    /// What the last step answered is known already, so the answer of the reset says nothing new.
    func reset() {
        sqlite3_reset(handle)
        arena.reset()
        if !pinned.isEmpty {
            sqlite3_clear_bindings(handle)
            pinned = []
        }
    }

    // MARK: Binding

    func bindNull(_ index: Int32) {
        sqlite3_bind_null(handle, index + 1)
    }

    func bind(_ integer: Int64, at index: Int32) {
        sqlite3_bind_int64(handle, index + 1, integer)
    }

    func bind(_ double: Double, at index: Int32) {
        sqlite3_bind_double(handle, index + 1, double)
    }

    func bind(_ text: String, at index: Int32) throws {
        var text = text
        try text.withUTF8 { try bind(utf8: $0, at: index) }
    }

    func bind(utf8 text: UnsafeBufferPointer<UInt8>, at index: Int32) throws {
        let kept = arena.keep(UnsafeRawBufferPointer(text)).assumingMemoryBound(to: CChar.self)
        try check(
            sqlite3_bind_text64(
                handle, index + 1, kept, UInt64(text.count), nil, UInt8(SQLITE_UTF8)))
    }

    func bind(blob bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        let kept = arena.keep(bytes)
        // An empty blob needs an address all the same, or it would be null.
        try check(sqlite3_bind_blob64(handle, index + 1, kept, UInt64(bytes.count), nil))
    }

    func bind(_ data: Data, at index: Int32) throws {
        try data.withUnsafeBytes { try bind(blob: $0, at: index) }
    }

    /// Binds an object for a function of ours; SQL sees null.
    func bind(_ object: FieldProbe, at index: Int32) throws {
        pinned.append(object)
        try check(
            sqlite3_bind_pointer(
                handle, index + 1, Unmanaged.passUnretained(object).toOpaque(),
                SQLiteFunctions.pointerType, nil))
    }

    private func check(_ result: Int32) throws {
        guard result == SQLITE_OK else { throw failure(result) }
    }

    // MARK: Columns of the present row

    @inline(__always)
    func kind(_ column: Int32) -> Int32 { sqlite3_column_type(handle, column) }

    @inline(__always)
    func isNull(_ column: Int32) -> Bool { kind(column) == SQLITE_NULL }

    @inline(__always)
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    @inline(__always)
    func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

    /// The bytes of a text, valid until the next step.
    @inline(__always)
    func utf8(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        // First the text, then its length: the other way round the length may be that of
        // another representation.
        let text = sqlite3_column_text(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return UnsafeBufferPointer(start: text, count: text == nil ? 0 : count)
    }

    /// The text; nil when it is no UTF-8.
    func text(_ column: Int32) -> String? {
        String(validating: utf8(column), as: UTF8.self)
    }

    func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let bytes = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    }
}
