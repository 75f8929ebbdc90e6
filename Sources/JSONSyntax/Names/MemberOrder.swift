extension JSONWriter {
    /// Puts the members written last in the order of their names.
    ///
    /// - Parameter names: Where the names of all members of the object that is open stand.
    mutating func sortMembers(_ names: ArraySlice<Range<Int>>) {
        let order = withBytes { MemberOrder.sorted(names, in: $0) }
        guard let order, let first = names.first, let second = names.dropFirst().first else {
            return
        }
        // What stands between two members is the same everywhere: a comma and a line break.
        let separator = separatorLength
        var members: [Range<Int>] = []
        members.reserveCapacity(names.count)
        for (name, next) in zip(names, names.dropFirst()) {
            members.append(name.lowerBound..<next.lowerBound - separator)
        }
        members.append((names.last ?? first).lowerBound..<count)
        let base = first.lowerBound
        let copy = withBytes { Array($0[base...]) }
        let between = second.lowerBound - separator - base..<second.lowerBound - base
        reset(toByte: base)
        copy.withUnsafeBufferPointer { copy in
            for (position, index) in order.enumerated() {
                if position > 0 { append(UnsafeBufferPointer(rebasing: copy[between])) }
                let member = members[index]
                append(
                    UnsafeBufferPointer(
                        rebasing: copy[member.lowerBound - base..<member.upperBound - base]))
            }
        }
    }
}

/// The order of member names by the UTF-8 bytes of what they mean.
enum MemberOrder {
    /// The positions of the names in order; nil if they are in order already.
    static func sorted(
        _ names: ArraySlice<Range<Int>>, in text: UnsafeBufferPointer<UInt8>
    ) -> [Int]? {
        let isInOrder = zip(names, names.dropFirst()).allSatisfy { !precedes($1, $0, in: text) }
        if isInOrder { return nil }
        let first = names.startIndex
        return (0..<names.count).sorted { precedes(names[first + $0], names[first + $1], in: text) }
    }

    private static func precedes(
        _ left: Range<Int>, _ right: Range<Int>, in text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        withMeaning(left, in: text) { left in
            withMeaning(right, in: text) { left.lexicographicallyPrecedes($0) }
        }
    }

    /// Calls a closure with a name without quotes and escapes.
    private static func withMeaning<R>(
        _ name: Range<Int>, in text: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>) -> R
    ) -> R {
        let raw = UnsafeBufferPointer(rebasing: text[name.lowerBound + 1..<name.upperBound - 1])
        return raw.contains(UInt8(ascii: "\\")) ? StringEscapes.withUnescaped(raw, body) : body(raw)
    }
}
