#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Comparison of text by its UTF-8 bytes, the only text order DataBridge knows.
///
/// Swift's own `String` operators compare canonical equivalence: composed and decomposed "é" are
/// equal there. Stores must agree with files, SQL collations and other programs, which compare
/// bytes, so equality, order, prefixes and keys all go through these functions. "Ignoring case"
/// means ASCII letters only.
public enum ByteOrder {
    /// Tells whether two texts consist of the same UTF-8 bytes.
    public static func equal(_ lhs: String, _ rhs: String) -> Bool {
        guard lhs.utf8.count == rhs.utf8.count else { return false }
        return withBytes(lhs) { left in
            withBytes(rhs) { right in sameBytes(left, right, count: left.count) }
        }
    }

    /// Compares two texts by their UTF-8 bytes.
    ///
    /// - Returns: A negative number when `lhs` comes first, zero when both are equal, a positive
    ///   number when `rhs` comes first.
    public static func compare(_ lhs: String, _ rhs: String) -> Int {
        withBytes(lhs) { left in
            withBytes(rhs) { right in
                compare(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
    }

    /// Tells whether `lhs` comes before `rhs` by UTF-8 bytes; fits `sorted(by:)`.
    public static func precedes(_ lhs: String, _ rhs: String) -> Bool {
        compare(lhs, rhs) < 0
    }

    /// Tells whether the bytes of `text` begin with those of `prefix`.
    public static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
        withBytes(text) { bytes in
            withBytes(prefix) { wanted in
                bytes.count >= wanted.count && sameBytes(bytes, wanted, count: wanted.count)
            }
        }
    }

    /// Tells whether the bytes of `text` end with those of `suffix`.
    public static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
        withBytes(text) { bytes in
            withBytes(suffix) { wanted in
                guard bytes.count >= wanted.count else { return false }
                let tail = UnsafeBufferPointer(rebasing: bytes[(bytes.count - wanted.count)...])
                return sameBytes(tail, wanted, count: wanted.count)
            }
        }
    }

    /// Tells whether the bytes of `part` occur in those of `text`; an empty part always does.
    public static func contains(_ text: String, _ part: String) -> Bool {
        withBytes(text) { bytes in
            withBytes(part) { wanted in find(wanted, in: bytes) }
        }
    }

    /// Compares two runs of bytes as unsigned numbers from the first byte on; a prefix comes first.
    static func compare(_ lhs: UnsafeRawBufferPointer, _ rhs: UnsafeRawBufferPointer) -> Int {
        let common = min(lhs.count, rhs.count)
        if common > 0, let left = lhs.baseAddress, let right = rhs.baseAddress {
            let order = memcmp(left, right, common)
            if order != 0 { return Int(order) }
        }
        return lhs.count - rhs.count
    }

    /// Gives `body` the UTF-8 bytes of `text` without a copy where the string is native.
    @inline(__always)
    static func withBytes<Result>(
        _ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
        return withCopiedBytes(text, body)
    }

    /// Apart from the fast path, which would otherwise retain and release every text for this copy.
    @inline(never)
    private static func withCopiedBytes<Result>(
        _ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        var copy = text
        return copy.withUTF8(body)
    }

    @inline(__always)
    private static func sameBytes(
        _ lhs: UnsafeBufferPointer<UInt8>, _ rhs: UnsafeBufferPointer<UInt8>, count: Int
    ) -> Bool {
        guard count > 0, let left = lhs.baseAddress, let right = rhs.baseAddress else {
            return true
        }
        return left == right || memcmp(left, right, count) == 0
    }

    private static func find(
        _ wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let pattern = wanted.baseAddress, let first = wanted.first else { return true }
        guard var position = bytes.baseAddress else { return false }
        var candidates = bytes.count - wanted.count + 1
        while candidates > 0 {
            guard let found = memchr(position, Int32(first), candidates) else { return false }
            if memcmp(found, pattern, wanted.count) == 0 { return true }
            let next = found.assumingMemoryBound(to: UInt8.self) + 1
            candidates -= UnsafePointer(next) - position
            position = UnsafePointer(next)
        }
        return false
    }
}
