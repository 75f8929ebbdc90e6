public import JSONSyntax

/// A `Codable` value that is stored whole, so that none of its fields need to be declared.
///
/// ```swift
/// struct Settings: Codable, OpaqueValue {
///     var theme = "light"
///     var columns: [String: Int] = [:]
/// }
/// ```
///
/// It is stored as the JSON that its `encode(to:)` gives, with dates in RFC 3339, bytes in base64,
/// and numbers without loss. Filters reach inside it by stored names only
/// (`.field("settings.theme") == "dark"`), and members that `init(from:)` passes over are lost when
/// the value is written. A struct that declares its fields (``Embedded``) has neither limit.
///
/// A value that encodes itself as `null` is refused: it would read back as nil.
public protocol OpaqueValue: FieldValue, Codable {}

extension OpaqueValue {
    /// Any JSON value, kept whole.
    public static var fieldType: FieldType { .opaque }

    /// Decodes the stored JSON.
    public init(fieldValue: Value) throws {
        var writer = JSONWriter()
        try fieldValue.writeJSON(to: &writer)
        self = try Self(json: OpaqueJSON.tape(writer.finish()).root)
    }

    /// Encodes the value as JSON.
    public func fieldValue() throws -> Value {
        var writer = JSONWriter()
        try writeJSON(to: &writer)
        return Value(json: try OpaqueJSON.tape(writer.finish()).root)
    }

    /// Decodes JSON.
    public init(json node: JSONNode) throws {
        do {
            self = try StrictJSONDecoder().decode(Self.self, from: node)
        } catch {
            throw OpaqueJSON.failure(error, decoding: Self.self)
        }
    }

    /// Encodes the value as JSON.
    public func writeJSON(to writer: inout JSONWriter) throws {
        let start = writer.count
        do {
            try StrictJSONEncoder().encode(self, into: &writer)
        } catch {
            throw OpaqueJSON.failure(error, encoding: Self.self)
        }
        let isNull = writer.withBytes { $0[start...].suffix(4).elementsEqual("null".utf8) }
        if isNull { throw OpaqueJSON.null(Self.self) }
    }
}

/// What the coding of opaque values needs besides the coders: errors without stored values.
private enum OpaqueJSON {
    static func tape(_ text: [UInt8]) throws -> JSONTape {
        do {
            return try JSONTape(parsing: text)
        } catch {
            // The text is our own, so only its size or depth can be refused.
            throw FieldValueError("the value cannot be kept as JSON: \(error.message)")
        }
    }

    static func null(_ type: any OpaqueValue.Type) -> FieldValueError {
        FieldValueError("\(type) encodes itself as null, which would read back as nil")
    }

    /// The error of an encoder; what a type itself throws may quote values and is only named.
    static func failure(
        _ error: any Error, encoding type: any OpaqueValue.Type
    ) -> FieldValueError {
        guard case EncodingError.invalidValue(_, let context) = error else {
            return FieldValueError("\(type) threw \(Swift.type(of: error)) when it was encoded")
        }
        return FieldValueError(
            "\(type) holds a value that JSON cannot hold", path: names(context.codingPath))
    }

    /// The error of a decoder; what a type itself throws may quote values and is only named.
    static func failure(
        _ error: any Error, decoding type: any OpaqueValue.Type
    ) -> FieldValueError {
        switch error {
        case DecodingError.typeMismatch(let expected, let context):
            return FieldValueError("expected \(expected)", path: names(context.codingPath))
        case DecodingError.valueNotFound(let expected, let context):
            return FieldValueError(
                "expected \(expected), found null", path: names(context.codingPath))
        case DecodingError.keyNotFound(let key, let context):
            return FieldValueError(
                "the member is missing", path: names(context.codingPath) + [key.stringValue])
        case DecodingError.dataCorrupted(let context):
            return FieldValueError(
                "the JSON is no \(type)", path: names(context.codingPath))
        default:
            return FieldValueError("\(type) threw \(Swift.type(of: error)) when it was decoded")
        }
    }

    private static func names(_ path: [any CodingKey]) -> [String] {
        path.map { $0.intValue.map(String.init) ?? $0.stringValue }
    }
}
