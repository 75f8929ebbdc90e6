extension JSONNode {
    /// Whether the value is a string that is spelled with escape sequences.
    @inlinable @inline(__always)
    public var hasEscapes: Bool {
        let info = tape.info(index)
        return TapeWord.kind(info) == .string && info & TapeWord.hasEscapes != 0
    }

    /// The value of a string.
    @inlinable
    public var string: String? {
        let info = tape.info(index)
        guard TapeWord.kind(info) == .string else { return nil }
        if info & TapeWord.hasEscapes != 0 { return unescaped }
        return withContent { String(decoding: $0, as: UTF8.self) }
    }

    /// Appends the UTF-8 bytes of a string's value.
    ///
    /// - Returns: False, and nothing is appended, if the value is no string.
    @discardableResult
    public func appendString(to bytes: inout [UInt8]) -> Bool {
        guard kind == .string else { return false }
        if hasEscapes {
            withContent { StringEscapes.withUnescaped($0) { bytes.append(contentsOf: $0) } }
        } else {
            withContent { bytes.append(contentsOf: $0) }
        }
        return true
    }

    /// Calls a closure with the UTF-8 bytes of a string's value; nil if the value is no string.
    public func withString<R>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R? {
        guard kind == .string else { return nil }
        guard hasEscapes else { return try withContent(body) }
        return try withContent { try StringEscapes.withUnescaped($0, body) }
    }

    /// Whether the value is a string whose UTF-8 bytes are the given ones.
    ///
    /// The comparison is by bytes: composed and decomposed characters differ.
    @inlinable
    public func equals(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        kind == .string && tape.isNamed(index, utf8)
    }

    /// Whether the value is a string whose UTF-8 bytes are the given ones.
    @inlinable
    public func equals(_ utf8: [UInt8]) -> Bool {
        utf8.withUnsafeBufferPointer { equals($0) }
    }

    /// Whether the value is a string that equals the given one byte by byte.
    @inlinable
    public func equals(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { equals($0) }
    }

    /// The bytes between the quotes; the node must be a string.
    @inlinable @inline(__always)
    func withContent<R, E: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        let span = tape.span(index)
        // A string's span has two quotes.
        return try tape.withText(TapeWord.start(span) &+ 1, TapeWord.end(span) &- 1, body)
    }

    @usableFromInline
    var unescaped: String {
        withContent { raw in
            String(unsafeUninitializedCapacity: raw.count) { room in
                room.baseAddress.map { StringEscapes.unescape(raw, into: $0) } ?? 0
            }
        }
    }
}
