@testable import DataBridgeCore
import Testing

struct RecordTableTests {
    private func filled(
        _ schema: CollectionSchema = Part.schema, count: Int, seed: UInt64
    ) -> RecordTable {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: seed))
        var table = RecordTable(schema)
        for number in 0..<count {
            let id = Value.string("p\(number)")
            table.put(
                StoredRecord(
                    id: id, values: Part.randomValues(id, using: &generator),
                    version: RecordVersion(counter: UInt64(number))))
        }
        return table
    }

    private func ids(_ batch: ScanBatch) -> [Value] { batch.records.map(\.id) }

    @Test func putReplacesAndRemoveTakesOut() {
        var table = RecordTable(Part.schema)
        #expect(table.put(Part.record("a", rank: 1)) == nil)
        #expect(table.put(Part.record("a", rank: 2))?.values[3] == 1)
        #expect(table.count == 1)
        #expect(table.record("a")?.values[3] == 2)
        #expect(table.records.map(\.id) == ["a"])
        #expect(table.remove("b") == nil)
        #expect(table.remove("a")?.values[3] == 2)
        #expect(table.record("a") == nil)
        #expect(table.count == 0)
    }

    @Test func indexesFollowUpdatesAndRemovals() throws {
        var table = RecordTable(Part.schema)
        table.put(Part.record("a", rank: 1))
        table.put(Part.record("b", rank: 1))
        table.put(Part.record("a", rank: 2))
        let one = Scan(of: Part.schema, predicate: .equals(Part.field("rank"), 1))
        let two = Scan(of: Part.schema, predicate: .equals(Part.field("rank"), 2))
        #expect(try ids(table.scan(one)) == ["b"])
        #expect(try ids(table.scan(two)) == ["a"])
        table.put(Part.record("a", name: "same rank", rank: 2))
        #expect(try table.scan(two).records.first?.values[1] == "same rank")
        table.remove("a")
        #expect(try table.scan(two).records.isEmpty)
    }

    @Test func findsWhatLookingAtEveryRecordFinds() throws {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 21))
        for count in [0, 1, 40, 1_500] {
            let table = filled(count: count, seed: UInt64(count))
            let all = table.records
            for _ in 0..<400 {
                let predicate = Part.randomPredicate(using: &generator)
                let compiled = try CompiledPredicate(predicate, in: Part.schema)
                let limit =
                    Bool.random(using: &generator)
                    ? Int.max : Int.random(in: 0..<30, using: &generator)
                let after: Value? =
                    Bool.random(using: &generator)
                    ? nil : .string("p\(Int.random(in: 0..<400, using: &generator))")
                let expected = all.filter { record in
                    compiled.matches(record.values) && (after.map { $0 < record.id } ?? true)
                }
                let batch = try table.scan(
                    Scan(of: Part.schema, predicate: predicate, after: after, limit: limit))
                #expect(ids(batch) == expected.prefix(limit).map(\.id), "\(predicate)")
                #expect(batch.hasMore == (expected.count > limit), "\(predicate)")
            }
        }
    }

    @Test func batchesJoinToTheWhole() throws {
        let table = filled(count: 1_500, seed: 5)
        let predicates: [RecordPredicate] = [
            .all, .equals(Part.field("rank"), 3), .compares(Part.field("rank"), .less, 4),
            .isIn(Part.field("group"), [1, 2]),
        ]
        for predicate in predicates {
            let whole = try ids(table.scan(Scan(of: Part.schema, predicate: predicate)))
            var found: [Value] = []
            var scan = Scan(of: Part.schema, predicate: predicate, limit: 7)
            while true {
                let batch = try table.scan(scan)
                found += ids(batch)
                guard batch.hasMore else { break }
                #expect(batch.records.count == 7)
                scan.after = batch.records.last?.id
            }
            #expect(found == whole)
            #expect(!whole.isEmpty)
        }
    }

    @Test func theIndexWithTheFewestCandidatesIsUsed() {
        var table = RecordTable(Part.schema)
        for number in 0..<100 {
            table.put(
                Part.record(
                    .string("p\(number)"), name: .string("n\(number)"), group: 1,
                    rank: .int(Int64(number % 10)), note: ["city": "Graz"]))
        }
        func access(_ predicate: RecordPredicate) -> String {
            table.access(for: predicate).description
        }
        let group = RecordPredicate.equals(Part.field("group"), 1)
        let name = RecordPredicate.equals(Part.field("name"), "n5")
        let rank = RecordPredicate.equals(Part.field("rank"), 5)
        #expect(access(.all) == "scan of the collection")
        #expect(access(group) == "index index_group_rank")
        #expect(access(.and([group, name])) == "index index_group_name")
        #expect(access(.and([name, .equals(Part.field("note"), .null)])) == "index index_name")
        #expect(access(.and([group, rank])) == "index index_group_rank")
        #expect(access(rank) == "index index_rank")
        #expect(access(.equals(Part.field("id"), "p1")) == "by id")
        #expect(access(.and([name, .isIn(Part.field("id"), ["p1", "p2"])])) == "index index_name")
        #expect(access(.compares(Part.field("rank"), .greater, 5)) == "index index_rank")
        #expect(access(.matches(Part.field("name"), TextMatch(.prefix, "n"))) == "index index_name")
        #expect(
            access(.equals(FieldReference(path: ["note", "city"]), "Graz"))
                == "index index_note.city")
        #expect(access(.or([rank, .isIn(Part.field("rank"), [1, 2])])) == "index index_rank")
    }

    /// How many records a filter on the id has to look at.
    private func candidates(_ predicate: RecordPredicate, in table: RecordTable) -> Int? {
        guard case .idRange(let range) = table.access(for: predicate, limit: .max) else {
            return nil
        }
        return table.byID.count(in: range)
    }

    @Test(arguments: [Part.field("id"), FieldReference(path: [])])
    func aFilterOnTheIDLooksAtItsRangeOnly(id: FieldReference) throws {
        var table = RecordTable(Part.schema)
        for number in 1_000..<3_000 { table.put(Part.record(.string("p\(number)"))) }
        let from = RecordPredicate.compares(id, .greaterOrEqual, "p2990")
        let between = RecordPredicate.and([
            .compares(id, .greaterOrEqual, "p1500"), .compares(id, .less, "p1520"),
        ])
        let prefix = RecordPredicate.matches(id, TextMatch(.prefix, "p123"))
        let none = RecordPredicate.and([
            .compares(id, .greater, "p2000"), .compares(id, .less, "p1000"),
        ])
        for (predicate, count) in [(from, 10), (between, 20), (prefix, 10), (none, 0)] {
            #expect(candidates(predicate, in: table) == count, "\(predicate)")
            #expect(table.access(for: predicate) == .idRange)
            let found = try ids(table.scan(Scan(of: Part.schema, predicate: predicate)))
            #expect(found.count == count)
            // In batches, each of which goes on behind the one before.
            var scan = Scan(of: Part.schema, predicate: predicate, limit: 3)
            var joined: [Value] = []
            while true {
                let batch = try table.scan(scan)
                joined += ids(batch)
                guard batch.hasMore else { break }
                scan.after = batch.records.last?.id
            }
            #expect(joined == found)
        }
        let both = RecordPredicate.and([prefix, .equals(Part.field("rank"), 77)])
        #expect(table.access(for: both) == .index("index_rank"))
    }

    @Test func whatNoIndexAnswersIsScanned() {
        let table = filled(count: 50, seed: 3)
        let rank = RecordPredicate.equals(Part.field("rank"), 5)
        let scanned: [RecordPredicate] = [
            .not(rank), .or([rank, .equals(Part.field("group"), 1)]), .or([]), .or([.not(rank)]),
            .matches(Part.field("name"), TextMatch(.suffix, "a")),
            .matches(Part.field("name"), TextMatch(.prefix, "a", ignoringCase: true)),
            .equals(Part.field("note"), .null), .contains(Part.field("note"), 1),
        ]
        for predicate in scanned { #expect(table.access(for: predicate) == .scan, "\(predicate)") }
    }

    @Test func aRangeOverMostOfALargeTableIsScanned() {
        var table = RecordTable(Part.schema)
        for number in 0..<2_000 {
            table.put(Part.record(.int(Int64(number)), rank: .int(Int64(number))))
        }
        func access(_ rank: Int64) -> QueryPlan.Access {
            table.access(for: .compares(Part.field("rank"), .less, .int(rank)))
        }
        #expect(access(200) == .index("index_rank"))
        #expect(access(300) == .scan)
        // Equality gives id order, so it is worth it however many there are.
        for number in 0..<2_000 { table.put(Part.record(.int(Int64(number)), rank: 1)) }
        #expect(table.access(for: .equals(Part.field("rank"), 1)) == .index("index_rank"))
    }

    @Test func aSmallBatchOfManyCandidatesWalksInIdOrder() {
        var table = RecordTable(Part.schema)
        for number in 0..<10_000 {
            table.put(Part.record(.int(Int64(number)), rank: .int(Int64(number % 100))))
        }
        let predicate = RecordPredicate.compares(Part.field("rank"), .less, 10)
        func isScan(limit: Int) -> Bool {
            if case .scan = table.access(for: predicate, limit: limit) { true } else { false }
        }
        #expect(isScan(limit: 10))
        #expect(!isScan(limit: .max))
    }

    @Test func anUndeclaredFieldIsRefused() {
        let table = filled(count: 3, seed: 1)
        #expect(throws: DataError.self) {
            try table.scan(Scan(of: Part.schema, predicate: .equals(Part.field("none"), 1)))
        }
    }

    @Test func namesThatDifferInBytesAreDifferentFields() throws {
        let schema = CollectionSchema(
            name: "documents",
            fields: [
                FieldLayout(name: "id", type: .losslessID), FieldLayout(name: "", type: .opaque),
            ],
            idIndex: 0, documentIndex: 1,
            indexes: [IndexLayout(fields: [["\u{E9}"]], isUnique: false)])
        var table = RecordTable(schema)
        let document: Value = ["\u{E9}": 1, "e\u{301}": 2]
        table.put(
            StoredRecord(id: 1, values: [1, document], version: RecordVersion(counter: 1)))
        let composed = FieldReference(path: ["\u{E9}"])
        let decomposed = FieldReference(path: ["e\u{301}"])
        #expect(table.access(for: .equals(composed, 1)) != .scan)
        #expect(table.access(for: .equals(decomposed, 2)) == .scan)
        #expect(
            try table.scan(Scan(of: schema, predicate: .equals(decomposed, 2))).records.count == 1)
    }
}
