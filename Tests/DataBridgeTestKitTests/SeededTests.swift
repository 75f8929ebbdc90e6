import DataBridgeCore
import DataBridgeMemory
import DataBridgeTestKit
import Testing

struct SeededTests {
    @Test func listsOfSeveralTypesInAnyOrder() async throws {
        let store = try await MemoryStore.seeded(
            with: [Purse(id: "a", coin: 1)], [Coin(id: 1), Purse(id: "b", coin: 2)], [Coin(id: 2)])
        #expect(try await store.repository(for: Purse.self).find().map(\.coin) == [1, 2])
        #expect(try await store.repository(for: Coin.self).count() == 2)
        let position = try await store.currentPosition()
        #expect(position.sequence == 1)
    }

    @Test func constraintsHold() async throws {
        let codes = try await [
            [Coin(id: 1, mint: "x"), Coin(id: 2, mint: "x")], [Coin(id: 1), Coin(id: 1)],
            [Purse(id: "a", coin: 9), Coin(id: 1)],
        ].asyncMap { (entities: [any Entity]) in
            let error = await #expect(throws: DataError.self) {
                try await MemoryStore.seeded(with: entities)
            }
            return try #require(error).code
        }
        #expect(codes == [.constraint, .alreadyExists, .constraint])
    }

    @Test func moreCanBeDeclaredAndOptionsArePassed() async throws {
        let recording = RecordingInstrumentation()
        let store = try await MemoryStore.seeded(
            with: [Coin(id: 1)], declaring: [Coin.schema, Purse.schema],
            options: StoreOptions(instrumentation: recording))
        #expect(try await store.repository(for: Purse.self).count() == 0)
        #expect(recording.reports(of: .insert).map(\.rowCount) == [1])
        let empty = try await MemoryStore.seeded(with: [], declaring: [Purse.schema])
        #expect(try await empty.repository(for: Purse.self).count() == 0)
    }
}

extension [[any Entity]] {
    fileprivate func asyncMap<T>(
        _ transform: ([any Entity]) async throws -> T
    ) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}

struct SeededGeneratorTests {
    @Test func givesThePublishedNumbers() {
        var generator = SeededGenerator(seed: 1_234_567)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func sameSeedGivesTheSame() {
        func rolls(_ seed: UInt64) -> [Int] {
            var generator = SeededGenerator(seed: seed)
            return (0..<10).map { _ in Int.random(in: 1...6, using: &generator) }
        }
        #expect(rolls(7) == rolls(7))
        #expect(rolls(7) != rolls(8))
    }
}
