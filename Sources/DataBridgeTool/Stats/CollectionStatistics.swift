import DataBridgeCore
import JSONSyntax

/// What the records of one collection look like.
struct CollectionStatistics: Sendable {
    /// The collection's name.
    let name: String
    /// How many records it has.
    private(set) var records = 0
    /// How long they are together, in compact JSON.
    private(set) var bytes = 0
    /// How many ids there are of each kind.
    private(set) var ids = KindCounts()
    /// The fields met, in their order.
    private(set) var fields: [Field] = []
    private var places: [Value: Int] = [:]

    /// A field of the records.
    struct Field: Sendable {
        var name: String
        /// How many records have it.
        var records = 0
        /// How many of its values there are of each kind.
        var kinds = KindCounts()
    }

    init(name: String) {
        self.name = name
    }

    /// Takes one more record into account.
    mutating func add(_ document: Document) {
        records += 1
        var writer = JSONWriter()
        writer.object(document.object)
        bytes += writer.count
        ids.add(document.id.value)
        for member in document.object.members {
            let place = place(of: member.name)
            fields[place].records += 1
            fields[place].kinds.add(member.value)
        }
    }

    private mutating func place(of name: String) -> Int {
        if let place = places[.string(name)] { return place }
        places[.string(name)] = fields.count
        fields.append(Field(name: name))
        return fields.count - 1
    }

    /// The statistics as a value, for JSON.
    var value: Value {
        [
            "name": .string(name), "records": .int(Int64(records)), "bytes": .int(Int64(bytes)),
            "ids": ids.value,
            "fields": .array(
                fields.map { field in
                    [
                        "name": .string(field.name), "records": .int(Int64(field.records)),
                        "kinds": field.kinds.value,
                    ]
                }),
        ]
    }
}

/// How many values there are of each kind.
struct KindCounts: Sendable {
    private var counts: [(kind: String, count: Int)] = []

    mutating func add(_ value: Value) {
        let kind = value.kindWord
        if let index = counts.firstIndex(where: { $0.kind == kind }) {
            counts[index].count += 1
        } else {
            counts.append((kind, 1))
        }
    }

    /// The kinds with their counts, for people: `integer`, or `text 20, null 1`.
    var text: String {
        counts.count == 1
            ? counts[0].kind
            : counts.map { "\($0.kind) \($0.count)" }.joined(separator: ", ")
    }

    /// The kinds with their counts, for JSON.
    var value: Value {
        .object(
            ValueObject(counts.map { ValueObject.Member($0.kind, .int(Int64($0.count))) }))
    }
}

extension Value {
    /// The kind of the value in one word.
    fileprivate var kindWord: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double, .decimal, .number, .spelledNumber: "number"
        case .string: "text"
        case .date: "date"
        case .uuid: "uuid"
        case .data: "bytes"
        case .duration: "duration"
        case .array: "list"
        case .object: "object"
        }
    }
}
