extension JSONParser {
    /// Parses a text; whoever takes the memory frees it.
    static func parse(
        _ text: UnsafeBufferPointer<UInt8>, options: JSONParsingOptions
    ) -> Result<TapeStorage, JSONSyntaxError> {
        var parser = JSONParser(text, options: options)
        do throws(JSONFailure) {
            try parser.parse()
            return .success(parser.tape)
        } catch {
            defer { parser.tape.deallocate() }
            return .failure(error.error(in: parser.context(of: error)))
        }
    }

    /// What the sentence about a failure needs to know of the parser's state.
    func context(of failure: JSONFailure) -> JSONFailure.Context {
        let text = UnsafeBufferPointer(start: base, count: end)
        var name: String?
        if failure.problem == .duplicateKey {
            // The name's closing quote is there: the object had been read to its end.
            let names = KeyNames(base: base, words: tape.words)
            var key = current + 1
            while TapeWord.start(tape.words[key * 2]) != failure.offset { key = names.next(key) }
            name = String(decoding: names.raw(key), as: UTF8.self)
        }
        let container = current == Self.none ? nil : TapeWord.start(tape.words[current * 2])
        return JSONFailure.Context(text: text, options: options, container: container, name: name)
    }
}
