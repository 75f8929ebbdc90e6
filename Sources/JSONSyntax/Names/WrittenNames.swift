/// The member names of an object in a text that is being written.
enum WrittenNames {
    private static let smallLimit = 32

    /// Whether a name occurs twice.
    ///
    /// The writer spells equal names alike, so the spelling counts.
    static func `repeat`(in writer: JSONWriter, _ names: ArraySlice<Range<Int>>) -> Bool {
        writer.withBytes { text in
            guard let base = text.baseAddress else { return false }
            return names.count <= smallLimit
                ? repeatsFew(base, names)
                : repeatsMany(UnsafeBufferPointer(start: base, count: text.count), names)
        }
    }

    private static func repeatsFew(
        _ base: UnsafePointer<UInt8>, _ names: ArraySlice<Range<Int>>
    ) -> Bool {
        var filter: UInt64 = 0
        for (position, name) in zip(names.indices, names) {
            // The quotes at both ends tell nothing.
            let hash = NameHash.quick(base + name.lowerBound + 1, name.count - 2)
            let bit = (1 as UInt64) &<< (hash &>> 58)
            if filter & bit != 0 {
                let repeats = names[..<position].contains { other in
                    other.count == name.count
                        && WordScan.equal(
                            base + other.lowerBound, base + name.lowerBound, count: name.count)
                }
                if repeats { return true }
            }
            filter |= bit
        }
        return false
    }

    private static func repeatsMany(
        _ text: UnsafeBufferPointer<UInt8>, _ names: ArraySlice<Range<Int>>
    ) -> Bool {
        // Strings that differ in bytes only may be taken for equal here; that costs a second run,
        // which tells them apart.
        var seen = Set<String>()
        return names.contains { !seen.insert(String(decoding: text[$0], as: UTF8.self)).inserted }
    }
}
