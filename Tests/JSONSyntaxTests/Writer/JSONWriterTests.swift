import JSONSyntax
import Testing

struct JSONWriterTests {
    private func write(
        _ style: JSONWritingStyle = .compact, _ body: (inout JSONWriter) throws -> Void
    ) rethrows -> String {
        var writer = JSONWriter(style: style)
        try body(&writer)
        #expect(writer.count == writer.bytes.count)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private func sample(_ writer: inout JSONWriter) throws {
        writer.beginObject()
        writer.key("id")
        writer.int(7)
        writer.key(JSONKey("tags"))
        writer.beginArray()
        writer.string("a")
        writer.null()
        writer.bool(true)
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.key("inner")
        writer.beginObject()
        writer.key("x")
        try writer.double(1)
        writer.endObject()
        writer.endObject()
    }

    @Test func compactHasNoSpace() throws {
        #expect(
            try write { try sample(&$0) }
                == #"{"id":7,"tags":["a",null,true,{},[]],"inner":{"x":1.0}}"#)
    }

    @Test func prettyIndents() throws {
        #expect(
            try write(.pretty) { try sample(&$0) } == """
                {
                  "id": 7,
                  "tags": [
                    "a",
                    null,
                    true,
                    {},
                    []
                  ],
                  "inner": {
                    "x": 1.0
                  }
                }
                """)
        let tabs = JSONWritingStyle(indent: "\t", newline: "\r\n", spaceAfterColon: false)
        #expect(
            write(tabs) {
                $0.beginObject()
                $0.key(JSONKey("a"))
                $0.beginArray()
                $0.int(1)
                $0.endArray()
                $0.endObject()
            } == "{\r\n\t\"a\":[\r\n\t\t1\r\n\t]\r\n}")
    }

    @Test func linesFollowEachOther() {
        let text = write {
            for number in 1...3 {
                $0.beginArray()
                $0.int(number)
                $0.endArray()
                $0.endLine()
            }
        }
        #expect(text == "[1]\n[2]\n[3]\n")
    }

    @Test func stringsEscapeOnlyWhatTheyMust() {
        let value = "\"\\/\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F} \u{7F}é\u{2028}👍"
        #expect(
            write { $0.string(value) }
                == #""\"\\/\u0000\b\t\n\u000b\f\r\u001f "# + "\u{7F}é\u{2028}👍\"")
        var writer = JSONWriter(escapeSlashes: true)
        writer.string("a/b\"c/")
        #expect(String(decoding: writer.finish(), as: UTF8.self) == #""a\/b\"c\/""#)
        #expect(write { $0.string("") } == "\"\"")
    }

    @Test func everyPositionOfAnEscapeIsFound() throws {
        for length in 0..<40 {
            for position in 0..<max(1, length) {
                for special in ["\"", "\\", "\n", "\u{1}", "é", "\u{7F}", "\u{80}"] {
                    var value = String(repeating: "x", count: length)
                    let index = value.index(value.startIndex, offsetBy: min(position, length))
                    value.insert(contentsOf: special, at: index)
                    let text = write { $0.string(value) }
                    #expect(try JSONTape(parsing: text).root.string == value)
                }
            }
        }
    }

    @Test(arguments: [0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 12_345, 99_999, 100_000, .max])
    func integers(_ value: Int) {
        #expect(write { $0.int(value) } == String(value))
        #expect(write { $0.int64(Int64(-value)) } == String(-value))
        #expect(write { $0.uint64(UInt64(value)) } == String(value))
    }

    @Test func integersOfEveryWidth() {
        #expect(write { $0.int64(.min) } == "-9223372036854775808")
        #expect(write { $0.uint64(.max) } == "18446744073709551615")
        #expect(write { $0.integer(Int128.min) } == "-170141183460469231731687303715884105728")
        #expect(write { $0.integer(Int8(-5)) } == "-5")
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5000 {
            let value = Int64(
                bitPattern: generator.next() >> UInt64.random(in: 0..<64, using: &generator))
            #expect(write { $0.int64(value) } == String(value))
            #expect(write { $0.int64(-(value >> 1)) } == String(-(value >> 1)))
        }
    }

    @Test(
        arguments: [
            (0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (0.1, "0.1"), (27.1, "27.1"), (1e16, "1e+16"),
            (123_456_789.125, "123456789.125"), (.leastNonzeroMagnitude, "5e-324"),
            (0.30000000000000004, "0.30000000000000004"),
            (-2500, "-2500.0"), (1e15, "1000000000000000.0"), (0.001, "0.001"), (1e-7, "1e-07"),
        ] as [(Double, String)])
    func doublesAreShortest(_ value: Double, _ text: String) throws {
        #expect(try write { try $0.double(value) } == text)
    }

    @Test func floatsAreShortestAsFloats() throws {
        #expect(try write { try $0.float(0.1) } == "0.1")
        #expect(try write { try $0.float(1) } == "1.0")
    }

    @Test func whatIsNotFiniteThrows() {
        for value in [Double.nan, .infinity, -.infinity] {
            var writer = JSONWriter()
            let error = #expect(throws: JSONWritingError.self) { try writer.double(value) }
            #expect(error?.description.contains("null") == true)
            #expect(throws: JSONWritingError.self) { try writer.float(Float(value)) }
            #expect(writer.count == 0)
        }
    }

    @Test func rawTextIsCopied() throws {
        let tape = try JSONTape(parsing: #"{"price": 27.10, "list": [1, 2]}"#)
        let text = try write {
            $0.beginArray()
            $0.raw(try #require(tape.root["price"]))
            $0.raw(Array("1e400".utf8))
            $0.raw(try #require(tape.root["list"]))
            $0.endArray()
        }
        #expect(text == "[27.10,1e400,[1, 2]]")
    }

    @Test func keysAreEscaped() {
        for style in [JSONWritingStyle.compact, JSONWritingStyle(indent: "", newline: "")] {
            let text = write(style) {
                $0.beginObject()
                $0.key("a\"b")
                $0.int(1)
                $0.key(JSONKey("c\nd"))
                $0.int(2)
                $0.endObject()
            }
            let colon = style.spaceAfterColon ? ": " : ":"
            #expect(text == #"{"a\"b"\#(colon)1,"c\nd"\#(colon)2}"#)
        }
    }

    @Test func keysFromBytes() {
        var writer = JSONWriter()
        writer.beginObject()
        for name in ["a\"", ""] {
            Array(name.utf8).withUnsafeBufferPointer { writer.key(utf8: $0) }
            writer.string("a")
        }
        writer.key(utf8: UnsafeBufferPointer(start: nil, count: 0))
        writer.string(utf8: UnsafeBufferPointer(start: nil, count: 0))
        writer.endObject()
        #expect(String(decoding: writer.finish(), as: UTF8.self) == #"{"a\"":"a","":"a","":""}"#)
    }

    @Test func randomDoublesAreShortestAndRestoreTheirBits() throws {
        var generator = SeededGenerator(seed: 71)
        var values: [Double] = [
            1e11, 1e11 - 0.5, 0.001, 0.00099, 0.0001, 1e10 + 0.0001, 99_999_999_999.9999,
        ]
        for _ in 0..<20_000 {
            values.append(Double(bitPattern: generator.next()))
            let cents = Double(Int.random(in: -10_000_000...10_000_000, using: &generator))
            let scales: [Double] = [1, 10, 100, 1000, 10_000, 100_000]
            let scale = try #require(scales.randomElement(using: &generator))
            values.append(cents / scale)
            values.append((cents / scale).nextUp)
            values.append(cents * 12_345 / scale)
        }
        for value in values where value.isFinite {
            // The standard library's spelling is the shortest one.
            #expect(try write { try $0.double(value) } == value.description)
        }
    }

    @Test func memoryIsReused() {
        var writer = JSONWriter(capacity: 1)
        for round in 0..<3 {
            writer.removeAll()
            writer.beginArray()
            for _ in 0..<100 { writer.string("round \(round)") }
            writer.endArray()
            let start = writer.withBytes { String(decoding: $0.prefix(9), as: UTF8.self) }
            #expect(start == "[\"round \(round)")
            #expect(writer.count == 1 + 100 * 9 + 99 + 1)
        }
    }
}
