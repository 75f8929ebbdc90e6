/// Records by id: a hash table that holds nothing but the records.
///
/// A `[Value: StoredRecord]` keeps a second copy of each id and runs SipHash for each lookup, which
/// is most of what a point read costs. Here text and UUIDs are hashed by two multiplications under
/// a key that each process chooses anew, so that nobody can send ids that all fall on one place.
package struct RecordIndex: Sendable {
    private struct Entry: Sendable {
        /// A part of the id's hash, by which most other ids are told apart without a look at the
        /// record; 0 where there is none.
        var tag: UInt32 = 0
        var record: StoredRecord?
    }

    /// A power of two of them, a quarter of which is empty at least.
    private var entries: [Entry]
    /// How many records there are.
    package private(set) var count = 0
    private let key = RecordIndex.processKey

    /// What `Hasher`, which the process seeds with chance, makes of nothing and of one byte.
    private static let processKey: (UInt64, UInt64) = {
        var hasher = Hasher()
        let first = hasher.finalize()
        hasher = Hasher()
        hasher.combine(UInt8(1))
        return (UInt64(bitPattern: Int64(first)), UInt64(bitPattern: Int64(hasher.finalize())) | 1)
    }()

    /// An empty table.
    package init() {
        entries = Array(repeating: Entry(), count: 16)
    }

    /// The record with the id.
    package func record(_ id: Value) -> StoredRecord? {
        let tag = tag(of: id)
        var place = home(of: tag)
        while entries[place].tag != 0 {
            if entries[place].tag == tag, let record = entries[place].record, record.id == id {
                return record
            }
            place = next(place)
        }
        return nil
    }

    /// Puts a record in the place of the one with its id.
    package mutating func put(_ record: StoredRecord) {
        if (count + 1) * 4 > entries.count * 3 { grow() }
        let tag = tag(of: record.id)
        let place = place(of: record.id, tag)
        if entries[place].tag == 0 { count += 1 }
        entries[place] = Entry(tag: tag, record: record)
    }

    /// Removes the record with the id, if there is one.
    package mutating func remove(_ id: Value) {
        var hole = place(of: id, tag(of: id))
        guard entries[hole].tag != 0 else { return }
        count -= 1
        // Those behind that would not be found across the hole move up into it.
        var place = next(hole)
        while entries[place].tag != 0 {
            let home = home(of: entries[place].tag)
            if distance(from: home, to: place) >= distance(from: hole, to: place) {
                entries[hole] = entries[place]
                hole = place
            }
            place = next(place)
        }
        entries[hole] = Entry()
    }

    /// Where the record with the id is, or the empty place where it belongs.
    private func place(of id: Value, _ tag: UInt32) -> Int {
        var place = home(of: tag)
        while entries[place].tag != 0 {
            if entries[place].tag == tag, entries[place].record?.id == id { return place }
            place = next(place)
        }
        return place
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Entry(), count: old.count * 2)
        for entry in old where entry.tag != 0 {
            var place = home(of: entry.tag)
            while entries[place].tag != 0 { place = next(place) }
            entries[place] = entry
        }
    }

    private func home(of tag: UInt32) -> Int { Int(tag) & (entries.count - 1) }

    private func next(_ place: Int) -> Int { (place + 1) & (entries.count - 1) }

    private func distance(from start: Int, to end: Int) -> Int {
        (end - start) & (entries.count - 1)
    }
}

// MARK: Hashing

extension RecordIndex {
    private func tag(of id: Value) -> UInt32 {
        let hash: UInt64
        switch id {
        case .string(let text):
            hash = ByteOrder.withBytes(text) { digest(UnsafeRawBufferPointer($0)) }
        case .uuid(let uuid):
            hash = withUnsafeBytes(of: uuid.uuid) { digest($0) }
        default:
            // Numbers of several kinds may be equal, which the hash of values respects.
            hash = UInt64(bitPattern: Int64(id.hashValue))
        }
        return max(UInt32(truncatingIfNeeded: hash), 1)
    }

    private func digest(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = key.0 ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = fold(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var last: UInt64 = 0
        while offset < bytes.count {
            last = last << 8 | UInt64(bytes[offset])
            offset += 1
        }
        return fold(hash ^ last)
    }

    /// Both halves of the product with the key, so that every bit has a say in every other one.
    private func fold(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: key.1)
        return product.high ^ product.low
    }
}
