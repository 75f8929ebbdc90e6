import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which records a filter selects.
extension StoreConformance.Case {
    static let filtering: [Self] = [
        Self("filter.compares-integers-exactly") { trial in
            let ranks = ["a": -1, "b": 0, "c": 5, "d": Int.max - 1, "e": .max]
            let items = try await trial.repository(
                of: Item.self, holding: ranks.map { Item(id: $0, rank: $1) })
            try await expect(items, \.rank == 5, ["c"])
            try await expect(items, \.rank != 5, ["a", "b", "d", "e"])
            try await expect(items, \.rank < 5, ["a", "b"])
            try await expect(items, \.rank <= 5, ["a", "b", "c"])
            try await expect(items, \.rank > .max - 1, ["e"])
            try await expect(items, \.rank >= .max - 1, ["d", "e"])
            try await expect(items, \.rank == .max - 1, ["d"])
            try await expect(items, .between(\.rank, 0, .max - 1), ["b", "c", "d"])
            try await expect(items, .between(\.rank, 4, 0), [])
            try await expect(items, .in(\.rank, [5, -1, 6, 5]), ["a", "c"])
            try await expect(items, .in(\.rank, []), [])
        },
        Self("filter.joins-and-negates") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<8))
            try await expect(items, .all, (0..<8).map(Item.numberedID))
            try await expect(items, !.all, [])
            try await expect(items, \.rank > 1 && \.rank < 4, ["i002", "i003"])
            try await expect(items, \.rank == 1 || \.id == "i006", ["i001", "i006"])
            try await expect(
                items, !(\.rank > 1 && \.rank < 4),
                ["i000", "i001", "i004", "i005", "i006", "i007"])
            try await expect(
                items, (\.rank < 2 || \.rank > 5) && !(\.title == "Item 7"),
                ["i000", "i001", "i006"])
            try await expect(items, \.rank == 1 && \.rank == 2, [])
        },
        Self("filter.treats-nil-in-two-valued-logic") { trial in
            let notes: [String: String?] = ["a": nil, "b": "", "c": "x", "d": "y"]
            let items = try await trial.repository(
                of: Item.self, holding: notes.map { Item(id: $0, note: $1) })
            try await expect(items, \.note == nil, ["a"])
            try await expect(items, .isNil(\.note), ["a"])
            try await expect(items, \.note != nil, ["b", "c", "d"])
            try await expect(items, \.note == "x", ["c"])
            try await expect(items, \.note != "x", ["a", "b", "d"])
            try await expect(items, \.note < "y", ["b", "c"])
            try await expect(items, \.note <= "y", ["b", "c", "d"])
            try await expect(items, \.note > "", ["c", "d"])
            try await expect(items, \.note >= "", ["b", "c", "d"])
            try await expect(items, !(\.note >= "x"), ["a", "b"])
            try await expect(items, .in(\.note, [nil, "x"]), ["a", "c"])
            try await expect(items, !.in(\.note, ["x", "y"]), ["a", "b"])
            try await expect(items, .hasPrefix(\.note, ""), ["b", "c", "d"])
            try await expect(items, !.hasPrefix(\.note, "x"), ["a", "b", "d"])
        },
        Self("filter.never-orders-against-nil") { trial in
            let weights: [String: Double?] = ["a": nil, "b": -1, "c": 1]
            let items = try await trial.repository(
                of: Item.self, holding: weights.map { Item(id: $0, weight: $1) })
            for filter: Filter<Item> in [
                \.weight < nil, \.weight <= nil, \.weight > nil, \.weight >= nil,
            ] {
                try await expect(items, filter, [])
            }
            try await expect(items, \.weight < 0, ["b"])
            try await expect(items, !(\.weight < 0), ["a", "c"])
            try await expect(items, .between(\.weight, -1, 1), ["b", "c"])
        },
        Self("filter.compares-text-by-bytes") { trial in
            let titles = [
                "a": "e\u{301}", "b": "\u{E9}", "c": "E", "d": "\u{FFFD}", "e": "\u{10000}",
                "f": "z",
            ]
            let items = try await trial.repository(
                of: Item.self, holding: titles.map { Item(id: $0, title: $1) })
            try await expect(items, \.title == "\u{E9}", ["b"])
            try await expect(items, \.title == "e\u{301}", ["a"])
            try await expect(items, \.title != "\u{E9}", ["a", "c", "d", "e", "f"])
            try await expect(items, \.title > "z", ["b", "d", "e"])
            try await expect(items, \.title < "f", ["a", "c"])
            try await expect(items, \.title > "\u{FFFD}", ["e"])
            try await expect(items, .in(\.title, ["\u{E9}", "e"]), ["b"])
            try await expect(items, .between(\.title, "e", "z"), ["a", "f"])
        },
        Self("filter.compares-numbers-exactly") { trial in
            let weights = [
                "a": 0.3, "b": 0.1 + 0.2, "c": 1e300, "d": -0.0, "e": .leastNonzeroMagnitude,
            ]
            let items = try await trial.repository(
                of: Item.self, holding: weights.map { Item(id: $0, weight: $1) })
            try await expect(items, \.weight == 0.3, ["a"])
            try await expect(items, \.weight == 0.1 + 0.2, ["b"])
            try await expect(items, \.weight > 0.3, ["b", "c"])
            try await expect(items, \.weight == 0, ["d"])
            try await expect(items, \.weight > 0, ["a", "b", "c", "e"])
            try await expect(items, \.weight < 1, ["a", "b", "d", "e"])
        },
    ]

    static let matching: [Self] = [
        Self("filter.finds-parts-of-text") { trial in
            let titles = [
                "a": "", "b": "Task one", "c": "one task", "d": "Tas", "e": "tAsk ONE",
                "f": "100%_",
            ]
            let items = try await trial.repository(
                of: Item.self, holding: titles.map { Item(id: $0, title: $1) })
            try await expect(items, .hasPrefix(\.title, "Task"), ["b"])
            try await expect(items, .hasPrefix(\.title, "Tas"), ["b", "d"])
            try await expect(items, .hasSuffix(\.title, "one"), ["b"])
            try await expect(items, .contains(\.title, "ask"), ["b", "c"])
            try await expect(items, .contains(\.title, ""), ["a", "b", "c", "d", "e", "f"])
            try await expect(items, .contains(\.title, "%"), ["f"])
            try await expect(items, .contains(\.title, "_"), ["f"])
            try await expect(items, .hasPrefix(\.title, "_"), [])
            try await expect(items, !.contains(\.title, "a"), ["a", "e", "f"])
        },
        Self("filter.ignores-case-of-ascii-letters-only") { trial in
            let titles = [
                "a": "Task É", "b": "tASK é", "c": "tas\u{212A} x", "d": "ta\u{17F}k x",
                "e": "[TASK]", "f": "{task}",
            ]
            let items = try await trial.repository(
                of: Item.self, holding: titles.map { Item(id: $0, title: $1) })
            try await expect(items, .hasPrefix(\.title, "TASK", ignoringCase: true), ["a", "b"])
            try await expect(items, .hasSuffix(\.title, "é", ignoringCase: true), ["b"])
            try await expect(
                items, .contains(\.title, "Ask", ignoringCase: true), ["a", "b", "e", "f"])
            try await expect(items, .contains(\.title, "{TASK", ignoringCase: true), ["f"])
        },
        Self("filter.finds-parts-of-text-by-bytes") { trial in
            let titles = ["a": "caf\u{E9}", "b": "cafe\u{301}", "c": "cafe"]
            let items = try await trial.repository(
                of: Item.self, holding: titles.map { Item(id: $0, title: $1) })
            try await expect(items, .hasPrefix(\.title, "cafe"), ["b", "c"])
            try await expect(items, .hasSuffix(\.title, "\u{E9}"), ["a"])
            try await expect(items, .hasSuffix(\.title, "\u{301}"), ["b"])
            try await expect(items, .contains(\.title, "e"), ["b", "c"])
        },
        Self("filter.finds-elements-of-lists") { trial in
            let items = try await trial.repository(
                of: Item.self,
                holding: [
                    Item(id: "a"), Item(id: "b", tags: ["x"]), Item(id: "c", tags: ["y", "x"]),
                    Item(id: "d", tags: ["xy", "\u{E9}"]), Item(id: "e", tags: ["", "e\u{301}"]),
                ])
            try await expect(items, .contains(\.tags, "x"), ["b", "c"])
            try await expect(items, !.contains(\.tags, "x"), ["a", "d", "e"])
            try await expect(items, .contains(\.tags, "\u{E9}"), ["d"])
            try await expect(items, .contains(\.tags, ""), ["e"])
            try await expect(items, \.tags == ["y", "x"], ["c"])
            try await expect(items, \.tags == ["x", "y"], [])
            try await expect(items, \.tags == [], ["a"])
        },
        Self("filter.reaches-into-nested-structs") { trial in
            let floors: [String: Int?] = ["a": nil, "b": 0, "c": 3]
            var all = floors.map { Item(id: $0, place: .init(city: "Wien", floor: $1)) }
            all.append(Item(id: "d", place: .init(city: "Graz", floor: 3)))
            let items = try await trial.repository(of: Item.self, holding: all)
            try await expect(items, \.place.city == "Wien", ["a", "b", "c"])
            try await expect(items, \.place.city == "Wien" && \.place.floor > 0, ["c"])
            try await expect(items, \.place.floor == nil, ["a"])
            try await expect(items, .field("place.floor") != 3, ["a", "b"])
            try await expect(items, .field("place.city").hasPrefix("G"), ["d"])
            try await expect(items, \.place == Item.Place(city: "Graz", floor: 3), ["d"])
        },
        Self("filter.compares-raw-values-of-enums") { trial in
            let states: [String: Item.State] = ["a": .open, "b": .started, "c": .done]
            let items = try await trial.repository(
                of: Item.self, holding: states.map { Item(id: $0, state: $1) })
            try await expect(items, \.state == .done, ["c"])
            try await expect(items, \.state != .done, ["a", "b"])
            try await expect(items, .in(\.state, [.open, .done]), ["a", "c"])
            try await expect(items, \.state < .open, ["c"])
        },
    ]

    static let filteringTypes: [Self] = [
        Self("filter.compares-every-type") { trial in
            let specimens = try await trial.repository(
                of: Specimen.self, holding: [lesser, greater])
            func expect(
                _ what: String, _ equal: Filter<Specimen>, _ above: Filter<Specimen>
            ) async throws {
                try Expect.equal(
                    try await specimens.find(where: equal).map(\.id), [2], "equality of \(what)")
                try Expect.equal(
                    try await specimens.find(where: !equal).map(\.id), [1], "inequality of \(what)")
                try Expect.equal(
                    try await specimens.find(where: above).map(\.id), [2], "order of \(what)")
            }
            let (low, high) = (lesser, greater)
            try await expect("bool", \.flag == high.flag, \.flag > low.flag)
            try await expect("UInt64", \.unsigned == high.unsigned, \.unsigned > low.unsigned)
            try await expect("float", \.float == high.float, \.float > low.float)
            try await expect("date", \.date == high.date, \.date > low.date)
            try await expect("uuid", \.uuid == high.uuid, \.uuid > low.uuid)
            try await expect("bytes", \.data == high.data, \.data > low.data)
            try await expect("decimal", \.decimal == high.decimal, \.decimal > low.decimal)
            try await expect("duration", \.duration == high.duration, \.duration > low.duration)
            try await expect("URL", \.url == high.url, \.url > low.url)
            try await expect("raw value", \.level == high.level, \.level > low.level)
            try await expect("id", \.key == high.key, \.key > low.key)
            try await expect("nested", \.shape.centre.x == 2, \.shape.centre.x > 1)
            try await expect(
                "member of an optional struct", .field("optionals.point.x") == 1.0,
                .field("optionals.point.x") > 0.0)
            try await expect(
                "element of a list", .field("shape.corners.1.x") == 5.0,
                .field("shape.corners.1.x") > 4.0)
            try await expect(
                "member of a dictionary", .field("lists.named.k") == 7, .field("lists.named.k") > 6)
            try await expect(
                "list of optionals", .contains(\.lists.gaps, nil), .contains(\.lists.gaps, 9))
            try await expect(
                "optional list", \.optionals.list == [1, 2], .contains(\.optionals.list, 2))
        },
        Self("filter.of-documents-takes-any-path") { trial in
            let store = try await trial.store(Document.schema)
            let documents = store.repository(for: Document.self)
            let objects: [ValueObject] = [
                ["id": 1, "v": 5, "a": ["b": ["c": "deep"]], "l": [1, "x"]],
                ["id": 2, "v": "5"], ["id": 3, "v": .null], ["id": 4], ["id": 5, "v": 5.5],
                ["id": 6, "v": true], ["id": 7, "v": [5]],
            ]
            try await documents.insert(all: objects.map { try Document($0) })
            func expect(
                _ filter: Filter<Document>, _ ids: [LosslessID], line: UInt = #line
            ) async throws {
                let found = try await documents.find(where: filter).map(\.id)
                try Expect.equal(found, ids, "\(filter.predicate)", line: line)
            }
            try await expect(.field("v") == 5, [1])
            try await expect(.field("v") == "5", [2])
            try await expect(.field("v").isNil, [3, 4])
            try await expect(.field("v") < 6, [1, 5])
            try await expect(.field("v") != 5, [2, 3, 4, 5, 6, 7])
            try await expect(.field("a.b.c") == "deep", [1])
            try await expect(.field("a.b.c").hasSuffix("ep"), [1])
            try await expect(.field("l").contains("x"), [1])
            try await expect(.field("v").contains(5), [7])
            try await expect(.field("l.0") == 1, [1])
            try await expect(.field("v").hasPrefix("5"), [2])
        },
    ]

    private static let lesser = Specimen(
        id: 1, data: Data([1, 2]), decimal: 9, key: 9)

    private static let greater: Specimen = {
        var specimen = Specimen(
            id: 2, flag: true, unsigned: 10, float: 0.5, data: Data([1, 3]), decimal: 10,
            duration: .nanoseconds(1), level: .high, key: 10, shape: .init(centre: .init(x: 2)))
        specimen.date = Date(timeIntervalSinceReferenceDate: 0.0.nextUp)
        specimen.uuid = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))
        specimen.url = URL(string: "https://example.org/x") ?? specimen.url
        specimen.shape.corners = [.init(), .init(x: 5)]
        specimen.optionals.point = .init(x: 1)
        specimen.optionals.list = [1, 2]
        specimen.lists.named = ["k": 7]
        specimen.lists.gaps = [9, nil]
        return specimen
    }()

    /// The filter selects the records, its negation the others, and counting agrees.
    static func expect(
        _ items: any DataRepository<Item>, _ filter: Filter<Item>, _ ids: [String],
        fileID: StaticString = #fileID, line: UInt = #line
    ) async throws {
        let subject = "\(filter.predicate)"
        try Expect.equal(
            try await items.find(where: filter).map(\.id), ids, subject, fileID: fileID,
            line: line)
        try Expect.equal(
            try await items.count(where: filter), ids.count, "the count of \(subject)",
            fileID: fileID, line: line)
        let wanted = Set(ids.map { Value.string($0) })
        let others = try await items.find().map(\.id).filter { !wanted.contains(.string($0)) }
        try Expect.equal(
            try await items.find(where: !filter).map(\.id), others, "the negation of \(subject)",
            fileID: fileID, line: line)
    }
}
