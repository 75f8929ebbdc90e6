extension JSONTape {
    /// An array that is edited, by the tape indexes of its elements.
    package typealias IndexedArray = (array: JSONNode, places: [UInt32])

    /// What an edit leads to.
    package struct Edited {
        /// The text after the edit.
        package let tape: JSONTape
        /// What became of the elements of each array, by its place among those given.
        package let stretches: [Int: [ElementStretch]]
    }

    /// The tape indexes of an array's elements.
    package func places(in array: JSONNode) -> [UInt32] {
        withExtendedLifetime(self) {
            [UInt32](unsafeUninitializedCapacity: array.count) { places, count in
                var index = array.index + 1
                for position in 0..<places.count {
                    // A text is shorter than 2^30 bytes and has fewer nodes.
                    places.initializeElement(at: position, to: UInt32(truncatingIfNeeded: index))
                    index = TapeWord.next(words[index &* 2 &+ 1])
                }
                count = places.count
            }
        }
    }

    /// The node at a tape index that ``places(in:)`` gave.
    package func node(at place: UInt32) -> JSONNode {
        JSONNode(tape: self, index: Int(place))
    }

    /// Reads the text that splices make of this one by parsing only what they touch.
    ///
    /// The result is what parsing the whole text with the default options would give.
    ///
    /// - Parameters:
    ///   - splices: The splices, in the order of the text.
    ///   - text: What ``JSONSplice/apply(_:to:)`` makes of them.
    ///   - arrays: Arrays of which none lies inside another one.
    /// - Returns: nil when the text must be parsed whole: where something changes outside of the
    ///   arrays, or much inside, or the new text cannot be read.
    package func edited(
        by splices: [JSONSplice], to text: [UInt8], inside arrays: [IndexedArray]
    ) -> Edited? {
        guard !mayRepeatKeys, text.count <= JSONParsingOptions.largestText else { return nil }
        var stretches: [Int: [ElementStretch]] = [:]
        var ancestors: Set<Int> = []
        var next = 0
        var growth = 0
        for number in arrays.indices.sorted(by: { isBefore(arrays[$0], arrays[$1]) }) {
            let array = arrays[number].array
            let inside = array.span.lowerBound + 1..<array.span.upperBound
            let first = next
            while next < splices.count, splices[next].range.lowerBound >= inside.lowerBound,
                splices[next].range.upperBound < inside.upperBound
            {
                next += 1
            }
            guard next > first else { continue }
            let around = ancestorsAndSelf(of: array)
            let survey = StretchSurvey(
                array: array, places: arrays[number].places,
                maximumDepth: JSONParsingOptions().maximumDepth - around.count + 1)
            guard
                let found = survey.stretches(splices, own: first..<next, growth: growth, in: text)
            else { return nil }
            stretches[number] = found
            ancestors.formUnion(around)
            growth = found.last?.growth ?? growth
        }
        guard next == splices.count else { return nil }
        let ordered = stretches.sorted { isBefore(arrays[$0.key], arrays[$1.key]) }
            .flatMap(\.value)
        var counts: [Int: Int] = [:]
        for (number, found) in stretches {
            let array = arrays[number].array
            counts[array.index] =
                found.reduce(array.count) { $0 + $1.addedCount - $1.removed.count }
        }
        let splicing = TapeSplicing(self, ordered)
        splicing.copy()
        splicing.widen(ancestors, counts: counts)
        return Edited(
            tape: JSONTape(source: text, words: splicing.words, nodeCount: splicing.nodeCount),
            stretches: stretches)
    }

    private func isBefore(_ one: IndexedArray, _ other: IndexedArray) -> Bool {
        one.array.index < other.array.index
    }

    /// The tape indexes of a container and of those around it.
    private func ancestorsAndSelf(of node: JSONNode) -> [Int] {
        var found: [Int] = []
        var current = root
        while current.index != node.index {
            found.append(current.index)
            var child = current.index + 1
            while JSONNode(tape: self, index: child).next <= node.index {
                child = JSONNode(tape: self, index: child).next
            }
            current = JSONNode(tape: self, index: child)
        }
        return found + [node.index]
    }
}

/// Writes the words of an edited text: those of the old one, moved, and those of what came.
private struct TapeSplicing {
    let words: UnsafeMutablePointer<UInt64>
    let nodeCount: Int
    private let old: JSONTape
    private let stretches: [ElementStretch]

    init(_ old: JSONTape, _ stretches: [ElementStretch]) {
        self.old = old
        self.stretches = stretches
        nodeCount = stretches.reduce(old.nodeCount) { $0 + $1.nodeGrowth }
        words = .allocate(capacity: nodeCount * 2)
    }

    /// Copies what stays and writes what comes.
    func copy() {
        withExtendedLifetime(old) {
            var source = 0
            var target = 0
            var growth = 0
            for stretch in stretches {
                let count = stretch.nodes.lowerBound - source
                move(old.words, source, count, to: target, bytes: growth)
                target += count
                let fragment = stretch.fragment
                withExtendedLifetime(fragment) {
                    move(
                        fragment.words, 1, fragment.nodeCount - 1, to: target,
                        bytes: stretch.offset)
                }
                target += fragment.nodeCount - 1
                source = stretch.nodes.upperBound
                growth = stretch.growth
            }
            move(old.words, source, old.nodeCount - source, to: target, bytes: growth)
        }
    }

    /// Copies nodes to another index, in a text where they stand so many bytes further on.
    private func move(
        _ from: UnsafePointer<UInt64>, _ source: Int, _ count: Int, to target: Int, bytes: Int
    ) {
        let from = from + source * 2
        let to = words + target * 2
        // Start and end, the two halves of the first word, move alike, and so does the sibling in
        // the upper half of the second: no half leaves its range, so nothing is carried over.
        let span = UInt64(truncatingIfNeeded: bytes) &* (1 << 32 | 1)
        let info = UInt64(truncatingIfNeeded: target - source) &<< 32
        for index in 0..<count {
            to[index &* 2] = from[index &* 2] &+ span
            to[index &* 2 &+ 1] = from[index &* 2 &+ 1] &+ info
        }
    }

    /// Gives the containers around the stretches their new ends, next siblings and counts.
    func widen(_ ancestors: Set<Int>, counts: [Int: Int]) {
        for index in ancestors {
            let node = JSONNode(tape: old, index: index)
            var moved = 0
            var nodes = 0
            var bytes = 0
            for stretch in stretches where stretch.nodes.upperBound <= node.next {
                nodes += stretch.nodeGrowth
                bytes = stretch.growth
                if stretch.nodes.lowerBound <= index { moved = nodes }
            }
            let place = (index + moved) * 2
            words[place] = TapeWord.span(
                TapeWord.start(words[place]), node.span.upperBound + bytes)
            words[place + 1] = TapeWord.info(
                node.kind, count: counts[index] ?? node.count, next: node.next + nodes)
        }
    }
}

extension ElementStretch {
    /// How many nodes more there are.
    fileprivate var nodeGrowth: Int { fragment.nodeCount - 1 - nodes.count }
}
