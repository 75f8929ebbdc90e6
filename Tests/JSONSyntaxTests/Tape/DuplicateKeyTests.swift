import JSONSyntax
import Testing

struct DuplicateKeyTests {
    @Test func secondOfTwoEqualNamesIsRefused() throws {
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONTape(parsing: "{\"id\": 1,\n \"title\": 2,\n \"id\": 3}")
        }
        #expect(error?.code == .duplicateKey)
        #expect(error?.line == 3)
        #expect(error?.column == 2)
        #expect(error?.message.contains("id") == true)
    }

    @Test func allowedDuplicatesAreAllThere() throws {
        var options = JSONParsingOptions()
        options.duplicateKeys = .allow
        let tape = try JSONTape(parsing: #"{"a":1,"a":2}"#, options: options)
        #expect(tape.root.members.map(\.value.int64) == [1, 2])
        #expect(tape.root["a"]?.int64 == 1)
    }

    @Test(arguments: [
        #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"a":2}"#, #"{"\u0061":1,"b":0,"\u0061":2}"#,
        #"{"":1,"":2}"#, #"{"a/":1,"a\/":2}"#, #"{"👍":1,"\ud83d\udc4d":2}"#,
    ])
    func namesCompareAfterUnescaping(_ text: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: text) }
        #expect(error?.code == .duplicateKey)
    }

    @Test func namesCompareByteWise() throws {
        // Composed and decomposed é are equal as Swift strings, but not here.
        #expect(try JSONTape(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}").root.count == 2)
    }

    @Test func sameNameAtAnotherLevelIsFine() throws {
        let text = #"[{"a":{"a":{"a":1}},"b":{"a":1}},{"a":1}]"#
        #expect(try JSONTape(parsing: text).root.count == 2)
    }

    @Test(arguments: [2, 8, 31, 32, 33, 34, 64, 100, 5000])
    func lastNameOfManyIsFound(_ count: Int) throws {
        let members = (0..<count).map { "\"key\($0)\":[{\"x\":\($0)}]" }
        let text = "{" + members.joined(separator: ",")
        #expect(try JSONTape(parsing: text + "}").root.count == count)
        for repeated in [0, count / 2, count - 1] {
            let error = #expect(throws: JSONSyntaxError.self) {
                try JSONTape(parsing: text + ",\"key\(repeated)\":0}")
            }
            #expect(error?.code == .duplicateKey)
            #expect(error?.offset == text.utf8.count + 1)
        }
        let escaped = #expect(throws: JSONSyntaxError.self) {
            try JSONTape(parsing: text + #","\u006Bey0":0}"#)
        }
        #expect(escaped?.code == .duplicateKey)
    }

    @Test func manyNamesAreNotCheckedQuadratically() throws {
        let members = (0..<200_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        let start = ContinuousClock.now
        let tape = try JSONTape(parsing: "{\(members)}")
        // 2 × 10^10 comparisons would take far longer than this, in any build.
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(tape.root.count == 200_000)
    }
}
