import DataBridgeCore
import JSONSyntax

/// Values as text on one line.
enum ValueText {
    /// The value in compact JSON.
    static func json(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// A text in quotes, with the escape sequences of JSON.
    static func quoted(_ text: String) -> String {
        json(.string(text))
    }

    /// A value as a filter spells it.
    static func expression(_ value: Value) -> String {
        json(value)
    }

    /// A value in a cell of a table: text without quotes, and lists of records by their number.
    static func cell(_ value: Value) -> String {
        switch value {
        case .string(let text): return TerminalText.oneLine(text)
        case .array(let elements) where elements.contains(where: \.isObject):
            return elements.count == 1 ? "1 record" : "\(elements.count) records"
        default: return TerminalText.oneLine(json(value))
        }
    }
}

extension Value {
    /// Whether this is an object.
    var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
