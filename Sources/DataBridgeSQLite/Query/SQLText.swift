import DataBridgeCore

/// SQL text that grows together with what is bound to its parameters.
struct SQLText {
    /// What stands for a parameter.
    enum Binding {
        case value(Value, ColumnCodec)
        case integer(Int64)
        /// Bytes that are compared as text.
        case utf8([UInt8])
        case blob([UInt8])
        case probe(FieldProbe)
    }

    private(set) var text: String
    private(set) var bindings: [Binding] = []

    init(_ text: String = "") {
        self.text = text
    }

    mutating func append(_ more: String) {
        text += more
    }

    /// Appends a parameter.
    mutating func append(_ binding: Binding) {
        text += "?"
        bindings.append(binding)
    }

    mutating func append(_ other: SQLText) {
        text += other.text
        bindings += other.bindings
    }

    /// Binds everything to a statement of the text.
    func bind(to statement: SQLiteStatement) throws {
        for (index, binding) in bindings.enumerated() {
            let index = Int32(index)
            switch binding {
            case .value(let value, let codec): try codec.bind(value, to: statement, at: index)
            case .integer(let integer): statement.bind(integer, at: index)
            case .utf8(let bytes):
                try bytes.withUnsafeBufferPointer { try statement.bind(utf8: $0, at: index) }
            case .blob(let bytes):
                try bytes.withUnsafeBytes { try statement.bind(blob: $0, at: index) }
            case .probe(let probe): try statement.bind(probe, at: index)
            }
        }
    }
}
