import DataBridgeCore
import Foundation
import JSONSyntax

/// What a cell of a row can hold, as in an SQL engine.
enum RowColumn: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Data)
}

/// How the values of a field are kept in a column.
struct ColumnCoding: Sendable {
    let field: FieldLayout

    func column(_ value: Value) throws -> RowColumn {
        switch (field.type, value) {
        case (_, .null):
            return .null
        case (.bool, .bool(let flag)): return .integer(flag ? 1 : 0)
        case (.integer, .int(let integer)): return .integer(integer)
        case (.double, .double(let double)): return .real(double)
        case (.date, .date(let date)): return .real(date.timeIntervalSinceReferenceDate)
        case (.string, .string(let text)): return .text(text)
        case (.uuid, .uuid(let uuid)): return .text(uuid.uuidString)
        case (.data, .data(let data)): return .blob(data)
        case (.duration, .duration(let duration)): return .text(DurationText.text(duration))
        case (.decimal, .decimal(let decimal)):
            guard let text = DecimalText.text(decimal) else {
                throw FieldValueError("a decimal that is no number", path: [field.name])
            }
            return .text(text)
        case (.losslessID, _), (.embedded, _), (.array, _), (.dictionary, _), (.opaque, _):
            var writer = JSONWriter()
            try value.writeJSON(to: &writer)
            return .text(String(decoding: writer.finish(), as: UTF8.self))
        default:
            throw FieldValueError.mismatch(expected: field.type.name, found: value)
        }
    }

    func value(_ column: RowColumn) throws -> Value {
        switch (field.type, column) {
        case (_, .null): return .null
        case (.bool, .integer(let flag)): return .bool(flag != 0)
        case (.integer, .integer(let integer)): return .int(integer)
        case (.double, .real(let double)): return .double(double)
        case (.date, .real(let seconds)):
            return .date(Date(timeIntervalSinceReferenceDate: seconds))
        case (.string, .text(let text)): return .string(text)
        case (.uuid, .text(let text)):
            if let uuid = UUID(uuidString: text) { return .uuid(uuid) }
        case (.data, .blob(let data)): return .data(data)
        case (.duration, .text(let text)):
            if let duration = DurationText.duration(text) { return .duration(duration) }
        case (.decimal, .text(let text)):
            if let decimal = DecimalText.decimal(text) { return .decimal(decimal) }
        case (_, .text(let text)):
            return try Value(json: JSONTape(parsing: Array(text.utf8)).root, as: field.type)
        default: break
        }
        throw FieldValueError("the column does not hold \(field.type.name)", path: [field.name])
    }
}
