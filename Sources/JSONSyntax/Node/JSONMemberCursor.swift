/// Reads members of one object by name, fastest in the order of the text.
///
/// Each search begins after the member that was found last and goes round once, so that an object
/// whose members stand in the expected order costs one comparison per member. Where the parsing
/// options allowed repeated names, each search begins at the first member.
///
/// ```swift
/// var cursor = record.memberCursor()
/// let id = cursor.value(for: idKey)
/// let title = cursor.value(for: titleKey)
/// ```
public struct JSONMemberCursor: Sendable {
    @usableFromInline let tape: JSONTape
    @usableFromInline let first: Int
    @usableFromInline let end: Int
    @usableFromInline var expected: Int

    @inlinable
    init(_ node: JSONNode) {
        tape = node.tape
        first = node.index &+ 1
        // An object without members ends right after itself; so does, here, what is no object.
        end = node.kind == .object ? node.next : first
        expected = first
    }

    /// The value of the first member of that name; nil if there is none.
    @inlinable
    public mutating func value(for key: JSONKey) -> JSONNode? {
        key.utf8.withUnsafeBufferPointer { value(for: $0) }
    }

    /// The value of the first member of that name; nil if there is none.
    ///
    /// - Parameter utf8: The name in UTF-8, without quotes or escapes.
    @inlinable
    public mutating func value(for utf8: UnsafeBufferPointer<UInt8>) -> JSONNode? {
        if expected < end, tape.isNamed(expected, utf8) { return take(expected) }
        return search(utf8)
    }

    /// Looks from the expected member on and once round.
    @usableFromInline @inline(never)
    mutating func search(_ utf8: UnsafeBufferPointer<UInt8>) -> JSONNode? {
        let key =
            tape.find(utf8, from: expected, to: end) ?? tape.find(utf8, from: first, to: expected)
        return key.map { take($0) }
    }

    @inlinable @inline(__always)
    mutating func take(_ key: Int) -> JSONNode {
        let value = JSONNode(tape: tape, index: key &+ 1)
        expected = tape.mayRepeatKeys ? first : value.next
        return value
    }
}
