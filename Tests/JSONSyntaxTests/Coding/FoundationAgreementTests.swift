import Foundation
import JSONSyntax
import Testing

/// Our coders and Foundation's read each other's texts.
struct FoundationAgreementTests {
    @Test(arguments: [false, true])
    func randomRecordsSurviveEveryPairOfCoders(_ sorted: Bool) throws {
        var generator = SeededGenerator(seed: sorted ? 41 : 42)
        let encoders = [JSONWritingStyle.compact, .pretty].map {
            StrictJSONEncoder(style: $0, sortedKeys: sorted)
        }
        let foundation = JSONEncoder()
        foundation.outputFormatting = sorted ? [.sortedKeys] : []
        for _ in 0..<150 {
            let samples = (0..<3).map { _ in Sample(using: &generator) }
            for encoder in encoders {
                let ours = try encoder.encode(samples)
                #expect(try StrictJSONDecoder().decode([Sample].self, from: ours) == samples)
                #expect(try JSONDecoder().decode([Sample].self, from: Data(ours)) == samples)
                let byTurns = try encoder.encode(ByTurns(samples))
                let restored = try StrictJSONDecoder().decode(
                    ByTurns<[Sample]>.self, from: byTurns)
                #expect(restored.value == samples)
                let node = try #require(try JSONTape(parsing: byTurns).root["value"])
                if encoder.style == .compact { #expect(Array(node.sourceText.utf8) == ours) }
            }
            let theirs = try foundation.encode(samples)
            #expect(try StrictJSONDecoder().decode([Sample].self, from: theirs) == samples)
        }
    }

    @Test func sortedTextIsTheSameAsFoundations() throws {
        struct Plain: Codable {
            var zebra = 1
            var alpha = ["x": 1, "a": 2, "é": 3]
            var text = "line\nbreak \"q\" \\ \u{1}"
            var list = [1, 2]
            var none: Int?
        }
        let foundation = JSONEncoder()
        foundation.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let theirs = try foundation.encode(Plain())
        let ours = try StrictJSONEncoder(sortedKeys: true).encode(Plain())
        #expect(String(decoding: ours, as: UTF8.self) == String(decoding: theirs, as: UTF8.self))
    }

    @Test(arguments: [
        "{}", "[]", "1", "null", "{\"text\":1}", "{\"text\":null}", "[{}]", "{\"a\":[1,{\"b\":2}]}",
        "\"x\"", "1.5",
    ])
    func refusedTextsAreRefusedAlike(_ text: String) {
        let data = Data(text.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Sample.self, from: data) }
        #expect(throws: DecodingError.self) {
            try StrictJSONDecoder().decode(Sample.self, from: data)
        }
    }
}
