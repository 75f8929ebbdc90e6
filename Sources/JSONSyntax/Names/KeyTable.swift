/// A hash table of the member names of one large object.
///
/// The hash is Swift's seeded one, so that no text can be written to make the table slow.
struct KeyTable {
    private var slots: [UInt32]
    private let mask: Int

    private static let empty = UInt32.max

    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = [UInt32](repeating: Self.empty, count: size)
        mask = size - 1
    }

    /// Adds the name at a tape index; false if an equal one is there.
    mutating func insert(_ key: Int, of names: KeyNames) -> Bool {
        var slot = names.withName(key, Self.hash) & mask
        while slots[slot] != Self.empty {
            if names.areEqual(Int(slots[slot]), key) { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = UInt32(truncatingIfNeeded: key)
        return true
    }

    /// The tape index of a name.
    func find(_ name: UnsafeBufferPointer<UInt8>, in names: KeyNames) -> Int? {
        var slot = Self.hash(name) & mask
        while slots[slot] != Self.empty {
            let key = Int(slots[slot])
            if names.isNamed(key, name) { return key }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(name))
        return hasher.finalize()
    }
}
