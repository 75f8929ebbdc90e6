@testable import DataBridgeCore
import Foundation
import Testing

struct RecordIndexTests {
    /// Ids of the kinds that are hashed in different ways, and numbers equal to others.
    private func id(_ number: Int) -> Value {
        switch number % 6 {
        case 0: .string("item-\(number)")
        case 1: .string(String(repeating: "long ", count: number % 9) + "\(number)")
        case 2: .int(Int64(number))
        case 3: .double(Double(number) / 2)
        case 4: .uuid(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
        default: .string("")
        }
    }

    @Test func growsAndShrinksLikeADictionary() {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 23))
        var index = RecordIndex()
        var model: [Value: StoredRecord] = [:]
        for removalsOfTen in [1, 5, 9, 3, 10] {
            for _ in 0..<6_000 {
                let id = id(Int.random(in: 0..<4_000, using: &generator))
                if Int.random(in: 0..<10, using: &generator) < removalsOfTen {
                    index.remove(id)
                    model[id] = nil
                } else {
                    let record = Part.record(id, version: generator.next())
                    index.put(record)
                    model[id] = record
                }
                #expect(index.record(id) === model[id])
            }
            #expect(index.count == model.count)
            let differing = (0..<4_000).filter { index.record(id($0)) !== model[id($0)] }
            #expect(differing.isEmpty)
        }
    }

    @Test func equalNumbersOfDifferentKindsAreOneID() {
        var index = RecordIndex()
        let first = Part.record(.int(3))
        index.put(first)
        #expect(index.record(.double(3)) === first)
        #expect(index.record(.string("3")) == nil)
        let second = Part.record(.double(3), version: 2)
        index.put(second)
        #expect(index.count == 1)
        #expect(index.record(.int(3)) === second)
        index.remove(.int(3))
        #expect(index.count == 0)
    }

    @Test func composedAndDecomposedTextsAreTwoIDs() {
        var index = RecordIndex()
        let composed = Part.record(.string("caf\u{E9}"))
        index.put(composed)
        #expect(index.record(.string("cafe\u{301}")) == nil)
        #expect(index.record(.string("caf\u{E9}")) === composed)
    }
}
