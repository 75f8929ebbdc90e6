import DataBridgeCore
import Foundation
import JSONSyntax
import Testing

@testable import DataBridgeJSON

/// A text read only where an edit touched it is the same as one read whole.
struct IncrementalLoadTests {
    /// Nodes with their places, and where each record stands.
    private struct Picture: Equatable {
        var nodes: [String] = []
        var collections: [String: [String]] = [:]

        init(_ file: LoadedFile) {
            for index in 0..<file.tape.nodeCount {
                let node = file.tape.node(at: UInt32(index))
                let text =
                    node.kind == .string || node.kind == .number
                    ? node.sourceText : "\(node.bool as Any)"
                let children = node.kind == .array ? node.elements.map(\.index) : []
                let members = node.members.map { "\($0.key.index):\($0.value.index)" }
                nodes.append(
                    "\(node.kind) \(node.span) \(node.count) \(text) \(children) \(members)")
            }
            for (name, collection) in file.collections {
                collections["\(name)"] =
                    ["\(collection.array.index) \(collection.schema.name) \(collection.places)"]
                    + collection.positions.map { id, position in
                        let element = collection.element(id)
                        return "\(id) \(position) \(element?.node.index as Any)"
                    }.sorted()
            }
        }
    }

    /// Random edits of one text, each compared with parsing it.
    private struct Edits {
        var random: SeededRandomSource
        var bytes: [UInt8]
        var incremental = 0
        var refused = 0
        var whole = 0
        let declared = [Document.schema.collection]

        mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(max(count, 1))) }

        func value() -> String {
            let id = Int(random.next() % 40)
            let ids = ["\(id)", "\(id).10", "\"t\(id)\"", "\"Caf\\u00e9 \(id)\"", "[\(id)]"]
            let others = [
                "{}", "[]", "{\"a\": [1, {\"b\": null}], \"c\": true}", "-1.50e3", "\"x, y]\"",
            ]
            switch random.next() % 8 {
            case 0: return others[Int(random.next() % 5)]
            default:
                return "{\"id\": \(ids[Int(random.next() % 5)]), \"n\":"
                    + " \(others[Int(random.next() % 5)])}"
            }
        }

        /// An edit as the store makes them: elements that come, go or change.
        mutating func structured(_ file: LoadedFile) throws -> [JSONSplice] {
            var editor = JSONEditor(file.tape)
            let arrays = file.collections.sorted { $0.key < $1.key }.map(\.value.array)
            for array in arrays where pick(3) > 0 || arrays.count == 1 {
                var free = Array(0..<array.count)
                for _ in 0...pick(3) {
                    let tape = try JSONTape(parsing: value())
                    switch pick(4) {
                    case 0: editor.append(tape.root, to: array)
                    case 1: editor.insert(tape.root, into: array, at: pick(array.count + 1))
                    case 2 where !free.isEmpty:
                        editor.remove(at: free.remove(at: pick(free.count)), from: array)
                    default:
                        guard !free.isEmpty else { continue }
                        let position = free.remove(at: pick(free.count))
                        guard let node = array.elements[position] else { continue }
                        editor.update(node, to: tape.root)
                    }
                }
            }
            return editor.splices()
        }

        /// An edit of any bytes, which mostly leaves no JSON.
        mutating func wild() -> [JSONSplice] {
            let pieces = ["", ",", " ", "]", "[", "{}", "1", "\"", "}", ",{\"id\":7}", "\n", ":"]
            let start = pick(bytes.count)
            let end = min(bytes.count, start + pick(3) * pick(12))
            return [JSONSplice(start..<end, Array(pieces[pick(pieces.count)].utf8))]
        }

        mutating func step(isWild: Bool) throws {
            let file = try load(bytes)
            let splices = isWild ? wild() : try structured(file)
            let text = JSONSplice.apply(splices, to: bytes)
            let edited = try file.edited(by: splices, to: text, declared: declared)
            let parsed: LoadedFile
            do {
                parsed = try load(text)
            } catch {
                // What cannot be parsed is left to the parser, with its message.
                refused += 1
                #expect(edited == nil, "\(String(decoding: text, as: UTF8.self)): \(error)")
                return
            }
            if let edited {
                incremental += 1
                #expect(edited.tape.source == parsed.tape.source)
                #expect(
                    Picture(edited) == Picture(parsed),
                    "\(String(decoding: bytes, as: UTF8.self)) by \(splices)")
            } else {
                whole += 1
            }
            bytes = text
        }

        private func load(_ bytes: [UInt8]) throws -> LoadedFile {
            try LoadedFile(
                bytes, identity: nil, isSettled: false, path: "test.json", declared: declared)
        }
    }

    private static let texts = [
        #"{"tasks": [{"id": 1, "n": [1, 2]}, {"id": 2}, {"id": 2, "x": 1}, {"n": 3}]}"#,
        """
        {
          "note": {"of": [1, 2]},
          "a": {
            "tasks": [
              {"id": 92.10, "t": "x"},
              {"id": 92.1, "t": "y"}
            ],
            "metadata": {}
          },
          "b": {"tasks": []},
          "c": {"tasks": [{"id": "1"}]}, "d": [{"id": 1}]
        }

        """,
        #"[{"id": 1}, {"id": 2}]"#,
        "{\"a\":[{\"id\":1}],\"b\":[{\"id\":1}],\"c\":[{\"id\":3},{\"id\":4},{\"id\":5}]}",
    ]

    /// Runs of this many steps; longer ones where the environment asks for them.
    private static var stepCount: Int {
        ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] == "1" ? 20_000 : 250
    }

    @Test(arguments: texts.indices)
    func editsLikeThoseOfTheStore(_ number: Int) throws {
        var edits = Edits(
            random: SeededRandomSource(seed: UInt64(number) + 1),
            bytes: Array(Self.texts[number].utf8))
        for step in 0..<Self.stepCount {
            if step % 40 == 39 { edits.bytes = Array(Self.texts[number].utf8) }
            try edits.step(isWild: false)
        }
        #expect(edits.incremental > Self.stepCount / 2, "the fast way was hardly taken")
        #expect(edits.refused == 0)
    }

    @Test(arguments: texts.indices)
    func editsOfAnyBytes(_ number: Int) throws {
        var edits = Edits(
            random: SeededRandomSource(seed: UInt64(number) + 9),
            bytes: Array(Self.texts[number].utf8))
        for step in 0..<Self.stepCount * 4 {
            if step % 10 == 9 { edits.bytes = Array(Self.texts[number].utf8) }
            try edits.step(isWild: true)
        }
        #expect(edits.refused > 10)
        #expect(edits.incremental > 10)
    }

    @Test func nestingIsAsDeepAsTheParserAllows() throws {
        let declared = [Document.schema.collection]
        let text = #"{"a": {"tasks": [{"id": 1}, {"id": 2, "n": 0}]}}"#
        let file = try LoadedFile(
            Array(text.utf8), identity: nil, isSettled: false, path: "", declared: declared)
        for (depth, isAllowed) in [(508, true), (509, false)] {
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let start = try #require(text.utf8.firstIndex(of: UInt8(ascii: "0")))
            let offset = text.utf8.distance(from: text.utf8.startIndex, to: start)
            let splices = [JSONSplice(offset..<offset + 1, Array(nested.utf8))]
            let edited = try file.edited(
                by: splices, to: JSONSplice.apply(splices, to: Array(text.utf8)),
                declared: declared)
            #expect((edited != nil) == isAllowed)
            let whole = text.replacing(": 0", with: ": " + nested)
            #expect(((try? JSONTape(parsing: whole)) != nil) == isAllowed)
        }
    }

    @Test func largeListsKeepTheirPlaces() throws {
        let declared = [Document.schema.collection]
        let records = (0..<3_000).map { "    {\"id\": \($0), \"n\": \"\($0)\"}" }
        let text = "{\n  \"x\": [\n" + records.joined(separator: ",\n") + "\n  ]\n}\n"
        var file = try LoadedFile(
            Array(text.utf8), identity: nil, isSettled: false, path: "", declared: declared)
        let random = SeededRandomSource(seed: 5)
        for step in 0..<60 {
            let collection = try #require(file.collections[.string("/x")])
            var editor = JSONEditor(file.tape)
            for round in 0..<3 {
                let third = collection.array.count / 3
                let position = round * third + Int(random.next() % UInt64(third))
                let node = try #require(collection.array.elements[position])
                switch random.next() % 3 {
                case 0: editor.remove(at: position, from: collection.array)
                case 1: editor.set("n", in: node, to: try JSONTape(parsing: "[\(step)]").root)
                default:
                    let record = "{\"id\": \"new \(step) \(round)\"}"
                    editor.insert(
                        try JSONTape(parsing: record).root, into: collection.array, at: position)
                }
            }
            let splices = editor.splices()
            let bytes = JSONSplice.apply(splices, to: file.tape.source)
            let edited = try #require(
                try file.edited(by: splices, to: bytes, declared: declared))
            let parsed = try LoadedFile(
                bytes, identity: nil, isSettled: false, path: "", declared: declared)
            #expect(
                edited.collections.values.first?.places == parsed.collections.values.first?.places)
            #expect(
                edited.collections.values.first?.positions
                    == parsed.collections.values.first?.positions)
            #expect(edited.tape.nodeCount == parsed.tape.nodeCount)
            file = edited
        }
    }
}
