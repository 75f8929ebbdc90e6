import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Single values over many records.
extension StoreConformance.Case {
    static let aggregates: [Self] = [
        Self("aggregate.of-nothing") { trial in
            let items = try await trial.repository(of: Item.self, holding: [Item(id: "a")])
            for filter: Filter<Item> in [\.rank == 7, \.id == "nobody"] {
                try Expect.equal(try await items.count(where: filter), 0, "the count")
                try Expect.equal(try await items.sum(of: \.rank, where: filter), 0, "the sum")
                try Expect.equal(
                    try await items.average(of: \.rank, where: filter), nil, "the average")
                try Expect.equal(
                    try await items.minimum(of: \.rank, where: filter), nil, "the minimum")
                try Expect.equal(
                    try await items.maximum(of: \.title, where: filter), nil, "the maximum")
            }
        },
        Self("aggregate.leaves-nil-out") { trial in
            let weights = [nil, 1.5, nil, 2.5]
            let items = try await trial.repository(
                of: Item.self,
                holding: weights.enumerated().map { Item(id: Item.numberedID($0), weight: $1) })
            try Expect.equal(try await items.count(), 4, "the count")
            try Expect.equal(try await items.sum(of: \.weight), 4.0, "the sum")
            try Expect.equal(try await items.average(of: \.weight), 2.0, "the average")
            try Expect.equal(try await items.minimum(of: \.weight), 1.5, "the minimum")
            try Expect.equal(try await items.maximum(of: \.weight), 2.5, "the maximum")
            try Expect.equal(
                try await items.minimum(of: \.note), nil, "the minimum of nothing but nil")
            try Expect.equal(
                try await items.average(of: \.weight, where: \.weight == nil), nil,
                "the average of nothing but nil")
        },
        Self("aggregate.looks-at-what-the-filter-selects") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<300))
            let late: Filter<Item> = \.rank >= 290
            try Expect.equal(try await items.count(where: late), 10, "the count")
            try Expect.equal(try await items.sum(of: \.rank, where: late), 2_945, "the sum")
            try Expect.equal(
                try await items.average(of: \.rank, where: late), 294.5, "the average")
            try Expect.equal(try await items.minimum(of: \.rank, where: late), 290, "the minimum")
            try Expect.equal(try await items.maximum(of: \.id, where: late), "i299", "the maximum")
        },
        Self("aggregate.adds-integers-exactly") { trial in
            let ranks = [Int.max, 1, -1, .max, -.max]
            for seed in UInt64(1)...3 {
                let items = try await trial.repository(
                    of: Item.self,
                    holding: ranks.shuffled(by: seed).enumerated().map {
                        Item(id: Item.numberedID($0), rank: $1)
                    })
                try Expect.equal(
                    try await items.sum(of: \.rank), .max,
                    "a sum whose parts leave Int64 on the way")
            }
            let items = try await trial.repository(
                of: Item.self,
                holding: [Item(id: "a", rank: (1 << 53) + 1), Item(id: "b", rank: 1)])
            try Expect.equal(
                try await items.sum(of: \.rank), (1 << 53) + 2, "a sum beyond a double's precision")
        },
        Self("aggregate.refuses-an-overflow") { trial in
            let specimens = try await trial.repository(
                of: Specimen.self,
                holding: [
                    Specimen(id: 1, int: .max, small: 100), Specimen(id: 2, int: 1, small: 100),
                ])
            try await Expect.error(.invalid, "a sum beyond Int64") {
                try await specimens.sum(of: \.int)
            }
            try await Expect.error(.invalid, "a sum beyond Int8") {
                try await specimens.sum(of: \.small)
            }
            try Expect.equal(try await specimens.average(of: \.small), 100, "the average")
        },
        Self("aggregate.adds-doubles-in-any-order-alike") { trial in
            let numbers = [1e100, 1, -1e100, 1, 0.5, 1]
            for seed in UInt64(1)...4 {
                let items = try await trial.repository(
                    of: Item.self,
                    holding: numbers.shuffled(by: seed).enumerated().map {
                        Item(id: Item.numberedID($0), weight: $1)
                    })
                let sum = try await items.sum(of: \.weight)
                try Expect.equal(sum, 3.5, "the sum of order \(seed)")
            }
        },
        Self("aggregate.adds-decimals-exactly") { trial in
            let tenths = try (1...10).map {
                Specimen(
                    id: $0, decimal: try Expect.value(Decimal(string: "0.1"), "the decimal 0.1"))
            }
            let specimens = try await trial.repository(of: Specimen.self, holding: tenths)
            try Expect.equal(try await specimens.sum(of: \.decimal), 1, "the sum of ten tenths")
            try Expect.equal(
                try await specimens.sum(of: \.decimal, where: \.id <= 3),
                try Expect.value(Decimal(string: "0.3"), "the decimal 0.3"), "of three tenths")
        },
        Self("aggregate.finds-extremes-of-every-type") { trial in
            var high = Specimen(
                id: 2, text: "\u{10000}", data: Data([1, 3]), decimal: 10,
                duration: .nanoseconds(1), level: .high, key: "a")
            high.date = Date(timeIntervalSinceReferenceDate: 0.0.nextUp)
            let low = Specimen(id: 1, text: "\u{FFFD}", data: Data([1]), decimal: 9, key: 1)
            let specimens = try await trial.repository(of: Specimen.self, holding: [low, high])
            try Expect.equal(
                try await specimens.minimum(of: \.text) ?? "", low.text, "the least text")
            try Expect.equal(
                try await specimens.maximum(of: \.text) ?? "", high.text, "the greatest text")
            try Expect.equal(try await specimens.maximum(of: \.date), high.date, "the last date")
            try Expect.equal(try await specimens.maximum(of: \.data), high.data, "the bytes")
            try Expect.equal(
                try await specimens.maximum(of: \.decimal), high.decimal, "the greatest decimal")
            try Expect.equal(
                try await specimens.maximum(of: \.duration), high.duration, "the longest duration")
            try Expect.equal(try await specimens.minimum(of: \.level), .middle, "the least level")
            try Expect.equal(try await specimens.maximum(of: \.key), high.key, "the greatest id")
            try Expect.equal(
                try await specimens.maximum(of: \.optionals.text), nil,
                "the greatest of nothing but nil")
        },
        Self("aggregate.refuses-sums-of-what-is-no-number") { trial in
            let store = try await trial.store(Item.schema)
            let nowhere = store.repository(for: Item.self, in: "nowhere")
            let title = Item.schema.reference(to: \.title)
            for aggregate in [Aggregate.sum(title), .average(title)] {
                try await Expect.error(.invalid, "\(aggregate)") {
                    try await nowhere.aggregate(aggregate, where: .all)
                }
            }
        },
        Self("aggregate.adds-numbers-of-several-kinds") { trial in
            let store = try await trial.store(Document.schema)
            let documents = store.repository(for: Document.self)
            let numbers: [Value] = [.int(3), .double(0.5), .int(-1), .double(2.25)]
            try await documents.insert(
                all: numbers.enumerated().map { index, number in
                    var object: ValueObject = ["id": .string("d\(index)")]
                    object.set("number", to: number)
                    return try Document(object)
                })
            let number = FieldReference(path: ["number"])
            try Expect.equal(
                try await documents.aggregate(.sum(number), where: .all), .double(4.75), "the sum")
            try Expect.equal(
                try await documents.aggregate(.average(number), where: .all), .double(1.1875),
                "the average")
            try Expect.equal(
                try await documents.aggregate(.maximum(number), where: .all), .int(3),
                "the maximum")
        },
        Self("aggregate.sees-own-writes-in-a-transaction") { trial in
            let store = try await trial.store(Item.schema)
            let items = store.repository(for: Item.self)
            try await items.insert(all: Item.numbered(0..<4))
            try await store.transaction {
                try await items.delete("i003")
                try await items.update("i000") { $0.rank = 100 }
                try await items.insert(Item(id: "x", rank: 1_000))
                try Expect.equal(try await items.count(), 4, "the count")
                try Expect.equal(try await items.sum(of: \.rank), 1_103, "the sum")
                try Expect.equal(try await items.maximum(of: \.rank), 1_000, "the maximum")
                try Expect.equal(try await items.minimum(of: \.rank), 1, "the minimum")
            }
        },
    ]
}
