/// Named values in the order in which they were written.
///
/// Names are compared byte for byte and occur once. Two objects with the same members in another
/// order are equal; the order is kept for writing only.
public struct ValueObject: Sendable {
    /// One named value.
    public struct Member: Hashable, Sendable {
        /// The name, compared by its UTF-8 bytes.
        public var name: String
        /// The value.
        public var value: Value

        /// Makes a member.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }

        /// Tells whether name bytes and values are equal.
        public static func == (lhs: Member, rhs: Member) -> Bool {
            ByteOrder.equal(lhs.name, rhs.name) && lhs.value == rhs.value
        }

        /// Hashes the name's bytes and the value.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(Value.string(name))
            hasher.combine(value)
        }
    }

    /// The members in their order.
    public private(set) var members: [Member]

    /// Makes an empty object.
    public init() {
        members = []
    }

    /// Makes an object; of a name given twice the later value counts, at the earlier place.
    public init(_ members: [Member]) {
        var isUnique = true
        if members.count <= 16 {
            for index in members.indices.dropFirst() where isUnique {
                isUnique = !members[..<index].contains {
                    ByteOrder.equal($0.name, members[index].name)
                }
            }
        } else {
            isUnique = Set(members.map { Value.string($0.name) }).count == members.count
        }
        self.init(uniqueMembers: members)
        guard !isUnique else { return }
        var places: [Value: Int] = [:]
        self.members = []
        for member in members {
            if let place = places[.string(member.name)] {
                self.members[place].value = member.value
            } else {
                places[.string(member.name)] = self.members.count
                self.members.append(member)
            }
        }
    }

    /// Makes an object of members whose names the caller knows to differ; costs no check.
    package init(uniqueMembers members: [Member]) {
        self.members = members
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Tells whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in their order.
    public var names: [String] { members.map(\.name) }

    /// The value of a name; nil when there is no such member (a member can hold ``Value/null``).
    ///
    /// Setting a value keeps the member's place or appends a new one; setting nil removes it.
    public subscript(name: String) -> Value? {
        get {
            index(of: name).map { members[$0].value }
        }
        set {
            if let newValue {
                set(name, to: newValue)
            } else {
                remove(name)
            }
        }
    }

    /// The place of a name among the members; looks at each in turn, comparing lengths first.
    public func index(of name: String) -> Int? {
        members.firstIndex { ByteOrder.equal($0.name, name) }
    }

    /// Sets a value, keeping the member's place or appending a new member.
    public mutating func set(_ name: String, to value: Value) {
        if let index = index(of: name) {
            members[index].value = value
        } else {
            members.append(Member(name, value))
        }
    }

    /// Removes a member.
    ///
    /// - Returns: The value it had, or nil when there was no such member.
    @discardableResult
    public mutating func remove(_ name: String) -> Value? {
        index(of: name).map { members.remove(at: $0).value }
    }

    /// Whether the members stand in the order of their names' bytes.
    var isInNameOrder: Bool {
        zip(members, members.dropFirst()).allSatisfy { ByteOrder.precedes($0.name, $1.name) }
    }

    /// The members sorted by the bytes of their names.
    var sortedMembers: [Member] {
        members.sorted { ByteOrder.precedes($0.name, $1.name) }
    }
}

extension ValueObject: Hashable, Comparable {
    /// Tells whether both have the same members, in whatever order.
    public static func == (lhs: ValueObject, rhs: ValueObject) -> Bool {
        guard lhs.members.count == rhs.members.count else { return false }
        for (index, (left, right)) in zip(lhs.members, rhs.members).enumerated() {
            guard ByteOrder.equal(left.name, right.name) else {
                // Everything before has matched by name; the rest is in another order.
                return Self.sameMembers(lhs.members[index...], rhs.members[index...])
            }
            guard left.value == right.value else { return false }
        }
        return true
    }

    private static func sameMembers(_ lhs: ArraySlice<Member>, _ rhs: ArraySlice<Member>) -> Bool {
        let left = lhs.sorted { ByteOrder.precedes($0.name, $1.name) }
        let right = rhs.sorted { ByteOrder.precedes($0.name, $1.name) }
        return left == right
    }

    /// Hashes the members independently of their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members { sum &+= member.hashValue }
        hasher.combine(members.count)
        hasher.combine(sum)
    }

    /// Orders by the members sorted by name: the first different name or value decides.
    public static func < (lhs: ValueObject, rhs: ValueObject) -> Bool {
        lhs.compare(to: rhs) < 0
    }

    /// Compares two objects; negative, zero or positive as in ``Value/compare(to:)``.
    public func compare(to other: ValueObject) -> Int {
        for (left, right) in zip(sortedMembers, other.sortedMembers) {
            let byName = ByteOrder.compare(left.name, right.name)
            if byName != 0 { return byName }
            let byValue = left.value.compare(to: right.value)
            if byValue != 0 { return byValue }
        }
        return members.count - other.members.count
    }
}

extension ValueObject: ExpressibleByDictionaryLiteral {
    /// Makes an object; of a name given twice the later value counts.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements.map { Member($0, $1) })
    }
}
