/// Looks for members of the same name in an object whose members are on the tape.
struct DuplicateKeys {
    let names: KeyNames

    /// Objects up to this size are checked by a bit filter and, where it says "maybe", by
    /// comparison with every earlier name; larger ones by a hash table.
    private static let smallLimit = 32

    /// Throws at the first name that occurred before.
    @inline(__always)
    func check(members: Int, from first: Int) throws(JSONFailure) {
        guard members <= Self.smallLimit else {
            try checkLarge(members: members, from: first)
            return
        }
        var filter: UInt64 = 0
        var key = first
        for _ in 0..<members {
            let bit = (1 as UInt64) &<< (names.quickHash(key) &>> 58)
            // A name with escapes can equal one that is spelled otherwise.
            let isEscaped = names.hasEscapes(key)
            if filter & bit != 0 || isEscaped {
                try compare(key, withAllFrom: first)
            }
            filter = isEscaped ? .max : filter | bit
            key = names.next(key)
        }
    }

    @inline(never)
    private func compare(_ key: Int, withAllFrom first: Int) throws(JSONFailure) {
        var other = first
        while other < key {
            if names.areEqual(other, key) { throw names.duplicate(key) }
            other = names.next(other)
        }
    }

    @inline(never)
    private func checkLarge(members: Int, from first: Int) throws(JSONFailure) {
        var table = KeyTable(capacity: members)
        var key = first
        for _ in 0..<members {
            guard table.insert(key, of: names) else { throw names.duplicate(key) }
            key = names.next(key)
        }
    }
}
