import JSONSyntax
import Testing

struct JSONTapeTests {
    @Test func nodesKnowKindSpanAndCount() throws {
        let text = #" {"a": [1, -2.5e3, "x\n", true, false, null], "b": {}, "c": []} "#
        let tape = try JSONTape(parsing: text)
        let root = tape.root
        #expect(root.kind == .object)
        #expect(root.count == 3)
        #expect(root.span == 1..<(text.utf8.count - 1))
        #expect(tape.nodeCount == 13)
        let array = try #require(root["a"])
        #expect(array.kind == .array)
        #expect(
            array.elements.map(\.kind) == [.number, .number, .string, .boolean, .boolean, .null])
        #expect(
            array.elements.map(\.sourceText) == ["1", "-2.5e3", #""x\n""#, "true", "false", "null"])
        #expect(array.elements.map(\.bool) == [nil, nil, nil, true, false, nil])
        #expect(array.elements.map(\.isNull) == [false, false, false, false, false, true])
        #expect(root.members.map(\.key.string) == ["a", "b", "c"])
        #expect(root.members.map(\.value.count) == [6, 0, 0])
        #expect(root["b"]?.kind == .object)
        #expect(root["c"]?.kind == .array)
        #expect(root["d"] == nil)
    }

    @Test(arguments: ["null", "true", "-0", "\"\"", " [ ] ", "{\n}", "\t\r\n1\r\n"])
    func anyValueIsAText(_ text: String) throws {
        let tape = try JSONTape(parsing: text)
        #expect(
            tape.root.sourceText.filter { !$0.isWhitespace }
                == text.filter { !$0.isWhitespace })
    }

    @Test func sourceIsKeptAsItIs() throws {
        let bytes = Array("[ 27.10 ,\t1e400 ]\r\n".utf8)
        let tape = try JSONTape(parsing: bytes)
        #expect(tape.source == bytes)
        #expect(tape.root.elements.map(\.numberText) == ["27.10", "1e400"])
    }

    @Test func depthHasALimit() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONTape(parsing: nested(512)).nodeCount == 512)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: nested(513)) }
        #expect(error?.code == .tooDeep)
        #expect(error?.offset == 512)
        #expect(error?.message.contains("512") == true)
        var options = JSONParsingOptions()
        options.maximumDepth = 3
        #expect(try JSONTape(parsing: #"[{"a":[]}]"#, options: options).nodeCount == 4)
        #expect(throws: JSONSyntaxError.self) {
            try JSONTape(parsing: #"[{"a":[{}]}]"#, options: options)
        }
    }

    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func hundredThousandLevelsAreAnErrorNotACrash(_ opening: String) throws {
        let text = String(repeating: opening, count: 100_000)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: text) }
        #expect(error?.code == .tooDeep)
        // With the limit raised the parser itself still does not recurse.
        var options = JSONParsingOptions()
        options.maximumDepth = .max
        let cut = #expect(throws: JSONSyntaxError.self) {
            try JSONTape(parsing: text, options: options)
        }
        #expect(cut?.code == .unexpectedEnd)
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(try JSONTape(parsing: deep, options: options).nodeCount == 100_000)
    }

    @Test func sizeHasALimit() throws {
        var options = JSONParsingOptions()
        options.maximumBytes = 4
        #expect(try JSONTape(parsing: "[12]", options: options).root.count == 1)
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONTape(parsing: "[123]", options: options)
        }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.hasPrefix("The text has 5 bytes, but only 4 are allowed.") == true)
    }

    @Test func byteOrderMarkIsRefusedUnlessAllowed() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("{}".utf8)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONTape(parsing: bytes) }
        #expect(error?.code == .byteOrderMark)
        var options = JSONParsingOptions()
        options.allowBOM = true
        #expect(try JSONTape(parsing: bytes, options: options).root.span == 3..<5)
    }

    @Test func locationCountsLinesAndCodePoints() throws {
        let tape = try JSONTape(parsing: "{\r\n  \"é👍\": 1,\n\"b\": 2}")
        let value = try #require(tape.root["é👍"])
        #expect(value.location == JSONLocation(offset: 15, line: 2, column: 9))
        #expect(tape.root["b"]?.location.description == "line 3, column 6")
        #expect(tape.location(of: 9999).line == 3)
        #expect(tape.location(of: -1) == JSONLocation(offset: 0, line: 1, column: 1))
    }

    @Test func tapeGrowsForDenseTexts() throws {
        let text = "[" + Array(repeating: "1", count: 100_000).joined(separator: ",") + "]"
        let tape = try JSONTape(parsing: text)
        #expect(tape.nodeCount == 100_001)
        #expect(tape.root.count == 100_000)
        #expect(tape.root.elements[99_999]?.int64 == 1)
        #expect(tape.root.elements.reduce(0) { $0 + ($1.int64 ?? 0) } == 100_000)
    }

    @Test func lineTableAgreesWithCounting() throws {
        var generator = SeededGenerator(seed: 61)
        for _ in 0..<40 {
            // Runs of the bytes around a line feed in a 64-bit word.
            let pieces = ["\n", "\r\n", " ", "\t", "\n\n", "\n\t", "        "]
            let space = { (generator: inout SeededGenerator) in
                (0..<Int.random(in: 0..<9, using: &generator))
                    .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
            let text = (0..<20).map { "\"é\($0)👍\"\(space(&generator))" }.joined(separator: ",")
            let tape = try JSONTape(parsing: "[\(text)]")
            let table = JSONLineTable(tape)
            #expect(table.lineCount == tape.source.count { $0 == UInt8(ascii: "\n") } + 1)
            for offset in -1...tape.source.count + 1 {
                let location = tape.location(of: offset)
                #expect(table.location(of: offset) == location)
                let before = tape.source.prefix(max(0, offset))
                #expect(location.line == before.count { $0 == UInt8(ascii: "\n") } + 1)
            }
        }
    }
}
