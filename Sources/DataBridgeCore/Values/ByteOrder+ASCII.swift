extension ByteOrder {
    /// Tells whether two texts are equal when ASCII letters of either case count as the same.
    package static func equalIgnoringASCIICase(_ lhs: String, _ rhs: String) -> Bool {
        withBytes(lhs) { left in
            withBytes(rhs) { right in
                left.count == right.count && sameFolded(left, at: 0, right)
            }
        }
    }

    /// Compares two texts by their UTF-8 bytes after turning ASCII capitals into small letters.
    ///
    /// - Returns: A negative number, zero or a positive number, as ``compare(_:_:)``.
    package static func compareIgnoringASCIICase(_ lhs: String, _ rhs: String) -> Int {
        withBytes(lhs) { left in
            withBytes(rhs) { right in
                for index in 0..<min(left.count, right.count) {
                    let difference = Int(folded(left[index])) - Int(folded(right[index]))
                    if difference != 0 { return difference }
                }
                return left.count - right.count
            }
        }
    }

    /// Tells whether `text` begins with `prefix`, ASCII letters of either case being the same.
    package static func hasPrefixIgnoringASCIICase(_ text: String, _ prefix: String) -> Bool {
        withBytes(text) { bytes in
            withBytes(prefix) { wanted in
                bytes.count >= wanted.count && sameFolded(bytes, at: 0, wanted)
            }
        }
    }

    /// Tells whether `text` ends with `suffix`, ASCII letters of either case being the same.
    package static func hasSuffixIgnoringASCIICase(_ text: String, _ suffix: String) -> Bool {
        withBytes(text) { bytes in
            withBytes(suffix) { wanted in
                bytes.count >= wanted.count
                    && sameFolded(bytes, at: bytes.count - wanted.count, wanted)
            }
        }
    }

    /// Tells whether `part` occurs in `text`, ASCII letters of either case being the same.
    package static func containsIgnoringASCIICase(_ text: String, _ part: String) -> Bool {
        withBytes(text) { bytes in
            withBytes(part) { wanted in
                guard let first = wanted.first.map(folded) else { return true }
                guard bytes.count >= wanted.count else { return false }
                for start in 0...(bytes.count - wanted.count)
                where folded(bytes[start]) == first && sameFolded(bytes, at: start, wanted) {
                    return true
                }
                return false
            }
        }
    }

    /// Returns `text` with ASCII capitals turned into small letters and everything else untouched.
    ///
    /// An index that ignores case keeps its keys in this form.
    package static func foldingASCIICase(_ text: String) -> String {
        let needsFolding = withBytes(text) { bytes in bytes.contains { folded($0) != $0 } }
        guard needsFolding else { return text }
        return withBytes(text) { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in 0..<bytes.count { target[index] = folded(bytes[index]) }
                return bytes.count
            }
        }
    }

    @inline(__always)
    private static func folded(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    @inline(__always)
    private static func sameFolded(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ wanted: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for index in 0..<wanted.count where folded(bytes[start + index]) != folded(wanted[index]) {
            return false
        }
        return true
    }
}
