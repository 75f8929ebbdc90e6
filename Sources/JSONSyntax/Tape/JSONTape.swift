/// A parsed JSON text: the source bytes, untouched, and a flat list of the nodes in them.
///
/// Every value keeps the span of bytes it was read from, so that number spellings, key order and
/// layout can be looked up later, and a text can be edited in place. Parsing is strict RFC 8259
/// and iterative; nothing is converted before it is asked for.
///
/// ```swift
/// let tape = try JSONTape(parsing: Array(#"{"tasks": [{"id": 92.10}]}"#.utf8))
/// let id = tape.root["tasks"]?.elements.first?["id"]
/// id?.numberText  // "92.10"
/// ```
public final class JSONTape: @unchecked Sendable {
    // `@unchecked Sendable`: all stored properties are constant. The memory behind `words` is
    // written before `init` returns and freed in `deinit`; in between it is only read, like
    // `source`.

    /// The text that was parsed.
    public let source: [UInt8]

    /// The first byte of `source`.
    ///
    /// The array is a constant that lives as long as `self`, and the storage of an array that is
    /// not mutated does not move.
    @usableFromInline let base: UnsafePointer<UInt8>

    /// Two words per node, see `TapeWord`.
    @usableFromInline let words: UnsafePointer<UInt64>

    /// The number of values and member names in the text.
    public let nodeCount: Int

    /// Whether an object may have several members of one name, of which the first one counts.
    @usableFromInline let mayRepeatKeys: Bool

    /// Parses a text.
    ///
    /// - Parameters:
    ///   - source: The text in UTF-8. It is kept, not copied.
    ///   - options: Limits and rules.
    /// - Throws: What is wrong first, with line and column.
    public init(
        parsing source: [UInt8], options: JSONParsingOptions = JSONParsingOptions()
    ) throws(JSONSyntaxError) {
        let result = source.withUnsafeBufferPointer { JSONParser.parse($0, options: options) }
        let storage = try result.get()
        self.source = source
        // A text without a byte has been refused, so the address is there.
        base = source.withUnsafeBufferPointer { $0.baseAddress.unsafelyUnwrapped }
        words = UnsafePointer(storage.words)
        nodeCount = storage.nodeCount
        mayRepeatKeys = options.duplicateKeys == .allow
    }

    /// Parses a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - options: Limits and rules.
    /// - Throws: What is wrong first, with line and column.
    public convenience init(
        parsing text: String, options: JSONParsingOptions = JSONParsingOptions()
    ) throws(JSONSyntaxError) {
        try self.init(parsing: Array(text.utf8), options: options)
    }

    /// A text whose nodes are known already.
    ///
    /// - Parameters:
    ///   - source: The text, of at least one byte.
    ///   - words: What parsing it would write; the tape frees it.
    init(source: [UInt8], words: UnsafeMutablePointer<UInt64>, nodeCount: Int) {
        self.source = source
        base = source.withUnsafeBufferPointer { $0.baseAddress.unsafelyUnwrapped }
        self.words = UnsafePointer(words)
        self.nodeCount = nodeCount
        mayRepeatKeys = false
    }

    deinit {
        words.deallocate()
    }

    /// The value that the text consists of.
    @inlinable
    public var root: JSONNode { JSONNode(tape: self, index: 0) }

    /// The line and column of a byte offset, found by counting from the start of the text.
    ///
    /// - Parameter offset: A byte offset in ``source``; one beyond its end counts as the end.
    public func location(of offset: Int) -> JSONLocation {
        withText(0, source.count) { JSONLocation(offset: offset, in: $0) }
    }

    /// The span word of a node; the index comes from a node of this tape or from a sibling link.
    @inlinable @inline(__always)
    func span(_ index: Int) -> UInt64 {
        // The memory lives as long as `self`; an optimised caller must not let go of it earlier.
        withExtendedLifetime(self) { words[index &* 2] }
    }

    /// The second word of a node.
    @inlinable @inline(__always)
    func info(_ index: Int) -> UInt64 {
        withExtendedLifetime(self) { words[index &* 2 &+ 1] }
    }

    /// What reads member names from this tape; to be used while the tape is kept alive.
    @inlinable @inline(__always)
    var names: KeyNames { KeyNames(base: base, words: words) }

    /// Whether a node, which must be a string, is the given one byte by byte.
    @inlinable @inline(__always)
    func isNamed(_ key: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        withExtendedLifetime(self) { names.isNamed(key, name) }
    }

    /// The first member of a name from one index to another.
    @usableFromInline
    func find(_ name: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
        withExtendedLifetime(self) { names.find(name, from: start, to: end) }
    }

    /// Calls a closure with a part of the source, which lies within it.
    @inlinable @inline(__always)
    func withText<R, E: Error>(
        _ start: Int, _ end: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        try withExtendedLifetime(self) { () throws(E) -> R in
            try body(UnsafeBufferPointer(start: base + start, count: end &- start))
        }
    }
}
