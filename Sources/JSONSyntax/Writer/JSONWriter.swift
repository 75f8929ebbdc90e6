/// Writes one JSON text, or several, to a growing buffer.
///
/// The calls follow the text: commas, colons, line breaks and indentation come by themselves.
/// Inside an object each value is preceded by its ``key(_:)-(JSONKey)``.
///
/// ```swift
/// var writer = JSONWriter(style: .pretty)
/// writer.beginObject()
/// writer.key("id")
/// writer.int(7)
/// writer.endObject()
/// let bytes = writer.finish()
/// ```
///
/// The writer does not check that calls nest properly; that is up to the caller.
public struct JSONWriter: Sendable {
    /// What stands before the next value.
    @usableFromInline
    enum Position: UInt8, Sendable {
        /// Nothing: the text begins.
        case start
        /// A key and its colon.
        case afterKey
        /// An opening bracket.
        case first
        /// Another value.
        case next
    }

    /// How much white space is written.
    public let style: JSONWritingStyle

    /// Whether `/` is written as `\/`, which old HTML embedding needs.
    public let escapeSlashes: Bool

    // Always full: `used` counts what is written. That way an append is one check and one store.
    @usableFromInline var storage: [UInt8]
    @usableFromInline var used = 0
    @usableFromInline var position = Position.start
    @usableFromInline var depth = 0
    /// Line break and indentation, long enough for `depth`; empty in a compact style.
    @usableFromInline var lineBreak: [UInt8]
    @usableFromInline let isCompact: Bool
    @usableFromInline let colonLength: Int

    /// Makes an empty writer.
    ///
    /// - Parameters:
    ///   - style: How much white space is written.
    ///   - escapeSlashes: Whether `/` is written as `\/`.
    ///   - capacity: A guess of the bytes to come.
    public init(
        style: JSONWritingStyle = .compact, escapeSlashes: Bool = false, capacity: Int = 256
    ) {
        self.style = style
        self.escapeSlashes = escapeSlashes
        // Short values ask for more room than they fill; a good guess is not to fail of that.
        storage = [UInt8](repeating: 0, count: capacity > 0 ? capacity + 64 : 0)
        isCompact = style.newline.isEmpty
        lineBreak = isCompact ? [] : Array(style.newline.utf8)
        colonLength = style.spaceAfterColon ? 2 : 1
    }

    /// The number of bytes written.
    @inlinable
    public var count: Int { used }

    /// A copy of what is written.
    public var bytes: [UInt8] { Array(storage[..<used]) }

    /// What is written, without a copy; the writer is used up.
    public consuming func finish() -> [UInt8] {
        storage.removeLast(storage.count - used)
        return storage
    }

    /// Calls a closure with what is written.
    public func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try storage.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[..<used])) }
    }

    /// Forgets what is written and begins a new text in the same memory.
    public mutating func removeAll() {
        used = 0
        position = .start
        depth = 0
    }

    /// Ends a line, so that another text can follow: the JSON lines format.
    public mutating func endLine() {
        appendByte(UInt8(ascii: "\n"))
        position = .start
    }

    /// Opens an object.
    @inlinable
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Closes the object opened last.
    @inlinable
    public mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Opens an array.
    @inlinable
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Closes the array opened last.
    @inlinable
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a prepared member name.
    @inlinable
    public mutating func key(_ key: JSONKey) {
        separate()
        key.written.withUnsafeBufferPointer { append($0) }
        if colonLength > 1 { appendByte(UInt8(ascii: " ")) }
        position = .afterKey
    }

    /// Writes a member name.
    public mutating func key(_ name: String) {
        string(name)
        appendColon()
    }

    /// Writes a member name that is given as valid UTF-8.
    @inlinable
    public mutating func key(utf8 name: UnsafeBufferPointer<UInt8>) {
        string(utf8: name)
        appendColon()
    }

    @inlinable @inline(__always)
    mutating func appendColon() {
        appendByte(UInt8(ascii: ":"))
        if colonLength > 1 { appendByte(UInt8(ascii: " ")) }
        position = .afterKey
    }

    /// Writes a member name; returns where it stands, with its quotes.
    mutating func memberName(_ name: String) -> Range<Int> {
        separate()
        position = .afterKey
        let start = used
        string(name)
        let end = used
        appendColon()
        return start..<end
    }

    /// Lets a value follow without a comma, a line break or indentation.
    mutating func beginFragment() {
        position = .afterKey
    }

    /// Writes `null`.
    @inlinable
    public mutating func null() { literal("null") }

    /// Writes `true` or `false`.
    @inlinable
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes a value whose text is known: a number's spelling, or a fragment of another text.
    ///
    /// - Parameter text: A complete value in valid JSON. It is copied as it is.
    @inlinable
    public mutating func raw(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        append(text)
        position = .next
    }

    /// Writes a value whose text is known: a number's spelling, or a fragment of another text.
    ///
    /// - Parameter text: A complete value in valid JSON. It is copied as it is.
    @inlinable
    public mutating func raw(_ text: [UInt8]) {
        text.withUnsafeBufferPointer { raw($0) }
    }

    /// Writes a value as it is spelled in the text it was parsed from.
    @inlinable
    public mutating func raw(_ node: JSONNode) {
        node.withSource { raw($0) }
    }

    @inlinable @inline(__always)
    mutating func literal(_ text: StaticString) {
        raw(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inlinable @inline(__always)
    mutating func begin(_ bracket: UInt8) {
        separate()
        appendByte(bracket)
        position = .first
        depth &+= 1
    }

    @inlinable @inline(__always)
    mutating func end(_ bracket: UInt8) {
        depth &-= 1
        if !isCompact, position != .first { breakLine() }
        appendByte(bracket)
        position = .next
    }

    /// Writes what stands between the value before and the next one.
    @inlinable @inline(__always)
    mutating func separate() {
        if position == .next {
            appendByte(UInt8(ascii: ","))
        }
        if !isCompact, position.rawValue >= Position.first.rawValue { breakLine() }
    }

    @usableFromInline
    mutating func breakLine() {
        let newline = style.newline.utf8.count
        let needed = newline + depth * style.indent.utf8.count
        while lineBreak.count < needed { lineBreak.append(contentsOf: style.indent.utf8) }
        lineBreak.withUnsafeBufferPointer {
            append(UnsafeBufferPointer(rebasing: $0[..<needed]))
        }
    }
}
