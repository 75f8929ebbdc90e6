@testable import DataBridgeCore
import Testing

struct RecordTreeTests {
    private func all(_ tree: RecordTree, from place: KeyPlace? = nil) -> [StoredRecord] {
        var found: [StoredRecord] = []
        tree.forEach(from: place) { record in
            found.append(record)
            return true
        }
        return found
    }

    private func record(_ key: Int, version: UInt64 = 1) -> StoredRecord {
        Part.record(.int(Int64(key)), rank: .int(Int64(key / 10)), version: version)
    }

    private func expect(
        _ tree: RecordTree, equals model: [Int: StoredRecord],
        _ location: SourceLocation = #_sourceLocation
    ) {
        let expected = model.sorted { $0.key < $1.key }.map(\.value)
        #expect(tree.count == expected.count, sourceLocation: location)
        let found = all(tree)
        #expect(
            found.elementsEqual(expected, by: { $0 === $1 }), "\(found.count) records",
            sourceLocation: location)
    }

    @Test func growsAndShrinksLikeADictionary() {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 11))
        var tree = RecordTree(order: .id)
        var model: [Int: StoredRecord] = [:]
        // Grows to three levels, then shrinks to nothing.
        for removalsOfTen in [2, 2, 5, 8, 9, 10] {
            for _ in 0..<9_000 {
                let key = Int.random(in: 0..<12_000, using: &generator)
                if Int.random(in: 0..<10, using: &generator) < removalsOfTen {
                    #expect(tree.remove(record(key)) === model.removeValue(forKey: key))
                } else {
                    let new = record(key, version: generator.next())
                    #expect(tree.insert(new) === model.updateValue(new, forKey: key))
                }
            }
            expect(tree, equals: model)
        }
        for key in model.keys.sorted(by: >) { tree.remove(record(key)) }
        expect(tree, equals: [:])
        #expect(tree.remove(record(1)) == nil)
    }

    @Test(arguments: [false, true])
    func takesRecordsInOrder(isDescending: Bool) {
        var tree = RecordTree(order: .id)
        var model: [Int: StoredRecord] = [:]
        let keys = isDescending ? Array((0..<10_000).reversed()) : Array(0..<10_000)
        for key in keys {
            let new = record(key)
            tree.insert(new)
            model[key] = new
        }
        expect(tree, equals: model)
        // Nodes left nearly empty by appending are joined again.
        for key in keys where key % 100 != 0 {
            tree.remove(record(key))
            model[key] = nil
        }
        expect(tree, equals: model)
        for key in keys { #expect(tree.record(.int(Int64(key))) === model[key]) }
    }

    @Test func aCopyNeverChanges() {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 12))
        var tree = RecordTree(order: .id)
        var model: [Int: StoredRecord] = [:]
        var copies: [(RecordTree, [Int: StoredRecord])] = []
        for step in 0..<6_000 {
            let key = Int.random(in: 0..<500, using: &generator)
            if Bool.random(using: &generator) {
                tree.remove(record(key))
                model[key] = nil
            } else {
                let new = record(key, version: generator.next())
                tree.insert(new)
                model[key] = new
            }
            if step % 500 == 0 { copies.append((tree, model)) }
        }
        for (copy, expected) in copies { expect(copy, equals: expected) }
    }

    @Test func placesLieInFrontOfAndBehindWhatAgrees() throws {
        let rank = try #require(Part.schema.resolve(["rank"]))
        var tree = RecordTree(order: RecordKeyOrder(fields: [rank]))
        for key in 0..<3_000 { tree.insert(record(key)) }
        #expect(tree.count(before: .front(of: [7])) == 70)
        #expect(tree.count(before: .behind([7])) == 80)
        #expect(tree.count(in: KeyRange(start: .front(of: [7]), end: .behind([9]))) == 30)
        #expect(tree.count(in: KeyRange(start: .behind([9]), end: .front(of: [7]))) == 0)
        #expect(tree.count(before: .behind([])) == 3_000)
        let behind = KeyPlace(values: [7], id: 74, isBehind: true)
        #expect(all(tree, from: behind).first?.id == 75)
        let front = KeyPlace(values: [7], id: 74, isBehind: false)
        #expect(all(tree, from: front).first?.id == 74)
        #expect(all(tree, from: .behind([299])).isEmpty)
    }

    @Test func textPrefixesAgreeWithEveryTextThatStartsWithThem() throws {
        let name = try #require(Part.schema.resolve(["name"]))
        var tree = RecordTree(order: RecordKeyOrder(fields: [name]))
        let names: [Value] = [.null, "", "a", "ab", "abc", "abz", "ac", "b", 5, true]
        for (index, name) in names.enumerated() {
            tree.insert(Part.record(.int(Int64(index)), name: name))
        }
        let start = KeyPlace(values: ["ab"], lastIsTextPrefix: true, isBehind: false)
        let end = KeyPlace(values: ["ab"], lastIsTextPrefix: true, isBehind: true)
        #expect(tree.count(in: KeyRange(start: start, end: end)) == 3)
        #expect(all(tree, from: start).map { $0.values[1] } == ["ab", "abc", "abz", "ac", "b"])
    }

    @Test func walkingEndsWhenTheClosureSaysSo() {
        var tree = RecordTree(order: .id)
        for key in 0..<500 { tree.insert(record(key)) }
        var seen = 0
        tree.forEach(from: KeyPlace(id: 100, isBehind: true)) { _ in
            seen += 1
            return seen < 200
        }
        #expect(seen == 200)
    }
}
