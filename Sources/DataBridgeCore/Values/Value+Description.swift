#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Value: CustomStringConvertible {
    /// A text for people: like JSON, with the kind named where JSON has no form for it.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let integer): String(integer)
        case .double(let double): double.description
        case .decimal(let decimal): decimal.description
        case .number(let number), .spelledNumber(let number): number.text
        case .string(let text): Self.quoted(text)
        case .date(let date): "date(\(date.timeIntervalSinceReferenceDate))"
        case .uuid(let uuid): uuid.uuidString
        case .data(let data): "data(\(data.count) bytes)"
        case .duration(let duration): DurationText.text(duration)
        case .array(let elements): "[\(elements.map(\.description).joined(separator: ", "))]"
        case .object(let object): object.description
        }
    }

    /// The text of a record id: text without quotes, so that it reads as people write it.
    public var idText: String {
        if case .string(let text) = self { text } else { description }
    }

    /// Text in quotes, with control characters escaped, so that a terminal shows it as one line.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.properties.generalCategory == .control:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension ValueObject: CustomStringConvertible {
    /// The members in their order, like JSON.
    public var description: String {
        let parts = members.map { "\(Value.quoted($0.name)): \($0.value)" }
        return "{\(parts.joined(separator: ", "))}"
    }
}
