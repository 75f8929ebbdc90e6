import CSQLite
import DataBridgeCore
import JSONSyntax

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How the values of one field type stand in a column.
///
/// | Field type | Column | As |
/// | --- | --- | --- |
/// | Bool | INTEGER | 0 or 1 |
/// | integers | INTEGER | |
/// | Double, Float | REAL | |
/// | String, enums of strings | TEXT | UTF-8 |
/// | Date | TEXT | RFC 3339 without the `Z`, so that text order is time order |
/// | UUID | TEXT | 36 characters, letters in capitals |
/// | Data | BLOB | |
/// | Decimal | TEXT | its plain spelling |
/// | Duration | TEXT | ISO 8601 |
/// | LosslessID | ANY | integer, text, or the spelling of a number as a blob |
/// | everything else | TEXT | JSON |
enum ColumnCodec: Sendable {
    case bool, integer, double, text, date, uuid, blob, decimal, duration, losslessID
    /// JSON text, as the field's type writes it.
    case json(JSONFieldCoding)

    init(_ type: FieldType) {
        switch type {
        case .bool: self = .bool
        case .integer: self = .integer
        case .double: self = .double
        case .string: self = .text
        case .date: self = .date
        case .uuid: self = .uuid
        case .data: self = .blob
        case .decimal: self = .decimal
        case .duration: self = .duration
        case .losslessID: self = .losslessID
        case .embedded, .array, .dictionary, .opaque: self = .json(JSONFieldCoding(type))
        }
    }

    /// The type that the column is declared with, in a strict table.
    var columnType: String {
        switch self {
        case .bool, .integer: "INTEGER"
        case .double: "REAL"
        case .blob: "BLOB"
        case .losslessID: "ANY"
        case .text, .date, .uuid, .decimal, .duration, .json: "TEXT"
        }
    }

    /// Whether SQLite's own comparison of two values in the column is that of the contracts.
    var comparesNatively: Bool {
        switch self {
        case .bool, .integer, .double, .text, .date, .uuid, .blob: true
        case .decimal, .duration, .losslessID, .json: false
        }
    }

    /// Whether equal values, and only they, stand in the column as equal values of SQLite.
    var equatesNatively: Bool {
        switch self {
        case .json: false
        default: true
        }
    }

    /// Whether a value is one that the column holds as it is, so that SQLite can compare with it.
    func holds(_ value: Value) -> Bool {
        switch (self, value) {
        case (.bool, .bool), (.integer, .int), (.double, .double), (.text, .string),
            (.uuid, .uuid), (.blob, .data), (.decimal, .decimal), (.duration, .duration):
            true
        case (.date, .date(let date)):
            RFC3339Timestamp.isRepresentable(date.timeIntervalSinceReferenceDate)
        case (.losslessID, .int), (.losslessID, .string), (.losslessID, .spelledNumber): true
        default: false
        }
    }
}

// MARK: Writing

extension ColumnCodec {
    /// Binds a value; null as null.
    ///
    /// - Throws: ``FieldValueError`` for what the column cannot hold.
    func bind(_ value: Value, to statement: SQLiteStatement, at index: Int32) throws {
        switch (self, value) {
        case (.json(let coding), let value) where !value.isNull:
            var writer = JSONWriter(capacity: 128)
            try coding.write(value, to: &writer)
            try writer.finish().withUnsafeBufferPointer {
                try statement.bind(utf8: $0, at: index)
            }
        case (_, .null): statement.bindNull(index)
        case (_, .string(let text)): try statement.bind(text, at: index)
        case (_, .int(let integer)): statement.bind(integer, at: index)
        case (_, .bool(let flag)): statement.bind(Int64(flag ? 1 : 0), at: index)
        case (_, .double(let double)): statement.bind(double, at: index)
        case (_, .date(let date)): try bind(date, to: statement, at: index)
        case (_, .uuid(let uuid)):
            try UUIDText.withText(uuid) { text in
                Result { try statement.bind(utf8: text, at: index) }
            }.get()
        case (_, .data(let data)): try statement.bind(data, at: index)
        case (_, .decimal(let decimal)):
            guard let text = DecimalText.text(decimal) else {
                throw FieldValueError("NaN cannot be stored")
            }
            try statement.bind(text, at: index)
        case (_, .duration(let duration)):
            try statement.bind(DurationText.text(duration), at: index)
        case (_, .spelledNumber(let number)), (_, .number(let number)):
            var text = number.text
            try text.withUTF8 { try statement.bind(blob: UnsafeRawBufferPointer($0), at: index) }
        case (_, .array), (_, .object):
            throw FieldValueError("a list or an object stands where the schema declares none")
        }
    }

