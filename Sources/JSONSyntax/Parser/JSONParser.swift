/// One pass over a text that writes the tape.
///
/// The parser is iterative: open containers form a chain through the tape itself (see `TapeWord`),
/// so nesting costs no stack. Every read of `base` is guarded by a comparison with `end`.
struct JSONParser {
    let base: UnsafePointer<UInt8>
    let end: Int
    let options: JSONParsingOptions
    var tape: TapeStorage

    /// Index of the innermost open container, `none` outside of all.
    private(set) var current = JSONParser.none
    private var inObject = false
    /// Children of the innermost open container so far.
    private var count = 0
    private var depth = 0

    static let none = 0xFFFF_FFFF

    init(_ text: UnsafeBufferPointer<UInt8>, options: JSONParsingOptions) {
        // An empty buffer may have no address; nothing is read from it then.
        base = text.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
        end = text.count
        self.options = options
        tape = TapeStorage(forBytes: text.count)
    }

    /// Parses the whole text.
    mutating func parse() throws(JSONFailure) {
        guard end <= options.effectiveMaximumBytes else { throw JSONFailure(.tooLarge, 0) }
        var offset = 0
        if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF {
            guard options.allowBOM else { throw JSONFailure(.byteOrderMark, 0) }
            offset = 3
        }
        offset = skipSpace(offset)
        offset = try parseValue(offset)
        guard offset == end else { throw JSONFailure(.trailingContent, offset) }
    }

    /// Parses one value with all that it contains; returns the offset after it and after the space
    /// that follows.
    private mutating func parseValue(_ start: Int) throws(JSONFailure) -> Int {
        var offset = start
        while true {
            switch byte(offset) {
            case UInt8(ascii: "\""):
                offset = try parseString(offset)
            case UInt8(ascii: "{"):
                try open(.object, offset)
                offset = skipSpace(offset &+ 1)
                if byte(offset) != UInt8(ascii: "}") {
                    offset = try parseKey(offset, or: .expectedKey)
                    continue
                }
                try close(&offset)
            case UInt8(ascii: "["):
                try open(.array, offset)
                offset = skipSpace(offset &+ 1)
                if byte(offset) != UInt8(ascii: "]") { continue }
                try close(&offset)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                offset = try parseNumber(offset)
            default:
                offset = try parseLiteral(offset)
            }
            // A value has ended; so do the containers whose closing brackets follow.
            while true {
                offset = skipSpace(offset)
                if current == Self.none { return offset }
                count &+= 1
                let next = byte(offset)
                if next == UInt8(ascii: ",") {
                    offset = skipSpace(offset &+ 1)
                    if inObject { offset = try parseKey(offset, or: .expectedKeyAfterComma) }
                    break
                }
                guard next == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw JSONFailure(
                        inObject ? .expectedCommaInObject : .expectedCommaInArray, offset)
                }
                try close(&offset)
            }
        }
    }

    /// Parses a member name and its colon; returns the offset of the member's value.
    @inline(__always)
    private mutating func parseKey(
        _ start: Int, or problem: JSONFailure.Problem
    ) throws(JSONFailure) -> Int {
        guard byte(start) == UInt8(ascii: "\"") else { throw JSONFailure(problem, start) }
        let offset = skipSpace(try parseString(start))
        guard byte(offset) == UInt8(ascii: ":") else { throw JSONFailure(.expectedColon, offset) }
        return skipSpace(offset &+ 1)
    }

    @inline(__always)
    private mutating func open(_ kind: JSONKind, _ offset: Int) throws(JSONFailure) {
        guard depth < options.maximumDepth else { throw JSONFailure(.tooDeep, offset) }
        depth &+= 1
        if current != Self.none {
            // The parent's count waits in its own word until this container is closed.
            let info = tape.words[current &* 2 &+ 1]
            tape.words[current &* 2 &+ 1] = TapeWord.info(
                TapeWord.kind(info), count: count, next: TapeWord.next(info))
        }
        let parent = current
        current = tape.nodeCount
        tape.append(TapeWord.span(offset, offset), TapeWord.info(kind, next: parent))
        inObject = kind == .object
        count = 0
    }

    @inline(__always)
    private mutating func close(_ offset: inout Int) throws(JSONFailure) {
        if inObject, count > 1, options.duplicateKeys == .refuse {
            try DuplicateKeys(names: KeyNames(base: base, words: tape.words)).check(
                members: count, from: current &+ 1)
        }
        offset &+= 1
        depth &-= 1
        let word = current &* 2
        let parent = TapeWord.next(tape.words[word &+ 1])
        tape.words[word] = TapeWord.span(TapeWord.start(tape.words[word]), offset)
        tape.words[word &+ 1] = TapeWord.info(
            inObject ? .object : .array, count: count, next: tape.nodeCount)
        current = parent
        guard parent != Self.none else { return }
        let info = tape.words[parent &* 2 &+ 1]
        inObject = TapeWord.kind(info) == .object
        count = TapeWord.count(info)
    }

    /// The byte at an offset; 0, which begins nothing in JSON, at the end.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        offset < end ? base[offset] : 0
    }

    /// The offset of the next byte that is not white space.
    @inline(__always)
    private func skipSpace(_ start: Int) -> Int {
        guard start < end, base[start] <= 0x20 else { return start }
        return skipSpaceRun(start)
    }

    private func skipSpaceRun(_ start: Int) -> Int {
        var offset = start
        while offset < end {
            switch base[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                offset &+= 1
            default:
                return offset
            }
            // Indentation comes in runs of spaces.
            while end &- offset >= 8, WordScan.load(base, offset) == 0x2020_2020_2020_2020 {
                offset &+= 8
            }
        }
        return offset
    }
}
