/// Encodes `Encodable` values as JSON that the strict decoder reads back equal.
///
/// `Date` becomes RFC 3339 text with `Z` and the shortest fraction that restores its bits, `Data`
/// base64, `URL` and `UUID` text, `Decimal` a number with all its digits. What JSON cannot hold
/// (NaN, infinity, years outside 0 to 9999) is an `EncodingError`. Members stand in the order in
/// which the value encodes them, unless they are sorted.
///
/// ```swift
/// let bytes = try StrictJSONEncoder(style: .pretty).encode(tasks)
/// ```
///
/// A value that fills two containers by turns, or encodes a key twice, is encoded a second time
/// in a slower way that sorts this out; the last value of a key counts.
public struct StrictJSONEncoder: Sendable {
    /// How much white space is written.
    public var style: JSONWritingStyle

    /// Whether the members of each object are sorted by the UTF-8 bytes of their names.
    public var sortedKeys: Bool

    /// Whether `/` is written as `\/`.
    public var escapeSlashes: Bool

    /// What the encoded types find in their encoder's `userInfo`.
    public var userInfo: [CodingUserInfoKey: any Sendable]

    /// Makes an encoder.
    public init(
        style: JSONWritingStyle = .compact, sortedKeys: Bool = false, escapeSlashes: Bool = false,
        userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) {
        self.style = style
        self.sortedKeys = sortedKeys
        self.escapeSlashes = escapeSlashes
        self.userInfo = userInfo
    }

    /// Encodes a value as a JSON text.
    ///
    /// - Throws: `EncodingError`, or what the value itself throws.
    public func encode<T: Encodable>(_ value: T) throws -> [UInt8] {
        var writer = JSONWriter(style: style, escapeSlashes: escapeSlashes, capacity: 1024)
        try encode(value, into: &writer)
        return writer.finish()
    }

    /// Encodes a value as the next value of a text that is being written.
    ///
    /// The writer's style and escaping count, not the encoder's.
    ///
    /// - Throws: `EncodingError`, or what the value itself throws; the writer is then as it was.
    public func encode<T: Encodable>(_ value: T, into writer: inout JSONWriter) throws {
        let start = writer.mark
        do {
            if try stream(value, into: &writer) { return }
            writer.reset(to: start)
            try encodeDeferred(value, into: &writer)
        } catch {
            writer.reset(to: start)
            throw error
        }
    }

    /// Encodes a value straight to the output; false if that cannot be done.
    private func stream<T: Encodable>(_ value: T, into output: inout JSONWriter) throws -> Bool {
        let context = EncodingContext(
            writer: output.take(), tree: nil, sortsKeys: sortedKeys, userInfo: userInfo)
        defer { output = context.writer.take() }
        let root = context.root
        do {
            try context.encode(value, asValueOf: root)
            guard context.pending != root.serial else { throw Self.encodedNothing(value) }
            context.close(downTo: 0)
        } catch  where context.mustDefer {
            // The error may be one of the order alone; the other run tells.
        }
        return !context.mustDefer
    }

    private func encodeDeferred<T: Encodable>(
        _ value: T, into output: inout JSONWriter
    ) throws {
        let tree = EncodingTree()
        let store = JSONWriter(escapeSlashes: output.escapeSlashes)
        let context = EncodingContext(writer: store, tree: tree, userInfo: userInfo)
        do {
            try context.encode(value, asValueOf: context.root)
        } catch is EncodingTree.Misuse {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(
                    codingPath: [],
                    debugDescription: "A value inside asks its encoder for two values, or for "
                        + "containers of two kinds. Mend its encode(to:)."))
        }
        guard !tree.isEmpty(EncodingTree.root) else { throw Self.encodedNothing(value) }
        tree.write(EncodingTree.root, from: context.writer, sorted: sortedKeys, to: &output)
    }

    private static func encodedNothing(_ value: Any) -> EncodingError {
        .invalidValue(
            value,
            EncodingError.Context(
                codingPath: [], debugDescription: "\(type(of: value)) encodes no value."))
    }
}
