/// Memory for the texts and bytes that are bound to a statement until it has run.
///
/// Binding by reference into it spares SQLite a copy and an allocation per value.
struct BindArena: ~Copyable {
    private static let chunkSize = 16 * 1024

    private let chunk = UnsafeMutableRawPointer.allocate(
        byteCount: BindArena.chunkSize, alignment: 16)
    private var used = 0
    /// For what does not fit.
    private var others: [UnsafeMutableRawPointer] = []

    deinit {
        chunk.deallocate()
        for other in others { other.deallocate() }
    }

    /// A copy of the bytes that stays where it is until the next ``reset()``.
    mutating func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer {
        let target: UnsafeMutableRawPointer
        if bytes.count <= BindArena.chunkSize - used {
            target = chunk + used
            used += bytes.count
        } else {
            target = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
            others.append(target)
        }
        if let base = bytes.baseAddress { target.copyMemory(from: base, byteCount: bytes.count) }
        return UnsafeRawPointer(target)
    }

    /// Forgets everything kept.
    mutating func reset() {
        used = 0
        if !others.isEmpty {
            for other in others { other.deallocate() }
            others = []
        }
    }
}
