import DataBridgeCore
import JSONSyntax

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes collections as the lines of a ``TextSnapshot``.
struct SnapshotWriter {
    private let options: TextSnapshot.Options
    private(set) var lines: [String] = []
    private var versionNames: [RecordVersion: String] = [:]

    init(_ options: TextSnapshot.Options) {
        self.options = options
    }

    mutating func add(_ name: String, _ schema: CollectionSchema, _ records: [StoredRecord]) {
        lines.append("\(name): \(records.count) record\(records.count == 1 ? "" : "s")")
        for record in records {
            var head = "  " + SnapshotValue.text(record.id)
            if let version = versionName(record.version) { head += " (\(version))" }
            let fields = fields(of: record, in: schema)
            switch options.layout {
            case .records:
                lines.append(fields.isEmpty ? head : head + " " + fields.joined(separator: ", "))
            case .fields:
                lines.append(head)
                lines += fields.map { "    " + $0 }
            }
        }
    }

    private func fields(of record: StoredRecord, in schema: CollectionSchema) -> [String] {
        var fields: [String] = []
        for (index, value) in record.values.enumerated() where index != schema.idIndex {
            if index == schema.documentIndex, case .object(let object) = value {
                for member in object.members where !ByteOrder.equal(member.name, schema.idName) {
                    fields.append("\(member.name): \(SnapshotValue.text(member.value))")
                }
            } else if !value.isNull {
                let field = schema.fields[index]
                fields.append("\(field.name): \(SnapshotValue.text(value, as: field.type))")
            }
        }
        return fields
    }

    private mutating func versionName(_ version: RecordVersion) -> String? {
        switch options.versions {
        case .omitted: return nil
        case .exact: return version.description
        case .numbered:
            let name = versionNames[version] ?? "v\(versionNames.count + 1)"
            versionNames[version] = name
            return name
        }
    }
}

/// Spells values so that those that differ are spelled differently.
enum SnapshotValue {
    /// Data longer than this is shortened.
    private static let mostBytes = 32

    /// The text of a value; members of declared structs that have no value are left out.
    static func text(_ value: Value, as type: FieldType) -> String {
        switch (value, type) {
        case (.array(let elements), .array(let element, _)):
            "[\(elements.map { text($0, as: element) }.joined(separator: ", "))]"
        case (.object(let object), .embedded(let layout)):
            "{"
                + layout.fields.compactMap { field in
                    guard let value = object[field.name], !value.isNull else { return nil }
                    return "\(field.name): \(text(value, as: field.type))"
                }.joined(separator: ", ") + "}"
        default: text(value)
        }
    }

    static func text(_ value: Value) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .date(let date):
            RFC3339Timestamp.text(of: date.timeIntervalSinceReferenceDate) ?? value.description
        case .data(let data): bytes(data)
        case .array(let elements): "[\(elements.map(text).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.members.map { "\($0.name): \(text($0.value))" }.joined(separator: ", "))}"
        default: value.description
        }
    }

    private static func bytes(_ data: Data) -> String {
        let shown = data.prefix(mostBytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }
        let text = "0x" + shown.joined()
        guard data.count > mostBytes else { return text }
        return "\(text)… (\(data.count) bytes, \(RecordVersion(contentOf: data)))"
    }

    /// Text in quotes; what has no look of its own (control characters, combining marks, unusual
    /// spaces) is written as an escape.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case " ": result += " "
            case _ where isInvisible(scalar): result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
            true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16))}"
    }

    /// A line with everything beyond ASCII as escapes, to tell lines apart that look alike.
    static func ascii(_ line: String) -> String {
        line.unicodeScalars.map { $0.isASCII ? String($0) : escape($0) }.joined()
    }
}
