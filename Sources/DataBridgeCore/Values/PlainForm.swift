import JSONSyntax

/// A value made of null, booleans, integers, text, arrays and objects only, on its way to JSON.
///
/// What has to be written both through `Encodable` and as JSON text is first put into this form, so
/// that there is one statement of what it looks like.
struct PlainForm: Encodable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    /// Writes through any encoder; a value of another kind is written in its tagged form.
    func encode(to encoder: any Encoder) throws {
        switch value {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let flag): try encode(flag, to: encoder)
        case .int(let integer): try encode(integer, to: encoder)
        case .string(let text): try encode(text, to: encoder)
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(PlainForm(element)) }
        case .object(let object):
            var container = encoder.container(keyedBy: Name.self)
            for member in object.members {
                try container.encode(PlainForm(member.value), forKey: Name(member.name))
            }
        default: try PlainForm(value.taggedForm).encode(to: encoder)
        }
    }

    private func encode(_ scalar: some Encodable, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(scalar)
    }

    /// The value as JSON text.
    func jsonText(style: JSONWritingStyle) -> String {
        var writer = JSONWriter(style: style)
        write(to: &writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private func write(to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .bool(let flag): writer.bool(flag)
        case .int(let integer): writer.int64(integer)
        case .string(let text): writer.string(text)
        case .array(let elements):
            writer.beginArray()
            for element in elements { PlainForm(element).write(to: &writer) }
            writer.endArray()
        case .object(let object):
            writer.beginObject()
            for member in object.members {
                writer.key(member.name)
                PlainForm(member.value).write(to: &writer)
            }
            writer.endObject()
        default: PlainForm(value.taggedForm).write(to: &writer)
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
