/// Reads member names from a source and its tape, finished or not.
///
/// Whoever makes one keeps the memory behind both pointers alive.
@usableFromInline
struct KeyNames {
    @usableFromInline let base: UnsafePointer<UInt8>
    @usableFromInline let words: UnsafePointer<UInt64>

    @inlinable @inline(__always)
    init(base: UnsafePointer<UInt8>, words: UnsafePointer<UInt64>) {
        self.base = base
        self.words = words
    }

    /// The text between the quotes of the name at a tape index.
    @inline(__always)
    func raw(_ key: Int) -> UnsafeBufferPointer<UInt8> {
        let span = words[key &* 2]
        let start = TapeWord.start(span) &+ 1
        return UnsafeBufferPointer(start: base + start, count: TapeWord.end(span) &- 1 &- start)
    }

    @inlinable @inline(__always)
    func hasEscapes(_ key: Int) -> Bool {
        words[key &* 2 &+ 1] & TapeWord.hasEscapes != 0
    }

    /// The name of the next member: the node after this member's value.
    @inlinable @inline(__always)
    func next(_ key: Int) -> Int {
        TapeWord.next(words[key &* 2 &+ 3])
    }

    /// Whether a name is the given one, byte by byte.
    @inlinable @inline(__always)
    func isNamed(_ key: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if hasEscapes(key) { return isUnescaped(key, name) }
        let span = words[key &* 2]
        let start = TapeWord.start(span) &+ 1
        guard TapeWord.end(span) &- 1 &- start == name.count else { return false }
        // Both runs have `name.count` bytes; without an address that is 0.
        return name.baseAddress.map { WordScan.equal(base + start, $0, count: name.count) } ?? true
    }

    @usableFromInline @inline(never)
    func isUnescaped(_ key: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        withName(key) { $0.elementsEqual(name) }
    }

    /// The first member of a name from one tape index to another.
    @usableFromInline
    func find(_ name: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
        var key = start
        while key < end {
            if isNamed(key, name) { return key }
            key = next(key)
        }
        return nil
    }

    @inline(__always)
    func quickHash(_ key: Int) -> UInt64 {
        let name = raw(key)
        return name.baseAddress.map { NameHash.quick($0, name.count) } ?? 0
    }

    func areEqual(_ left: Int, _ right: Int) -> Bool {
        withName(left) { isNamed(right, $0) }
    }

    /// Calls `body` with the unescaped name.
    @inline(__always)
    func withName<R>(_ key: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        hasEscapes(key) ? StringEscapes.withUnescaped(raw(key), body) : body(raw(key))
    }

    func duplicate(_ key: Int) -> JSONFailure {
        JSONFailure(.duplicateKey, TapeWord.start(words[key &* 2]))
    }
}

/// A cheap hash for telling a few names apart.
enum NameHash {
    /// A hash of length and three characters, good in its upper bits.
    @inline(__always)
    static func quick(_ name: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        guard count > 0 else { return 0 }
        let last = count &- 1
        let word =
            UInt64(truncatingIfNeeded: count) | UInt64(name[0]) << 16
            | UInt64(name[last]) << 24 | UInt64(name[last &>> 1]) << 32
        return word &* 0x9E37_79B9_7F4A_7C15
    }
}
