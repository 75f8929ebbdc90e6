import JSONSyntax
import Testing

/// Random texts in random layouts, edited at random and compared with a plain model.
struct JSONEditorPropertyTests {
    @Test(arguments: 0..<8)
    func randomEditsAgreeWithAModel(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: 7_000 + seed)
        for _ in 0..<150 {
            let before = SpelledTree.random(depth: 4, using: &generator)
            var text = RandomLayout(using: &generator)
            let source = text.write(before, using: &generator)
            let tape = try JSONTape(parsing: source)
            #expect(SpelledTree(tape.root) == before)
            var editor = JSONEditor(tape)
            var after = before
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                after = after.edited(using: &generator)
            }
            var writer = JSONWriter()
            after.write(to: &writer)
            editor.update(tape.root, to: try JSONTape(parsing: writer.finish()).root)
            let result = editor.finish()
            let edited = try JSONTape(parsing: result)
            #expect(
                SpelledTree(edited.root).meaning == after.meaning,
                "\(String(decoding: source, as: UTF8.self))")
            if after == before { #expect(result == source) }
            expectUntouched(tape.root, edited.root)
        }
    }

    @Test(arguments: 0..<4)
    func primitiveEditsAgreeWithAModel(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: 8_000 + seed)
        for _ in 0..<200 {
            let elements = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                SpelledTree.random(depth: 2, using: &generator)
            }
            var text = RandomLayout(using: &generator)
            let source = text.write(.array(elements), using: &generator)
            let tape = try JSONTape(parsing: source)
            var editor = JSONEditor(tape)
            var expected: [[SpelledTree]] = elements.map { [$0] }
            var inserted = [[SpelledTree]](repeating: [], count: elements.count + 1)
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                if Bool.random(using: &generator), !elements.isEmpty {
                    let position = Int.random(in: 0..<elements.count, using: &generator)
                    editor.remove(at: position, from: tape.root)
                    expected[position] = []
                } else {
                    let position = Int.random(in: 0...elements.count, using: &generator)
                    let value = SpelledTree.random(depth: 2, using: &generator)
                    var writer = JSONWriter()
                    value.write(to: &writer)
                    editor.insert(
                        try JSONTape(parsing: writer.finish()).root, into: tape.root, at: position)
                    inserted[position].append(value)
                }
            }
            var model: [SpelledTree] = []
            for position in 0...elements.count {
                model += inserted[position]
                if position < elements.count { model += expected[position] }
            }
            let result = try JSONTape(parsing: editor.finish())
            #expect(SpelledTree(result.root).meaning == SpelledTree.array(model).meaning)
        }
    }

    /// What is in both texts is spelled alike, and so is the space between neighbours in both.
    private func expectUntouched(_ before: JSONNode, _ after: JSONNode) {
        guard before.kind == after.kind else { return }
        if before.kind == .object {
            var previous: (JSONMember, JSONMember)?
            var wasLast: Int?
            var position = 0
            for member in before.members {
                defer { position += 1 }
                guard let name = member.key.string,
                    let other = after.members.first(where: { $0.key.string == name })
                else { continue }
                #expect(member.key.sourceText == other.key.sourceText)
                #expect(gap(member.key, member.value) == gap(other.key, other.value))
                expectUntouched(member.value, other.value)
                if let previous, wasLast == position - 1,
                    JSONEditorPropertyTests.follows(previous.1, other, in: after)
                {
                    #expect(gap(previous.0.value, member.key) == gap(previous.1.value, other.key))
                }
                previous = (member, other)
                wasLast = position
            }
        } else if SpelledTree(before) == SpelledTree(after) {
            #expect(before.sourceText == after.sourceText)
        }
    }

    private static func follows(_ first: JSONMember, _ second: JSONMember, in object: JSONNode)
        -> Bool
    {
        var wasFirst = false
        for member in object.members {
            if wasFirst { return member.key.index == second.key.index }
            wasFirst = member.key.index == first.key.index
        }
        return false
    }

    private func gap(_ left: JSONNode, _ right: JSONNode) -> ArraySlice<UInt8> {
        left.tape.source[left.span.upperBound..<right.span.lowerBound]
    }
}
