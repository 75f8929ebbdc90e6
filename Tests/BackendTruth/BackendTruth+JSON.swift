import Foundation
import JSONSyntax

extension BackendTruth {
    private static let text = #"""
        {
          "name": "B\u00fccher", "whole": -12, "parts": [1.5, true, null, {}],
          "id": "E621E1F8-C36C-495A-93FC-0C247A3E6E5F", "at": "1970-01-01T00:00:01.5Z"
        }
        """#

    private static func member(_ name: String, of node: JSONNode) throws -> JSONNode {
        guard let member = node[name] else { throw Falsehood(subject: name, line: #line) }
        return member
    }

    static func jsonReading() throws {
        let tape = try JSONTape(parsing: text)
        let root = tape.root
        try check(root.kind == .object && root.count == 5 && root.members.count == 5, "an object")
        try check(root.members.map { $0.key.string ?? "" }.first == "name", "its members")
        try check(root.members.allSatisfy { $0.value.tape === tape }, "of one text")
        let name = try member("name", of: root)
        try check(name.kind == .string && name.hasEscapes && name.equals("Bücher"), "text")
        try check(name.equals(Array("Bücher".utf8)), "as bytes")
        try check(name.withString { name.equals($0) && $0.count == 7 } == true, "in place")
        var bytes: [UInt8] = []
        try check(name.appendString(to: &bytes) && bytes.count == 7, "copied")
        try check(name.sourceText == #""B\u00fccher""# && name.span.count == 13, "as it stands")
        try check(name.withSource { $0.count } == 13, "in place too")
        try check(name.location.line == 2 && name.location.column > 1, "where")
        let whole = try member("whole", of: root)
        try check(whole.kind == .number && whole.isInteger && whole.int64 == -12, "a number")
        try check(whole.integer(as: Int8.self) == -12 && whole.uint64 == nil, "in its range")
        try check(whole.numberText == "-12" && whole.decimal == -12, "exactly")
        let parts = try member("parts", of: root)
        try check(parts.kind == .array && parts.elements.count == 4, "an array")
        guard let half = parts.elements.first, let flag = parts.elements[1] else {
            return try check(false, "elements")
        }
        try check(
            half.double == 1.5 && half.float == 1.5 && half.shortestDouble == 1.5, "a fraction")
        try check(flag.kind == .boolean && flag.bool == true, "a flag")
        try check(parts.elements[2]?.isNull == true && parts.elements[2]?.kind == .null, "null")
        try check(try member("id", of: root).uuid != nil, "a UUID")
        try check(try member("at", of: root).timestamp != nil, "a time")

        let pointer = try JSONPointer("/parts").appending(0)
        try check(root[pointer]?.index == half.index && tape.pointer(to: half) == pointer, "paths")
        try check(pointer.tokens == ["parts", "0"], "their tokens")
        try check(JSONPointer(tokens: ["a/b"]).appending("c").description == "/a~1b/c", "written")
        let key = JSONKey("whole")
        try check(root[key]?.int64 == -12 && key.name == "whole" && key.utf8.count == 5, "keys")
        var cursor = root.memberCursor()
        try check(cursor.value(for: key)?.int64 == -12, "members one after the other")
        let other = key.utf8.withUnsafeBufferPointer { cursor.value(for: $0) }
        try check(other?.int64 == -12, "and by bytes")
        let lines = JSONLineTable(tape)
        try check(lines.lineCount == 4 && tape.nodeCount > 10, "lines")
        try check(lines.location(of: whole.span.lowerBound) == whole.location, "a place")
        try check(tape.location(of: 0) == JSONLocation(offset: 0, line: 1, column: 1), "the start")
        let place = tape.source.withUnsafeBufferPointer { JSONLocation(offset: 2, in: $0) }
        try check(place.line == 2 && place.column == 1 && place.offset == 2, "in any text")
    }

    static func jsonErrors() throws {
        var deep = JSONParsingOptions(maximumDepth: 1)
        var long = JSONParsingOptions(maximumBytes: 2)
        let cases: [(String, JSONSyntaxError.Code, JSONParsingOptions)] = [
            ("\u{FEFF}[]", .byteOrderMark, JSONParsingOptions()),
            ("\"\u{1}\"", .controlCharacter, JSONParsingOptions()),
            (#"{"a":1,"a":2}"#, .duplicateKey, JSONParsingOptions()),
            (#""\x""#, .invalidEscape, JSONParsingOptions()),
            ("trux", .invalidLiteral, JSONParsingOptions()),
            ("01", .invalidNumber, JSONParsingOptions()),
            (#""\ud800""#, .loneSurrogate, JSONParsingOptions()),
            ("<<<<<<< ours\n[]", .mergeConflict, JSONParsingOptions()),
            ("[[1]]", .tooDeep, deep), ("[12]", .tooLarge, long),
            ("[] []", .trailingContent, JSONParsingOptions()),
            ("[,]", .unexpectedCharacter, JSONParsingOptions()),
            ("[", .unexpectedEnd, JSONParsingOptions()),
        ]
        for (text, code, options) in cases {
            do {
                _ = try JSONTape(parsing: text, options: options)
                try check(false, "\(text) is refused")
            } catch let error as JSONSyntaxError {
                try check(error.code == code && !error.message.isEmpty, "\(text): \(error)")
                try check(error.location.offset == error.offset, "where")
                try check(error.line == error.location.line && error.column > 0, "in lines")
            }
        }
        do {
            _ = try JSONTape(parsing: [0x22, 0xFF, 0x22])
            try check(false, "what is no UTF-8 is refused")
        } catch let error as JSONSyntaxError {
            try check(error.code == .invalidUTF8, "\(error)")
        }
        do {
            _ = try JSONPointer("parts")
            try check(false, "what is no pointer is refused")
        } catch let error as JSONSyntaxError {
            try check(error.code == .invalidPointer, "\(error)")
        }

        deep.maximumDepth = 2
        long.maximumBytes = JSONParsingOptions.largestText
        long.allowBOM = true
        long.duplicateKeys = .allow
        try check(try JSONTape(parsing: "[[1]]", options: deep).root.count == 1, "deep enough")
        let twice = try JSONTape(parsing: "\u{FEFF}" + #"{"a":1,"a":2}"#, options: long)
        try check(twice.root.members.count == 2 && deep.duplicateKeys == .refuse, "allowed")
        let own = JSONSyntaxError(
            code: JSONSyntaxError.Code(rawValue: "comment"), location: twice.location(of: 0),
            message: "Comments are not allowed.")
        try check(own.description.contains(own.message), "\(own)")
    }

    static func jsonWriting() throws {
        var writer = JSONWriter(style: .compact, escapeSlashes: true)
        writer.beginObject()
        writer.key("flags")
        writer.beginArray()
        writer.bool(true)
        writer.null()
        writer.endArray()
        writer.key(JSONKey(["n"].joined()))
        writer.int(1)
        Array("m".utf8).withUnsafeBufferPointer { writer.key(utf8: $0) }
        writer.beginArray()
        writer.int64(-2)
        writer.uint64(3)
        writer.integer(UInt8(4))
        try writer.double(0.5)
        try writer.float(0.25)
        try writer.decimal(27.1)
        writer.raw(Array("1e2".utf8))
        Array("2e2".utf8).withUnsafeBufferPointer { writer.raw($0) }
        writer.raw(try JSONTape(parsing: "[ 7]").root)
        writer.endArray()
        writer.key("t")
        writer.beginArray()
        writer.string("a/b")
        Array("c".utf8).withUnsafeBufferPointer { writer.string(utf8: $0) }
        try writer.timestamp(0)
        writer.uuid(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
        writer.endArray()
        writer.endObject()
        let expected =
            #"{"flags":[true,null],"n":1,"m":[-2,3,4,0.5,0.25,27.1,1e2,2e2,[ 7]],"#
            + #""t":["a\/b","c","2001-01-01T00:00:00Z","00000000-0000-0000-0000-000000000001"]}"#
        try check(String(decoding: writer.bytes, as: UTF8.self) == expected, "written")
        try check(writer.count == expected.utf8.count && writer.escapeSlashes, "so many bytes")
        try check(writer.withBytes { $0.first } == UInt8(ascii: "{"), "in place")
        writer.removeAll()
        writer.int(1)
        writer.endLine()
        try check(writer.finish() == Array("1\n".utf8), "anew, a line")
        do {
            var other = JSONWriter(style: JSONWritingStyle(indent: "\t"))
            try check(other.style.indent == "\t" && other.style.newline == "\n", "a style")
            try check(other.style.spaceAfterColon && !JSONWritingStyle.compact.spaceAfterColon, "")
            try other.double(.nan)
            try check(false, "what JSON cannot hold is refused")
        } catch let error as JSONWritingError {
            try check(!error.message.isEmpty, "\(error)")
        }
    }

    static func jsonTimes() throws {
        try check(RFC3339Timestamp.text(of: 0.5) == "2001-01-01T00:00:00.5Z", "a time")
        try check(RFC3339Timestamp.text(of: 0, zone: .omitted) == "2001-01-01T00:00:00", "bare")
        try check(RFC3339Timestamp.seconds("2001-01-01T01:00:00+01:00", zone: .included) == 0, "")
        let bytes = Array("2001-01-01T00:00:01Z".utf8)
        let read = bytes.withUnsafeBufferPointer { RFC3339Timestamp.seconds($0) }
        try check(read == 1, "of bytes")
        var text: [UInt8] = []
        try check(RFC3339Timestamp.append(1, to: &text) && text == bytes, "and into bytes")
        try check(!RFC3339Timestamp.isRepresentable(1e15), "years have four digits")
    }

    static func jsonCoding() throws {
        struct Point: Codable, Equatable {
            var y: Int
            var x: String
        }
        let point = Point(y: 1, x: "a/b")
        var encoder = StrictJSONEncoder(style: .pretty)
        encoder.sortedKeys = true
        encoder.escapeSlashes = true
        let bytes = try encoder.encode(point)
        try check(encoder.style == .pretty && encoder.userInfo.isEmpty, "how it writes")
        try check(String(decoding: bytes, as: UTF8.self).contains(#""x": "a\/b""#), "written")
        var writer = JSONWriter()
        try encoder.encode(point, into: &writer)
        var decoder = StrictJSONDecoder()
        decoder.options.maximumDepth = 1
        try check(decoder.userInfo.isEmpty, "nothing handed on")
        try check(try decoder.decode(Point.self, from: bytes) == point, "read")
        try check(try decoder.decode(Point.self, from: Data(bytes)) == point, "as data")
        let root = try JSONTape(parsing: writer.finish()).root
        try check(try decoder.decode(Point.self, from: root) == point, "as a node")
    }

    static func jsonEditing() throws {
        let text = #"{ "a":1, "list": [ {"id":1,"n":1}, {"id":2} ], "gone":0 }"#
        let tape = try JSONTape(parsing: text)
        let list = try member("list", of: tape.root)
        let new = try JSONTape(parsing: #"{"two":2,"item":{"id":3},"n":{"id":1,"n":5}}"#).root
        var editor = JSONEditor(tape)
        try check(editor.isEmpty && editor.tape === tape, "nothing yet")
        try check(editor.layout.objects == JSONLayout(of: tape).objects, "in the text's layout")
        editor.replace(try member("a", of: tape.root), with: try member("two", of: new))
        editor.append(try member("item", of: new), to: list)
        editor.remove("gone", from: tape.root)
        editor.set("set", in: tape.root, to: try member("two", of: new))
        let splices = editor.splices()
        let edited = try JSONTape(parsing: JSONSplice.apply(splices, to: tape.source)).root
        try check(editor.finish() == edited.tape.source, "by splices or at once")
        try check(edited["a"]?.int64 == 2 && edited["gone"] == nil, "replaced and removed")
        try check(edited["list"]?.count == 3 && edited["set"]?.int64 == 2, "appended and set")
        let growth = splices.map(\.growth).reduce(0, +)
        try check(edited.tape.source.count == tape.source.count + growth, "so much longer")

        var second = JSONEditor(edited.tape, layout: .standard, firstIndent: [])
        let items = try member("list", of: edited)
        guard let first = items.elements.first else { return try check(false, "an element") }
        second.update(first, to: try member("n", of: new))
        second.insert(try member("two", of: new), into: items, at: 1)
        second.remove(at: 2, from: items)
        let result = try JSONTape(parsing: second.finish()).root
        try check(result[try JSONPointer("/list/0/n")]?.int64 == 5, "updated")
        try check(result["list"]?.elements[1]?.int64 == 2, "inserted")
        let old = try JSONTape(parsing: #"{"id":1}"#).root
        var third = JSONEditor(old.tape)
        third.update(
            old, from: old, to: try member("n", of: new),
            matching: .members(["list": .elements(by: "id"), "n": .automatic]))
        try check(try JSONTape(parsing: third.finish()).root["n"]?.int64 == 5, "a difference")
        let splice = JSONSplice(0..<1, Array("[".utf8))
        try check(splice.range == 0..<1 && splice.bytes.count == 1, "a splice of one's own")
        let layout = JSONLayout(
            newline: "\n", indent: "\t", objects: .lines, scalarArrays: .line(padding: ""))
        try check(layout.indent == "\t" && layout.newline == "\n" && layout.colon == ": ", "")
        try check(layout.comma == ", " && layout.objects == .lines, "a layout of one's own")
        try check(layout.scalarArrays == .line(padding: ""), "short lists in a line")
        try check(layout.nestedArrays == JSONLayout.standard.nestedArrays, "others as usual")
        try check(!layout.escapesNonASCII, "and letters as they are")
    }
}
