import CSQLite
import DataBridgeCore

/// What a query of ours asks of a value that SQL cannot tell: an exact test, or a key to sort by.
final class FieldProbe: Sendable {
    private let codec: ColumnCodec
    private let path: [String]
    private let test: @Sendable (Value) -> Bool

    /// - Parameters:
    ///   - field: the field that is looked at.
    ///   - column: the column it stands in.
    ///   - test: the question, where there is one.
    init(
        _ field: ResolvedField, in column: TableColumn,
        test: @escaping @Sendable (Value) -> Bool = { _ in false }
    ) {
        codec = column.codec
        path = field.path
        self.test = test
    }

    fileprivate func value(_ argument: OpaquePointer) throws -> Value {
        let value = try codec.value(SQLiteArgument(handle: argument))
        return path.isEmpty ? value : value.value(at: path[...])
    }

    fileprivate func matches(_ argument: OpaquePointer) throws -> Bool {
        test(try value(argument))
    }
}

/// The functions that our connections add to SQL.
///
/// Only queries of ours use them, so that other programs never miss them. The first argument is an
/// object bound to a parameter, the second a column.
enum SQLiteFunctions {
    /// What tells our objects from those of others that are bound by pointer.
    static var pointerType: UnsafePointer<CChar> {
        let name: StaticString = "databridge"
        return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// Adds the functions to a connection.
    static func register(on database: OpaquePointer) throws {
        try add("databridge_test", to: database) { context, _, arguments in
            SQLiteFunctions.call(context, arguments) { probe, argument in
                sqlite3_result_int(context, try probe.matches(argument) ? 1 : 0)
            }
        }
        try add("databridge_key", to: database) { context, _, arguments in
            SQLiteFunctions.call(context, arguments) { probe, argument in
                let value = try probe.value(argument)
                guard !value.isNull else { return sqlite3_result_null(context) }
                OrderKey.bytes(of: value).withUnsafeBytes {
                    sqlite3_result_blob64(
                        context, $0.baseAddress, UInt64($0.count), SQLiteFunctions.transient)
                }
            }
        }
    }

    /// Tells SQLite to copy; the macro of the name is an expression that Swift does not import.
    static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private typealias Function =
        @convention(c) (
            OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
        ) -> Void

    private static func add(
        _ name: String, to database: OpaquePointer, _ function: Function
    ) throws {
        let result = sqlite3_create_function_v2(
            database, name, 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nil,
            function, nil, nil, nil)
        guard result == SQLITE_OK else {
            throw SQLiteFailure(result, on: database, during: "adding functions")
        }
    }

    /// Calls a closure with the probe and the column; what it throws fails the statement.
    private static func call(
        _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
        _ body: (FieldProbe, OpaquePointer) throws -> Void
    ) {
        guard let arguments, let object = arguments[0], let column = arguments[1],
            let pointer = sqlite3_value_pointer(object, pointerType)
        else { return sqlite3_result_error_code(context, SQLITE_MISUSE) }
        // Bound by `SQLiteStatement.bind(_:at:)`, which binds nothing but probes and keeps
        // them until the statement is reset.
        let probe = Unmanaged<FieldProbe>.fromOpaque(pointer).takeUnretainedValue()
        do {
            try body(probe, column)
        } catch {
            sqlite3_result_error_code(context, SQLITE_MISMATCH)
        }
    }
}
