import DataBridgeCore
import JSONSyntax

/// The parsed text of a ``JSONDocument``.
struct DocumentText {
    let tape: JSONTape

    init(_ bytes: [UInt8], path: String) throws {
        do {
            tape = try JSONTape(parsing: bytes, options: JSONParsingOptions(allowBOM: true))
        } catch {
            throw DataError.corrupted(error, file: path)
        }
    }

    func decode<Content: Decodable>(_ type: Content.Type, path: String) throws -> Content {
        do {
            return try StrictJSONDecoder().decode(type, from: tape.root)
        } catch let error as DecodingError {
            throw corrupted(error, path: path)
        }
    }

    private func corrupted(_ error: DecodingError, path: String) -> DataError {
        let context: DecodingError.Context
        switch error {
        case .dataCorrupted(let found), .keyNotFound(_, let found), .typeMismatch(_, let found),
            .valueNotFound(_, let found):
            context = found
        @unknown default:
            return DataError.corrupted(
                "The file does not hold what was expected.", source: .init(file: path),
                cause: error)
        }
        let steps = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        let node = tape.root.nearest(steps)
        let place = node.location
        return DataError.corrupted(
            "The file does not hold what was expected. \(context.debugDescription) Correct the "
                + "file, or the type.",
            fields: steps.isEmpty ? [] : [steps.joined(separator: ".")],
            source: .init(
                file: path, line: place.line, column: place.column,
                pointer: tape.pointer(to: node).description),
            cause: error)
    }

    /// The text with what differs between two versions of its value.
    func edited(from old: JSONTape, to new: JSONTape) throws -> [UInt8] {
        var editor = JSONEditor(tape)
        editor.update(tape.root, from: old.root, to: new.root)
        return editor.finish()
    }

    static func encode(_ value: some Encodable) throws -> JSONTape {
        do {
            return try JSONTape(parsing: try StrictJSONEncoder().encode(value))
        } catch let error as EncodingError {
            throw refused(error)
        }
    }

    /// The text of a value that has no file yet.
    static func new(_ value: some Encodable) throws -> [UInt8] {
        do {
            return try StrictJSONEncoder(style: .pretty).encode(value) + [UInt8(ascii: "\n")]
        } catch let error as EncodingError {
            throw refused(error)
        }
    }

    private static func refused(_ error: EncodingError) -> DataError {
        var refused = DataError.invalid("The value cannot be written as JSON.")
        if case .invalidValue(_, let context) = error {
            refused.fields = [context.codingPath.map(\.stringValue).joined(separator: ".")]
        }
        refused.cause = error
        return refused
    }
}
