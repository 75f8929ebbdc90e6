/// A value, or a member's name, in a parsed text: a reference to the tape and an index.
///
/// Nodes are cheap to copy and keep their tape alive. Accessors convert on each call; what is of
/// another kind answers nil.
public struct JSONNode: Sendable {
    /// The text the node belongs to.
    public let tape: JSONTape

    /// The node's place on the tape: nodes count up in the order of the text.
    public let index: Int

    @inlinable @inline(__always)
    init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// The kind of the value.
    @inlinable @inline(__always)
    public var kind: JSONKind { TapeWord.kind(tape.info(index)) }

    /// The bytes of the value in the source, with quotes or brackets.
    @inlinable @inline(__always)
    public var span: Range<Int> {
        let span = tape.span(index)
        // The parser never writes an end before its start.
        return Range(uncheckedBounds: (TapeWord.start(span), TapeWord.end(span)))
    }

    /// The number of elements of an array or members of an object; 0 for all else.
    @inlinable
    public var count: Int {
        let info = tape.info(index)
        return TapeWord.kind(info).rawValue >= JSONKind.array.rawValue ? TapeWord.count(info) : 0
    }

    /// The tape index of whatever follows this value with all that it contains.
    @inlinable @inline(__always)
    var next: Int { TapeWord.next(tape.info(index)) }

    /// Whether the value is `null`.
    @inlinable
    public var isNull: Bool { kind == .null }

    /// The value of a boolean.
    @inlinable
    public var bool: Bool? {
        let info = tape.info(index)
        return TapeWord.kind(info) == .boolean ? info & TapeWord.isTrue != 0 : nil
    }

    /// Line and column of the value's first byte.
    public var location: JSONLocation { tape.location(of: span.lowerBound) }

    /// Calls a closure with the bytes of the value as they stand in the source.
    @inlinable @inline(__always)
    public func withSource<R, E: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        let span = tape.span(index)
        return try tape.withText(TapeWord.start(span), TapeWord.end(span), body)
    }

    /// The text of the value as it stands in the source.
    public var sourceText: String {
        withSource { String(decoding: $0, as: UTF8.self) }
    }
}
