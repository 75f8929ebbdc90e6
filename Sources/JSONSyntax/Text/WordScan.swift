/// Finds bytes of interest in eight bytes at a time, in plain 64-bit words.
///
/// Every mask has the high bit set in each byte that matches. Borrows can set bits above a true
/// match, never below one, so the lowest set bit is always exact.
@usableFromInline
enum WordScan {
    @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101
    @usableFromInline static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Eight bytes in the order of the text, whatever the machine's byte order.
    @inlinable @inline(__always)
    static func load(_ base: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
        UInt64(
            littleEndian: UnsafeRawPointer(base).loadUnaligned(
                fromByteOffset: offset, as: UInt64.self))
    }

    /// Bytes that end a plain run inside a string: quote, backslash, control character, non-ASCII.
    @inlinable @inline(__always)
    static func specials(_ word: UInt64) -> UInt64 {
        (escapes(word) | word) & highs
    }

    /// Bytes that a string has to escape: quote, backslash, control character.
    @inlinable @inline(__always)
    static func escapes(_ word: UInt64) -> UInt64 {
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let found =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            | ((word &- 0x2020_2020_2020_2020) & ~word)
        return found & highs
    }

    /// How many of the eight bytes are line feeds.
    ///
    /// Other than the masks above this one has no bits that a borrow set: sums of seven bits carry
    /// into the eighth, not beyond.
    @inline(__always)
    static func lineFeeds(_ word: UInt64) -> Int {
        let difference = word ^ 0x0A0A_0A0A_0A0A_0A0A
        let nonzero = ((difference & ~highs) &+ ~highs) | difference
        return (~nonzero & highs).nonzeroBitCount
    }

    /// The position, 0 to 7, of the first match in a mask that is not zero.
    @inlinable @inline(__always)
    static func first(_ mask: UInt64) -> Int {
        mask.trailingZeroBitCount >> 3
    }

    /// Compares two runs of `count` bytes; both pointers must be good for `count` bytes.
    @inlinable @inline(__always)
    static func equal(
        _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int
    ) -> Bool {
        var offset = 0
        while count &- offset >= 8 {
            if load(left, offset) != load(right, offset) { return false }
            offset &+= 8
        }
        while offset < count {
            if left[offset] != right[offset] { return false }
            offset &+= 1
        }
        return true
    }
}
