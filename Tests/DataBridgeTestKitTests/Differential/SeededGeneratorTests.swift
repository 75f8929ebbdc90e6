import DataBridgeTestKit
import Testing

struct SeededGeneratorTests {
    /// The numbers that the authors of SplitMix64 give.
    @Test func givesTheKnownNumbers() {
        var random = SeededGenerator(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test func drawsEveryNumberBelowTheBound() {
        var random = SeededGenerator(seed: 1)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<6_000 { counts[random.below(6)] += 1 }
        #expect(counts.allSatisfy { (850...1_150).contains($0) }, "\(counts)")
        let numbers = Set((0..<200).map { _ in random.int(in: -1...2) })
        #expect(numbers == [-1, 0, 1, 2])
    }

    @Test func drawsByWeightAndPercentage() {
        var random = SeededGenerator(seed: 2)
        let drawn = (0..<1_000).map { _ in random.weighted([(1, "a"), (0, "b"), (9, "c")]) }
        #expect(Set(drawn) == ["a", "c"])
        #expect((50...150).contains(drawn.count { $0 == "a" }))
        #expect((0..<100).allSatisfy { _ in random.chance(100) && !random.chance(0) })
    }

    @Test func drawsElements() {
        var random = SeededGenerator(seed: 3)
        #expect(random.element(of: [Int]()) == nil)
        let slice = [1, 2, 3, 4][1...2]
        #expect(Set((0..<50).compactMap { _ in random.element(of: slice) }) == [2, 3])
    }

    @Test func splitDoesNotDependOnWhatFollows() {
        var first = SeededGenerator(seed: 4)
        var second = SeededGenerator(seed: 4)
        var left = first.split()
        _ = first.next()
        var right = second.split()
        #expect(left.next() == right.next())
    }
}