    private func bind(_ date: Date, to statement: SQLiteStatement, at index: Int32) throws {
        let seconds = date.timeIntervalSinceReferenceDate
        guard RFC3339Timestamp.isRepresentable(seconds) else {
            throw FieldValueError("a date outside the years 0 to 9999 cannot be stored")
        }
        try withUnsafeTemporaryAllocation(
            of: UInt8.self, capacity: RFC3339Timestamp.maximumLength
        ) { room in
            guard let base = room.baseAddress else { return }
            let count = RFC3339Timestamp.write(seconds, zone: .omitted, to: base)
            try statement.bind(
                utf8: UnsafeBufferPointer(start: base, count: count), at: index)
        }
    }
}

// MARK: Reading

extension ColumnCodec {
    /// A column's value; null as null.
    ///
    /// - Throws: ``FieldValueError`` for what no value of the type is written as.
    @inline(__always)
    func value(_ cell: some SQLiteCell) throws -> Value {
        let kind = cell.kind
        switch self {
        case .text:
            if kind == SQLITE_TEXT { return .string(try ColumnCodec.text(cell)) }
        case .integer:
            if kind == SQLITE_INTEGER { return .int(cell.integer) }
        case .double:
            if kind == SQLITE_FLOAT { return .double(cell.double) }
        case .bool:
            if kind == SQLITE_INTEGER {
                let integer = cell.integer
                if integer & ~1 == 0 { return .bool(integer == 1) }
            }
        case .date:
            if kind == SQLITE_TEXT,
                let seconds = RFC3339Timestamp.seconds(cell.utf8, zone: .omitted)
            {
                return .date(Date(timeIntervalSinceReferenceDate: seconds))
            }
        default: break
        }
        return try otherValue(cell, kind)
    }

    private func otherValue(_ cell: some SQLiteCell, _ kind: Int32) throws -> Value {
        if kind == SQLITE_NULL { return .null }
        switch (self, kind) {
        case (.uuid, SQLITE_TEXT):
            if let uuid = UUIDText.uuid(cell.utf8) { return .uuid(uuid) }
        case (.blob, SQLITE_BLOB):
            return .data(Data(cell.blob))
        case (.decimal, SQLITE_TEXT):
            if let decimal = DecimalText.decimal(try ColumnCodec.text(cell)) {
                return .decimal(decimal)
            }
        case (.duration, SQLITE_TEXT):
            if let duration = DurationText.duration(try ColumnCodec.text(cell)) {
                return .duration(duration)
            }
        case (.losslessID, SQLITE_INTEGER): return .int(cell.integer)
        case (.losslessID, SQLITE_TEXT): return .string(try ColumnCodec.text(cell))
        case (.losslessID, SQLITE_BLOB):
            let text = String(validating: cell.blob, as: UTF8.self)
            if let number = text.flatMap({ LosslessNumber($0) }) { return .spelledNumber(number) }
        case (.json(let coding), SQLITE_TEXT):
            return try ColumnCodec.json(cell.utf8, coding)
        default: break
        }
        throw FieldValueError("the column holds what is no value of the field's type")
    }

    private static func text(_ cell: some SQLiteCell) throws -> String {
        guard let text = String(validating: cell.utf8, as: UTF8.self) else {
            throw FieldValueError("the text is not UTF-8")
        }
        return text
    }

    private static func json(
        _ text: UnsafeBufferPointer<UInt8>, _ coding: JSONFieldCoding
    ) throws -> Value {
        let tape: JSONTape
        do {
            tape = try JSONTape(parsing: Array(text))
        } catch {
            throw FieldValueError("the text is not JSON")
        }
        return try coding.value(tape.root)
    }
}
