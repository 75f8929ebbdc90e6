import DataBridgeCore
import JSONSyntax

/// A collection in a text, and where in it each record stands.
struct IndexedCollection: Sendable {
    /// One record in the text.
    struct Element: Sendable {
        let position: Int
        let node: JSONNode
    }

    let schema: CollectionSchema
    let coding: JSONRecordCoding
    let array: JSONNode
    /// The tape indexes of the elements, by position.
    let places: [UInt32]
    /// The positions of the elements that have an id; of several with the same id the first.
    private(set) var positions: [Value: Int] = [:]

    /// Goes through a collection's elements.
    init(_ found: CollectionDiscovery.Found) {
        self.init(found, JSONRecordCoding(found.schema))
        readPositions()
    }

    private init(_ found: CollectionDiscovery.Found, _ coding: JSONRecordCoding) {
        schema = found.schema
        self.coding = coding
        array = found.array
        places = array.tape.places(in: array)
    }

    /// The element with an id.
    func element(_ id: Value) -> Element? {
        positions[id].map { Element(position: $0, node: array.tape.node(at: places[$0])) }
    }

    private mutating func readPositions() {
        positions = [:]
        positions.reserveCapacity(places.count)
        for (position, place) in places.enumerated() {
            guard let id = id(of: array.tape.node(at: place)) else { continue }
            if positions[id] == nil { positions[id] = position }
        }
    }

    private func id(of node: JSONNode) -> Value? { try? coding.id(of: node) }
}

// MARK: After an edit

extension IndexedCollection {
    /// Elements that go and the ids that come in their place.
    private struct Substitution {
        var removed: Range<Int>
        var ids: [Value?]
        /// By how many positions the elements behind move.
        var shift: Int
    }

    /// The collection after an edit; the ids of what it does not touch are not read again.
    ///
    /// - Parameters:
    ///   - stretches: What became of the elements.
    ///   - found: The collection in the new text.
    func edited(
        _ stretches: [ElementStretch], found: CollectionDiscovery.Found
    ) -> IndexedCollection {
        var new = IndexedCollection(found, coding)
        let substitutions = substitutions(stretches)
        if substitutions.isEmpty {
            new.positions = positions
        } else if positions.count != places.count || !new.take(substitutions, from: positions, self)
        {
            // Where ids are missing or come twice, which element stands for one depends on all.
            new.readPositions()
        }
        return new
    }

    /// Where ids change; nothing for an edit that leaves all ids in their places.
    private func substitutions(_ stretches: [ElementStretch]) -> [Substitution] {
        var shift = 0
        return stretches.compactMap { stretch in
            let old = stretch.removed.map { id(of: array.tape.node(at: places[$0])) }
            let new = stretch.fragment.root.elements.map { id(of: $0) }
            let common = zip(old, new).prefix { $0 == $1 }.count
            let left = min(old.count, new.count) - common
            let tail = zip(old.reversed(), new.reversed()).prefix(left).prefix { $0 == $1 }.count
            shift += new.count - old.count
            let removed =
                stretch.removed.lowerBound + common..<stretch.removed.upperBound - tail
            let ids = Array(new[common..<new.count - tail])
            return removed.isEmpty && ids.isEmpty
                ? nil : Substitution(removed: removed, ids: ids, shift: shift)
        }
    }

    /// Takes over positions of which some change.
    ///
    /// - Returns: Whether every element has an id of its own.
    private mutating func take(
        _ substitutions: [Substitution], from old: [Value: Int], _ before: IndexedCollection
    ) -> Bool {
        var positions = old
        for substitution in substitutions {
            for position in substitution.removed {
                let node = before.array.tape.node(at: before.places[position])
                if let id = id(of: node) { positions[id] = nil }
            }
        }
        let behind = substitutions[0].removed.upperBound
        if behind < before.places.count, substitutions.contains(where: { $0.shift != 0 }) {
            positions = positions.mapValues { position in
                position < behind ? position : position + Self.shift(position, substitutions)
            }
        }
        for (number, substitution) in substitutions.enumerated() {
            let shift = number == 0 ? 0 : substitutions[number - 1].shift
            var position = substitution.removed.lowerBound + shift
            for id in substitution.ids {
                guard let id, positions.updateValue(position, forKey: id) == nil else {
                    return false
                }
                position += 1
            }
        }
        self.positions = positions
        return positions.count == places.count
    }

    /// By how many positions an element moves.
    private static func shift(_ position: Int, _ substitutions: [Substitution]) -> Int {
        var low = 0
        var high = substitutions.count
        while low < high {
            let middle = (low + high) / 2
            if substitutions[middle].removed.upperBound <= position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low == 0 ? 0 : substitutions[low - 1].shift
    }
}
