@testable import DataBridgeCore
import Testing

struct ReadSetTests {
    private let schema = Part.schema

    private func commit(
        _ id: Value, from old: [Value]?, to new: [Value]?, in schema: CollectionSchema? = nil
    ) throws -> CommittedChanges {
        let schema = schema ?? self.schema
        func record(_ values: [Value]?) -> StoredRecord? {
            values.map { StoredRecord(id: id, values: $0, version: RecordVersion(counter: 1)) }
        }
        let change = Change(in: schema, id: id, old: record(old), new: record(new))
        return CommittedChanges(position: nil, changes: [try #require(change)])
    }

    private func scanned(
        _ predicate: RecordPredicate, after: Value? = nil, through: Value? = nil
    ) throws -> ReadSet {
        var reads = ReadSet()
        reads.addScan(
            try CompiledPredicate(predicate, in: schema), after: after, through: through,
            in: schema)
        return reads
    }

    @Test func nothingReadIsAffectedByNothing() throws {
        let reads = ReadSet()
        #expect(reads.isEmpty)
        #expect(!reads.isAffected(by: try commit("a", from: nil, to: Part.values("a"))))
        #expect(try !scanned(.all).isEmpty)
    }

    @Test func anotherCollectionDoesNotMatter() throws {
        let other = schema.named("other")
        var reads = try scanned(.all)
        reads.addRead(of: "a", in: schema)
        #expect(!reads.isAffected(by: try commit("a", from: nil, to: Part.values("a"), in: other)))
        #expect(reads.isAffected(by: try commit("a", from: nil, to: Part.values("a"))))
    }

    @Test func aScanThatFixesFieldsIsAffectedByTheirValuesOnly() throws {
        let predicate = RecordPredicate.and([
            .equals(Part.field("rank"), 3), .equals(Part.field("name"), "n"),
        ])
        let reads = try scanned(predicate)
        let inside = Part.values("a", name: "n", rank: 3)
        let outside = Part.values("a", name: "n", rank: 4)
        #expect(reads.isAffected(by: try commit("a", from: nil, to: inside)))
        #expect(reads.isAffected(by: try commit("a", from: inside, to: outside)))
        #expect(reads.isAffected(by: try commit("a", from: inside, to: nil)))
        #expect(!reads.isAffected(by: try commit("a", from: nil, to: outside)))
    }

    @Test func furtherConditionsAndRangesNarrowIt() throws {
        let predicate = RecordPredicate.and([
            .equals(Part.field("rank"), 3), .compares(Part.field("group"), .less, 5),
        ])
        let reads = try scanned(predicate, after: "b", through: "d")
        func isAffected(_ id: Value, group: Value) throws -> Bool {
            reads.isAffected(
                by: try commit(id, from: nil, to: Part.values(id, group: group, rank: 3)))
        }
        #expect(try isAffected("c", group: 4))
        #expect(try isAffected("d", group: 4))
        #expect(try !isAffected("b", group: 4))
        #expect(try !isAffected("e", group: 4))
        #expect(try !isAffected("c", group: 5))
    }

    @Test func aNarrowScanDoesNotHideAWiderOneOfTheSameValues() throws {
        var reads = ReadSet()
        let narrow = try CompiledPredicate(
            .and([.equals(Part.field("rank"), 3), .equals(Part.field("group"), .null)]),
            in: schema)
        let wide = try CompiledPredicate(.equals(Part.field("rank"), 3), in: schema)
        for predicate in [narrow, wide, wide, narrow] {
            reads.addScan(predicate, after: nil, through: "a", in: schema)
            reads.addScan(predicate, after: nil, through: nil, in: schema)
        }
        let change = try commit("x", from: nil, to: Part.values("x", group: 7, rank: 3))
        #expect(reads.isAffected(by: change))
    }

    @Test func aChangeWithoutValuesMayHaveChangedAnything() throws {
        for predicate in [RecordPredicate.equals(Part.field("rank"), 3), .not(.all)] {
            let reads = try scanned(predicate)
            var change = try #require(
                Change(in: schema, id: "a", old: nil, new: Part.record("a", rank: 9)))
            change.new = nil
            #expect(reads.isAffected(by: CommittedChanges(position: nil, changes: [change])))
        }
    }

    @Test func hiddenChangesCount() throws {
        var hidden = try #require(Change(in: schema, id: "a", old: nil, new: Part.record("a")))
        hidden.isHidden = true
        let commit = CommittedChanges(position: nil, changes: [hidden])
        #expect(commit.changes.isEmpty)
        #expect(commit.hiddenChanges.count == 1)
        #expect(commit.touches("parts"))
        #expect(try scanned(.all).isAffected(by: commit))
    }

    @Test func manyChecksOfOneKindAreNotGoneThroughOneByOne() throws {
        var reads = ReadSet()
        for rank in 0..<20_000 {
            let predicate = RecordPredicate.equals(Part.field("rank"), .int(Int64(rank)))
            reads.addScan(
                try CompiledPredicate(predicate, in: schema), after: nil, through: nil, in: schema)
        }
        let change = try commit("x", from: nil, to: Part.values("x", rank: -1))
        let commit = CommittedChanges(
            position: nil, changes: Array(repeating: change.changes[0], count: 2_000))
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!reads.isAffected(by: commit)) }
        // One by one it would be forty million evaluations.
        #expect(time < .seconds(2))
    }
}
