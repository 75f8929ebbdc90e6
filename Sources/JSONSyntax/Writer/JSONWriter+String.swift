extension JSONWriter {
    /// Writes a string.
    ///
    /// Only quotes, backslashes and control characters are escaped.
    @inlinable
    public mutating func string(_ value: String) {
        // Native strings lend their bytes; `withUTF8` would need a copy that it can change.
        let isWritten = value.utf8.withContiguousStorageIfAvailable { utf8 in
            string(utf8: utf8)
            return true
        }
        if isWritten == nil {
            Array(value.utf8).withUnsafeBufferPointer { string(utf8: $0) }
        }
    }

    /// Writes a string that is given as valid UTF-8.
    @inlinable
    public mutating func string(utf8 value: UnsafeBufferPointer<UInt8>) {
        separate()
        position = .next
        let count = value.count
        guard let source = value.baseAddress, !escapeSlashes else {
            appendEscaped(value)
            return
        }
        var plain = 0
        append(upTo: count &+ 2) { target in
            plain = Self.copyPlain(source, count, target + 1)
            guard plain == count else { return 0 }
            target[0] = UInt8(ascii: "\"")
            target[count &+ 1] = UInt8(ascii: "\"")
            return count &+ 2
        }
        if plain < count { appendEscaped(value) }
    }

    /// Copies bytes up to the first one that must be escaped; returns how many.
    ///
    /// Both pointers must be good for `count` bytes. Up to `count` bytes of `target` are written.
    @inlinable @inline(__always)
    static func copyPlain(
        _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var offset = 0
        while count &- offset >= 8 {
            let mask = copyWord(source, offset, target)
            if mask != 0 { return offset &+ WordScan.first(mask) }
            offset &+= 8
        }
        if offset < count, count >= 8 {
            // The last word again, so far as to end with the text; its first bytes are plain.
            offset = count &- 8
            let mask = copyWord(source, offset, target)
            return mask == 0 ? count : offset &+ WordScan.first(mask)
        }
        while offset < count {
            let byte = source[offset]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                return offset
            }
            target[offset] = byte
            offset &+= 1
        }
        return count
    }

    /// Copies eight bytes; returns the mask of those that must be escaped.
    @inlinable @inline(__always)
    static func copyWord(
        _ source: UnsafePointer<UInt8>, _ offset: Int, _ target: UnsafeMutablePointer<UInt8>
    ) -> UInt64 {
        let word = WordScan.load(source, offset)
        UnsafeMutableRawPointer(target + offset).storeBytes(
            of: word.littleEndian, as: UInt64.self)
        return WordScan.escapes(word)
    }

    /// Writes a string, escaping as it goes: plain runs are copied, one sequence follows each.
    @usableFromInline @inline(never)
    mutating func appendEscaped(_ value: UnsafeBufferPointer<UInt8>) {
        appendByte(UInt8(ascii: "\""))
        var rest = value[...]
        var slash = rest.startIndex
        while !rest.isEmpty {
            if !escapeSlashes {
                slash = rest.endIndex
            } else if slash <= rest.startIndex {
                slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            }
            let buffer = UnsafeBufferPointer(rebasing: rest[..<slash])
            var plain = 0
            append(upTo: buffer.count) { target in
                plain = buffer.baseAddress.map { Self.copyPlain($0, buffer.count, target) } ?? 0
                return plain
            }
            rest = rest.dropFirst(plain)
            if let byte = rest.popFirst() {
                append(upTo: 6) { StringEscapes.write(byte, to: $0) }
            }
        }
        appendByte(UInt8(ascii: "\""))
    }
}
