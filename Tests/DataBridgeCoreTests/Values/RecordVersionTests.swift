import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct RecordVersionTests {
    @Test func textRestoresTheVersion() {
        for version in [
            RecordVersion(counter: 0), RecordVersion(counter: .max),
            RecordVersion(high: 1, low: 0), RecordVersion(high: .max, low: 0xAB),
        ] {
            #expect(RecordVersion(version.description) == version)
        }
        #expect(RecordVersion(counter: 42).description == "42")
        #expect(RecordVersion(high: 1, low: 10).description == "0000000000000001-000000000000000a")
    }

    @Test(arguments: [
        "", "-", "+1", "007", "-1", "18446744073709551616", "1-2", "x",
        "0000000000000000-0000000000000001", "0000000000000001-000000000000000A",
        "0000000000000001-000000000000000a-", "+000000000000001-000000000000000a",
    ])
    func otherTextsAreRefused(_ text: String) {
        #expect(RecordVersion(text) == nil)
    }

    @Test func contentDecidesTheVersion() {
        let bytes = Array("the same content".utf8)
        let version = RecordVersion(contentOf: bytes)
        #expect(RecordVersion(contentOf: bytes[...]) == version)
        #expect(RecordVersion(contentOf: bytes.lazy.map { $0 }) == version)
        #expect(bytes.withUnsafeBytes { RecordVersion(contentOf: $0) } == version)
        #expect(RecordVersion(contentOf: Array("The same content".utf8)) != version)
        #expect(RecordVersion(contentOf: Array("".utf8)) != RecordVersion(contentOf: [0]))
    }

    @Test func contentVersionsStayAsTheyAre() {
        // Frozen: a change here would make every stored version look like an edit.
        let version = RecordVersion(contentOf: Array(#"{"id":1}"#.utf8))
        #expect(version.description == "f0a4371848017f12-21145195d2d3f9ee")
    }

    @Test func codedAsText() throws {
        let versions = [RecordVersion(counter: 7), RecordVersion(high: 2, low: 3)]
        let data = try JSONEncoder().encode(versions)
        #expect(
            String(decoding: data, as: UTF8.self) == #"["7","0000000000000002-0000000000000003"]"#)
        #expect(try JSONDecoder().decode([RecordVersion].self, from: data) == versions)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([RecordVersion].self, from: Data(#"["?"]"#.utf8))
        }
    }
}
