/// The layout of a node on the tape: two words.
///
/// - First word: start of the value in the source (low half), end (high half).
/// - Second word: kind (bits 0–2), flags of a scalar or number of children (bits 3–31), index of
///   the next sibling (high half). While a container is open, its parent's index stands there.
///
/// A text is under 2^30 bytes and every child takes two of them, so 29 bits hold any count.
@usableFromInline
enum TapeWord {
    @usableFromInline static let kindMask: UInt64 = 0b111
    @usableFromInline static let countShift: UInt64 = 3
    @usableFromInline static let countMask: UInt64 = 0x1FFF_FFFF

    /// The boolean is `true`.
    @usableFromInline static let isTrue: UInt64 = 1 << 3
    /// The string has at least one escape sequence.
    @usableFromInline static let hasEscapes: UInt64 = 1 << 3
    /// The number has neither fraction nor exponent.
    @usableFromInline static let isInteger: UInt64 = 1 << 3
    /// The number is an integer within `Int64`.
    @usableFromInline static let fitsInt64: UInt64 = 1 << 4

    @inlinable @inline(__always)
    static func span(_ start: Int, _ end: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: start) | UInt64(truncatingIfNeeded: end) << 32
    }

    @inlinable @inline(__always)
    static func info(_ kind: JSONKind, flags: UInt64 = 0, next: Int) -> UInt64 {
        UInt64(kind.rawValue) | flags | UInt64(truncatingIfNeeded: next) << 32
    }

    @inlinable @inline(__always)
    static func info(_ kind: JSONKind, count: Int, next: Int) -> UInt64 {
        info(kind, flags: UInt64(truncatingIfNeeded: count) << countShift, next: next)
    }

    @inlinable @inline(__always)
    static func start(_ span: UInt64) -> Int { Int(span & 0xFFFF_FFFF) }

    @inlinable @inline(__always)
    static func end(_ span: UInt64) -> Int { Int(span >> 32) }

    @inlinable @inline(__always)
    static func kind(_ info: UInt64) -> JSONKind {
        // The parser writes nothing but raw values of `JSONKind` into these bits.
        JSONKind(rawValue: UInt8(info & kindMask)) ?? .null
    }

    @inlinable @inline(__always)
    static func count(_ info: UInt64) -> Int { Int((info >> countShift) & countMask) }

    @inlinable @inline(__always)
    static func next(_ info: UInt64) -> Int { Int(info >> 32) }
}
