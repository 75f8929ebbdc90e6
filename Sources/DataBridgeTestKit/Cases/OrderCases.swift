import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// In which order results come, and which part of them.
extension StoreConformance.Case {
    static let sorting: [Self] = [
        Self("sort.is-by-id-without-a-sort") { trial in
            let ids = ["", "Z", "a", "a\u{0301}", "b", "\u{E1}", "\u{FFFD}", "\u{10000}"]
            let items = try await trial.repository(
                of: Item.self, holding: ids.shuffled(by: 3).map { Item(id: $0) })
            try Expect.equal(try await items.find().map(\.id), ids, "all ids")
            try Expect.equal(try await items.records(.all).map(\.value.id), ids, "all records")
        },
        Self("sort.puts-nil-first-ascending-and-last-descending") { trial in
            let notes: [(String, String?)] = [
                ("a", "y"), ("b", nil), ("c", ""), ("d", nil), ("e", "x"),
            ]
            let items = try await trial.repository(
                of: Item.self, holding: notes.map { Item(id: $0, note: $1) })
            try await expectOrder(items, [.ascending(\.note)], ["b", "d", "c", "e", "a"])
            try await expectOrder(items, [.descending(\.note)], ["a", "e", "c", "b", "d"])
        },
        Self("sort.ends-in-the-id") { trial in
            let ranks = [("d", 1), ("a", 1), ("c", 0), ("b", 1), ("e", 0)]
            let items = try await trial.repository(
                of: Item.self, holding: ranks.map { Item(id: $0, rank: $1) })
            try await expectOrder(items, [.ascending(\.rank)], ["c", "e", "a", "b", "d"])
            try await expectOrder(items, [.descending(\.rank)], ["a", "b", "d", "c", "e"])
            try await expectOrder(items, [.descending(\.id)], ["e", "d", "c", "b", "a"])
        },
        Self("sort.goes-on-to-the-next-criterion") { trial in
            let items = try await trial.repository(
                of: Item.self,
                holding: [
                    Item(id: "a", title: "x", rank: 1, weight: nil),
                    Item(id: "b", title: "x", rank: 2, weight: 5),
                    Item(id: "c", title: "y", rank: 1, weight: 5),
                    Item(id: "d", title: "x", rank: 2, weight: 7),
                    Item(id: "e", title: "y", rank: 1, weight: nil),
                ])
            try await expectOrder(
                items, [.ascending(\.title), .descending(\.rank), .descending(\.weight)],
                ["d", "b", "a", "c", "e"])
            try await expectOrder(
                items, [.descending(\.title), .ascending(\.weight)], ["e", "c", "a", "b", "d"])
        },
        Self("sort.compares-text-by-bytes") { trial in
            let titles = ["", "Z", "a", "ab", "e\u{301}", "z", "\u{E9}", "\u{FFFD}", "\u{10000}"]
            let all = titles.enumerated().map { Item(id: Item.numberedID($0), title: $1) }
            let items = try await trial.repository(of: Item.self, holding: all.shuffled(by: 5))
            try await expectOrder(items, [.ascending(\.title)], all.map(\.id))
            try await expectOrder(items, [.descending(\.title)], all.map(\.id).reversed())
        },
        Self("sort.compares-numbers-by-value") { trial in
            let weights: [Double?] = [
                nil, -1e300, -2, -1.5, 0, .leastNonzeroMagnitude, 9, 10, 1e16, 1e300,
            ]
            let all = weights.enumerated().map { Item(id: Item.numberedID($0), weight: $1) }
            let items = try await trial.repository(of: Item.self, holding: all.shuffled(by: 7))
            try await expectOrder(items, [.ascending(\.weight)], all.map(\.id))
            try await expectOrder(items, [.descending(\.weight)], all.map(\.id).reversed())
        },
        Self("sort.orders-every-type") { trial in
            let all: [Specimen] = (0..<4).map { step in
                let byte = UInt8(step)
                var specimen = Specimen(
                    id: 10 - step, flag: step > 1, unsigned: UInt64(step) << 53,
                    data: Data([byte]), decimal: Decimal(step) / 10, duration: .seconds(step - 2),
                    key: step < 2 ? .integer(Int64(step)) : .string(String(step)))
                specimen.date = Date(timeIntervalSinceReferenceDate: Double(step) * 1e-9)
                specimen.uuid = UUID(
                    uuid: (byte, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                specimen.shape.centre.x = Double(step)
                return specimen
            }
            let specimens = try await trial.repository(of: Specimen.self, holding: all)
            let sorts: [(String, Sort<Specimen>)] = [
                ("UInt64", .ascending(\.unsigned)), ("bytes", .ascending(\.data)),
                ("decimal", .ascending(\.decimal)), ("duration", .ascending(\.duration)),
                ("id", .ascending(\.key)), ("date", .ascending(\.date)),
                ("uuid", .ascending(\.uuid)), ("nested", .ascending(\.shape.centre.x)),
                ("named", .field("shape.centre.x")),
            ]
            for (what, sort) in sorts {
                try Expect.equal(
                    try await specimens.find(sortedBy: sort).map(\.id), [10, 9, 8, 7],
                    "the order by \(what)")
            }
            try Expect.equal(
                try await specimens.find(sortedBy: .ascending(\.flag)).map(\.id), [9, 10, 7, 8],
                "the order by bool, then id")
        },
        Self("sort.orders-kinds-in-documents") { trial in
            let store = try await trial.store(Document.schema)
            let documents = store.repository(for: Document.self)
            let values: [Value?] = [
                .null, nil, false, true, -1, 0.5, 2, "", "a", [], [1], ["x": 1],
            ]
            let all = try values.enumerated().map { index, value in
                var object: ValueObject = ["id": .int(Int64(index))]
                if let value { object["v"] = value }
                return try Document(object)
            }
            try await documents.insert(all: all.shuffled(by: 1))
            try Expect.equal(
                try await documents.find(sortedBy: .field("v")).map(\.id), all.map(\.id),
                "the order of kinds")
            try Expect.equal(
                try await documents.find(sortedBy: .field("v", .descending)).map(\.id),
                all.map(\.id).dropFirst(2).reversed() + [0, 1], "the reverse order of kinds")
        },
    ]

    static let windows: [Self] = [
        Self("window.cuts-limit-and-offset-out-of-the-order") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<10))
            for isSorted in [false, true] {
                let sort: [Sort<Item>] = isSorted ? [.descending(\.rank)] : []
                let all = isSorted ? Array((0..<10).reversed()) : Array(0..<10)
                for limit in [nil, 0, 1, 4, 10, 11, Int.max] {
                    for offset in [0, 1, 9, 10, 50, Int.max] {
                        let rest = all.dropFirst(offset).prefix(limit ?? .max)
                        let found = try await items.find(
                            Query(sortedBy: sort, limit: limit, offset: offset))
                        try Expect.equal(
                            found.map(\.id), rest.map(Item.numberedID),
                            "limit \(limit ?? -1), offset \(offset), sorted: \(isSorted)")
                    }
                }
            }
        },
        Self("window.counts-only-what-the-filter-selects") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<400))
            let late: Filter<Item> = \.rank >= 250
            try Expect.equal(
                try await items.find(where: late, limit: 2, offset: 3).map(\.rank), [253, 254],
                "in id order")
            try Expect.equal(
                try await items.find(
                    where: late, sortedBy: .descending(\.rank), limit: 2, offset: 3
                ).map(\.rank), [396, 395], "sorted")
            try Expect.equal(
                try await items.first(where: late)?.rank, 250, "the first one")
            try Expect.isTrue(
                try await items.first(where: \.rank > 400) == nil, "no first one is nil")
        },
    ]

    private static func expectOrder(
        _ items: any DataRepository<Item>, _ sort: [Sort<Item>], _ ids: [String],
        fileID: StaticString = #fileID, line: UInt = #line
    ) async throws {
        let names = sort.map { "\($0.key.field) \($0.key.direction)" }.joined(separator: ", ")
        try Expect.equal(
            try await items.find(Query(sortedBy: sort)).map(\.id), ids, "the order by \(names)",
            fileID: fileID, line: line)
        try Expect.equal(
            try await items.find(Query(sortedBy: sort, limit: 2)).map(\.id), Array(ids.prefix(2)),
            "the first two by \(names)", fileID: fileID, line: line)
    }
}

extension Array {
    /// The elements in an order that is the same on every machine.
    func shuffled(by seed: UInt64) -> [Element] {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: seed))
        return shuffled(using: &generator)
    }
}
