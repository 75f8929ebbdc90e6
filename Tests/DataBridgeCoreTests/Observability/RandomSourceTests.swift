import Testing

@testable import DataBridgeCore

struct RandomSourceTests {
    @Test func publishedVectorsHold() {
        var xoshiro = Xoshiro256(words: (1, 2, 3, 4))
        #expect(
            (0..<6).map { _ in xoshiro.next() } == [
                11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
                607_988_272_756_665_600,
            ])
        var splitMix = SplitMix64(state: 1_234_567)
        #expect(
            (0..<5).map { _ in splitMix.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func oneSeedGivesOneSequence() {
        let (first, second) = (SeededRandomSource(seed: 7), SeededRandomSource(seed: 7))
        let numbers = (0..<20).map { _ in first.next() }
        #expect(numbers == (0..<20).map { _ in second.next() })
        #expect(Set(numbers).count == 20)
        #expect(SeededRandomSource(seed: 8).next() != numbers[0])
    }

    @Test func boundsAreKept() {
        let source = SeededRandomSource(seed: 1)
        let numbers = (0..<2000).map { _ in source.int(below: 5) }
        #expect(Set(numbers) == [0, 1, 2, 3, 4])
        let fractions = (0..<2000).map { _ in source.unitInterval() }
        #expect(fractions.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(fractions.reduce(0, +) / 2000 - 0.5) < 0.05)
    }

    @Test func theSystemSourceVaries() {
        let source = SystemRandomSource()
        #expect(Set((0..<10).map { _ in source.next() }).count == 10)
    }
}
