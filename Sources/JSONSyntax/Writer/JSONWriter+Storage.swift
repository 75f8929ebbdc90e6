extension JSONWriter {
    /// Calls a closure with the address after the last byte, where `capacity` bytes may be written;
    /// it returns how many were.
    @inlinable @inline(__always)
    mutating func append(
        upTo capacity: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int
    ) {
        if storage.count &- used < capacity { grow(capacity) }
        let start = used
        used &+= storage.withUnsafeMutableBufferPointer { buffer in
            // Without an address there is no room, and nothing was asked for.
            buffer.baseAddress.map { body($0 + start) } ?? 0
        }
    }

    @inlinable @inline(__always)
    mutating func appendByte(_ byte: UInt8) {
        if storage.count == used { grow(1) }
        storage[used] = byte
        used &+= 1
    }

    @inlinable @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        append(upTo: bytes.count) { target in
            target.update(from: source, count: bytes.count)
            return bytes.count
        }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ needed: Int) {
        let size = max(64, storage.count * 2, used + needed)
        let old = storage
        storage = [UInt8](unsafeUninitializedCapacity: size) { room, count in
            let kept = room.initialize(fromContentsOf: old[..<used])
            room[kept...].initialize(repeating: 0)
            count = size
        }
    }

    /// Hands what is written and the memory over; an empty writer stays behind.
    ///
    /// So the memory has one owner at any time and is not copied by the next write.
    mutating func take() -> JSONWriter {
        let taken = self
        self = Self.nothing
        return taken
    }

    private static let nothing = JSONWriter(capacity: 0)

    /// A place that can be returned to as long as nothing before it is removed.
    struct Mark {
        let used: Int
        fileprivate let position: Position
        fileprivate let depth: Int
    }

    /// The present place.
    @inline(__always)
    var mark: Mark { Mark(used: used, position: position, depth: depth) }

    /// Forgets what was written from a byte on; the next value follows as it would have before.
    mutating func reset(toByte byte: Int) {
        used = byte
    }

    /// The number of bytes between two values of the container that is open.
    var separatorLength: Int {
        isCompact ? 1 : 1 + style.newline.utf8.count + depth * style.indent.utf8.count
    }

    /// Forgets what was written after a place.
    mutating func reset(to mark: Mark) {
        used = mark.used
        position = mark.position
        depth = mark.depth
    }
}
