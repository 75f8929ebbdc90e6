import Foundation
import JSONSyntax
import Testing

struct RandomTextTests {
    @Test(arguments: [
        JSONWritingStyle.compact, .pretty, JSONWritingStyle(indent: "\t", newline: "\r\n"),
    ])
    func whatIsWrittenIsRead(_ style: JSONWritingStyle) throws {
        var generator = SeededGenerator(seed: 51)
        for _ in 0..<300 {
            let value = RandomJSON.make(depth: 5, using: &generator)
            var writer = JSONWriter(style: style, escapeSlashes: Bool.random(using: &generator))
            value.write(to: &writer)
            let tape = try JSONTape(parsing: writer.finish())
            #expect(RandomJSON(tape.root) == value)
            // Spans nest and follow each other.
            expectSpans(tape.root)
        }
    }

    private func expectSpans(_ node: JSONNode) {
        var position = node.span.lowerBound + 1
        for child in node.members.flatMap({ [$0.key, $0.value] }) + Array(node.elements) {
            #expect(child.span.lowerBound >= position)
            position = child.span.upperBound
            expectSpans(child)
        }
        #expect(position <= node.span.upperBound)
    }

    @Test func foundationReadsTheSame() throws {
        var generator = SeededGenerator(seed: 52)
        for _ in 0..<200 {
            var writer = JSONWriter()
            RandomJSON.make(depth: 4, using: &generator).write(to: &writer)
            let bytes = writer.finish()
            let ours = try JSONTape(parsing: bytes).root
            let theirs = try JSONSerialization.jsonObject(
                with: Data(bytes), options: [.fragmentsAllowed])
            expectEqual(ours, theirs)
        }
    }

    private func expectEqual(_ node: JSONNode, _ value: Any) {
        switch node.kind {
        case .null: #expect(value is NSNull)
        case .boolean: #expect(value as? Bool == node.bool)
        case .number:
            // JSONSerialization is off by some units in the last place, the text is what counts.
            let other = (value as? NSNumber)?.doubleValue ?? .nan
            let own = node.double ?? .nan
            #expect(abs(other - own) <= abs(own) * 1e-13)
        case .string: #expect(value as? String == node.string)
        case .array:
            let array = value as? [Any] ?? []
            #expect(array.count == node.count)
            for (element, other) in zip(node.elements, array) { expectEqual(element, other) }
        case .object:
            let dictionary = value as? [String: Any] ?? [:]
            for member in node.members {
                let other = member.key.string.flatMap { dictionary[$0] }
                if let other { expectEqual(member.value, other) } else { Issue.record("missing") }
            }
        }
    }

    @Test func mutatedTextsNeverCrash() throws {
        var generator = SeededGenerator(seed: 53)
        var accepted = 0
        let interesting =
            Array("{}[]\",:\\u/0123456789eE+-.ntf \n\u{1}".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
        for _ in 0..<300 {
            var writer = JSONWriter(style: Bool.random(using: &generator) ? .compact : .pretty)
            RandomJSON.make(depth: 4, using: &generator).write(to: &writer)
            let original = writer.finish()
            for _ in 0..<20 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let position = Int.random(in: 0...bytes.count, using: &generator)
                    let byte = interesting.randomElement(using: &generator) ?? 0
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: bytes.insert(byte, at: position)
                    case 1 where position < bytes.count: bytes[position] = byte
                    case 2 where position < bytes.count: bytes.remove(at: position)
                    default: bytes.removeLast(bytes.count - position)
                    }
                }
                do {
                    let tape = try JSONTape(parsing: bytes)
                    accepted += 1
                    _ = tape.root.description(depth: 0)
                    _ = try? StrictJSONDecoder().decode([String: [Int?]].self, from: tape.root)
                    expectFoundationAccepts(bytes)
                } catch {
                    #expect(0...bytes.count ~= error.offset)
                    #expect(error.line >= 1 && error.column >= 1)
                    #expect(!error.message.isEmpty)
                }
            }
        }
        #expect(accepted > 300)
    }

    /// What we accept, an independent parser accepts, too, unless it has no room for a number.
    private func expectFoundationAccepts(_ bytes: [UInt8]) {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
        } catch {
            #expect("\(error)".contains("not representable"))
        }
    }

    @Test func everyPrefixOfATextIsRefusedAtItsEnd() throws {
        let text = Array(
            #"{"a\n": [1, -2.5e+3, "\ud83d\udc4d", true, false, null, {"é": []}], "b": "x"}"#.utf8)
        for length in 0..<text.count {
            let error = try #require(throws: JSONSyntaxError.self) {
                try JSONTape(parsing: Array(text[..<length]))
            }
            // A cut inside a character is a mistake of its own; so is one inside a pair.
            let codes: [JSONSyntaxError.Code] = [.unexpectedEnd, .invalidUTF8, .loneSurrogate]
            #expect(codes.contains(error.code), "\(length): \(error)")
        }
    }
}
