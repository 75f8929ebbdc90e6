public import JSONSyntax

extension Optional where Wrapped: FieldValue {
    /// Reads `null` as nil, everything else as the wrapped type.
    @inlinable
    public init(json node: JSONNode) throws {
        self = node.isNull ? nil : try Wrapped(json: node)
    }

    /// Writes nil as `null`.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) throws {
        guard let self else {
            writer.null()
            return
        }
        try self.writeJSON(to: &writer)
    }

    /// Whether the value is nil.
    @inlinable
    public static func isNil(_ value: Self) -> Bool { value == nil }
}

extension Array where Element: FieldValue {
    /// Reads an array.
    @inlinable
    public init(json node: JSONNode) throws {
        guard node.kind == .array else {
            throw FieldValueError.mismatch(expected: "an array", json: node)
        }
        self = []
        reserveCapacity(node.count)
        for element in node.elements {
            do {
                append(try Element(json: element))
            } catch let error as FieldValueError {
                throw error.nested(in: String(count))
            }
        }
    }

    /// Writes an array.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) throws {
        writer.beginArray()
        for index in indices {
            do {
                try self[index].writeJSON(to: &writer)
            } catch let error as FieldValueError {
                throw error.nested(in: String(index))
            }
        }
        writer.endArray()
    }
}

extension Embedded {
    /// Builds the struct from an object through its initialiser; members that are not declared are
    /// passed over.
    public init(json node: JSONNode) throws {
        self = try Self.fields.coding.decode(node)
    }

    /// Writes an object of the declared fields in order; nil where absence means nil is left out.
    public func writeJSON(to writer: inout JSONWriter) throws {
        try Self.fields.coding.encode(self, &writer)
    }
}
