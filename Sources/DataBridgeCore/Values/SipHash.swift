/// SipHash-2-4 with 128 bits of output, after its authors' specification and reference vectors.
///
/// Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), and the 128-bit variant of
/// their reference implementation.
enum SipHash {
    /// Hashes bytes under a key.
    ///
    /// - Returns: The sixteen output bytes as two little-endian words.
    static func hash128(
        _ bytes: UnsafeRawBufferPointer, key: (UInt64, UInt64)
    ) -> (first: UInt64, second: UInt64) {
        var state = State(key: key)
        let whole = bytes.count & ~7
        var offset = 0
        while offset < whole {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            state.absorb(UInt64(littleEndian: word))
            offset += 8
        }
        // The last word holds the bytes that are left and the length's lowest byte.
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        for (shift, byte) in bytes[whole...].enumerated() {
            last |= UInt64(byte) << UInt64(8 * shift)
        }
        state.absorb(last)
        return state.finish()
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(key: (UInt64, UInt64)) {
            v0 = key.0 ^ 0x736F_6D65_7073_6575
            v1 = key.1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
            v2 = key.0 ^ 0x6C79_6765_6E65_7261
            v3 = key.1 ^ 0x7465_6462_7974_6573
        }

        @inline(__always)
        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        mutating func finish() -> (first: UInt64, second: UInt64) {
            v2 ^= 0xEE
            for _ in 0..<4 { round() }
            let first = v0 ^ v1 ^ v2 ^ v3
            v1 ^= 0xDD
            for _ in 0..<4 { round() }
            return (first, v0 ^ v1 ^ v2 ^ v3)
        }

        @inline(__always)
        private mutating func round() {
            v0 &+= v1
            v1 = Self.rotate(v1, 13) ^ v0
            v0 = Self.rotate(v0, 32)
            v2 &+= v3
            v3 = Self.rotate(v3, 16) ^ v2
            v0 &+= v3
            v3 = Self.rotate(v3, 21) ^ v0
            v2 &+= v1
            v1 = Self.rotate(v1, 17) ^ v2
            v2 = Self.rotate(v2, 32)
        }

        @inline(__always)
        private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
            (word << count) | (word >> (64 - count))
        }
    }
}
