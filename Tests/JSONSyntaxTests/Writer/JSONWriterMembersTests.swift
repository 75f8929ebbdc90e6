import Foundation
import JSONSyntax
import Testing

/// Members written from memory, against the same members written one by one.
struct JSONWriterMembersTests {
    struct Flat {
        var flag = true
        var count = 1
        var wide: Int64 = 2
        var ratio = 0.5
        var text = "text"
        var moment = Date(timeIntervalSinceReferenceDate: 0)
        var key = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
        var small: UInt8 = 3
        var maybeFlag: Bool?
        var maybeCount: Int?
        var maybeWide: Int64?
        var maybeRatio: Double?
        var maybeText: String?
        var maybeMoment: Date?
        var maybeKey: UUID?

        /// Everything there, and nothing that the writer cannot take from memory.
        static let full = Flat(
            maybeFlag: false, maybeCount: -1, maybeWide: -2, maybeRatio: -0.5, maybeText: "",
            maybeMoment: Date(timeIntervalSinceReferenceDate: 0.25), maybeKey: UUID())
    }

    /// How a member is written by itself.
    private struct Plain {
        var member: JSONMemberLayout.Member
        var isNil: (Flat) -> Bool
        var write: (Flat, inout JSONWriter) throws -> Void

        init<T>(
            _ name: String, _ path: KeyPath<Flat, T>, isNil: @escaping (Flat) -> Bool,
            leavesOutNil: Bool, _ write: @escaping (Flat, inout JSONWriter) throws -> Void
        ) {
            member = JSONMemberLayout.Member(
                JSONKey(name), T.self, at: MemoryLayout<Flat>.offset(of: path),
                leavesOutNil: leavesOutNil)
            self.isNil = isNil
            self.write = write
        }

        init<T>(
            _ name: String, _ path: KeyPath<Flat, T>,
            _ write: @escaping (T, inout JSONWriter) throws -> Void
        ) {
            self.init(name, path, isNil: { _ in false }, leavesOutNil: false) {
                try write($0[keyPath: path], &$1)
            }
        }

        init<T>(
            _ name: String, _ path: KeyPath<Flat, T?>, leavesOutNil: Bool,
            _ write: @escaping (T, inout JSONWriter) throws -> Void
        ) {
            self.init(
                name, path, isNil: { $0[keyPath: path] == nil }, leavesOutNil: leavesOutNil
            ) { flat, writer in
                guard let value = flat[keyPath: path] else { return writer.null() }
                try write(value, &writer)
            }
        }
    }

    private static func members(leavesOutNil: Bool = true) -> [Plain] {
        let date: (Date, inout JSONWriter) throws -> Void = {
            try $1.timestamp($0.timeIntervalSinceReferenceDate)
        }
        return [
            Plain("flag", \.flag) { $1.bool($0) },
            Plain("count", \.count) { $1.int($0) },
            Plain("a name of more than one word", \.wide) { $1.int64($0) },
            Plain("ratio", \.ratio) { try $1.double($0) },
            Plain("\"text\"", \.text) { $1.string($0) },
            Plain("moment", \.moment, date),
            Plain("", \.key) { $1.uuid($0) },
            Plain("maybeFlag", \.maybeFlag, leavesOutNil: leavesOutNil) { $1.bool($0) },
            Plain("maybeCount", \.maybeCount, leavesOutNil: leavesOutNil) { $1.int($0) },
            Plain("maybeWide", \.maybeWide, leavesOutNil: leavesOutNil) { $1.int64($0) },
            Plain("maybeRatio", \.maybeRatio, leavesOutNil: leavesOutNil) { try $1.double($0) },
            Plain("größe", \.maybeText, leavesOutNil: leavesOutNil) { $1.string($0) },
            Plain("maybeMoment", \.maybeMoment, leavesOutNil: leavesOutNil, date),
            Plain("maybeKey", \.maybeKey, leavesOutNil: leavesOutNil) { $1.uuid($0) },
        ]
    }

    private static var small: Plain { Plain("small", \.small) { $1.integer($0) } }

    private func expected(
        _ flat: Flat, _ members: [Plain], style: JSONWritingStyle = .compact
    ) throws -> String {
        var writer = JSONWriter(style: style)
        writer.beginObject()
        for member in members {
            if member.member.leavesOutNil, member.isNil(flat) { continue }
            writer.key(member.member.key)
            try member.write(flat, &writer)
        }
        writer.endObject()
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// What is written from memory, and the members that had to be written by themselves.
    private func written(
        _ flat: Flat, _ members: [Plain], style: JSONWritingStyle = .compact,
        escapeSlashes: Bool = false, capacity: Int = 10_000
    ) throws -> (text: String, others: [Int]) {
        let layout = JSONMemberLayout(members.map(\.member))
        #expect(layout.count == members.count)
        var writer = JSONWriter(style: style, escapeSlashes: escapeSlashes, capacity: capacity)
        var others: [Int] = []
        writer.beginObject()
        try withUnsafePointer(to: flat) { flat in
            var index = writer.members(layout, of: flat, from: 0)
            while index < members.count {
                others.append(index)
                let member = members[index]
                if !(member.member.leavesOutNil && member.isNil(flat.pointee)) {
                    writer.key(member.member.key)
                    try member.write(flat.pointee, &writer)
                }
                index = writer.members(layout, of: flat, from: index + 1)
            }
        }
        writer.endObject()
        return (String(decoding: writer.finish(), as: UTF8.self), others)
    }

    private func check(_ flat: Flat, others: [Int] = [], line: Int = #line) throws {
        for leavesOutNil in [true, false] {
            let members = Self.members(leavesOutNil: leavesOutNil)
            let written = try written(flat, members)
            #expect(try written.text == expected(flat, members), "line \(line)")
            #expect(written.others == others, "line \(line)")
        }
    }

    @Test func allKindsAreTakenFromMemory() throws {
        try check(Flat())
        try check(.full)
    }

    @Test func otherKindsAndAddresslessMembersAreLeftToTheCaller() throws {
        var addressless = Self.members()[1]
        addressless.member = JSONMemberLayout.Member(
            "count", Int.self, at: nil, leavesOutNil: false)
        let members = [Self.small, Self.members()[0], addressless, Self.small]
        let written = try written(Flat(), members)
        #expect(written.text == #"{"small":3,"flag":true,"count":1,"small":3}"#)
        #expect(written.others == [0, 2, 3])
        #expect(try self.written(Flat(), []).text == "{}")
    }

    @Test func membersThatAreAllNilLeaveAnEmptyObject() throws {
        let members = Array(Self.members()[7...])
        #expect(try written(Flat(), members).text == "{}")
        #expect(try written(Flat(), [members[0], Self.small]).text == #"{"small":3}"#)
    }

    @Test func otherStylesAreLeftToTheCaller() throws {
        let members = Self.members()
        let pretty = try written(.full, members, style: .pretty)
        #expect(try pretty.text == expected(.full, members, style: .pretty))
        #expect(pretty.others == Array(members.indices))
        #expect(try written(.full, members, escapeSlashes: true).others == Array(members.indices))
    }

    @Test func everyBufferSizeWillDo() throws {
        let members = Self.members()
        let expected = try expected(.full, members)
        for capacity in 0..<600 {
            #expect(try written(.full, members, capacity: capacity).text == expected)
        }
    }

    // MARK: Text

    @Test func everyCharacterAtEveryOffset() throws {
        var characters = (0..<0x80).map { String(UnicodeScalar(UInt8($0))) }
        characters += ["\u{80}", "é", "\u{7FF}", "\u{2028}", "€", "\u{FFFF}", "😀", "e\u{301}"]
        let members = [Self.members()[4], Self.members()[11]]
        for character in characters {
            let isPlain = character.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
            for offset in 0..<18 {
                for rest in [0, 9] {
                    var flat = Flat()
                    flat.text =
                        String(repeating: "a", count: offset) + character
                        + String(repeating: "ü", count: rest)
                    flat.maybeText = String(flat.text.reversed())
                    let written = try written(flat, members)
                    #expect(try written.text == expected(flat, members))
                    #expect(written.others == (isPlain ? [] : [0, 1]))
                }
            }
        }
    }

    /// The escapes by the definition, a byte at a time.
    private func slowly(_ text: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        let letters: [UInt8: Character] = [
            0x22: "\"", 0x5C: "\\", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0C: "f", 0x0D: "r",
        ]
        for byte in text.utf8 {
            if let letter = letters[byte] {
                result += "\\\(letter)".utf8
            } else if byte < 0x20 {
                let digits = String(byte, radix: 16)
                result += "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8
            } else {
                result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    @Test func randomTextIsEscapedAsDefined() throws {
        var random = SeededGenerator(seed: 20)
        let alphabet = Array(
            "aaaaaaaabcxyz \"\\/\u{0}\u{1F}\n\r\t\u{8}\u{C}é€😀\u{7F}\u{80}".unicodeScalars)
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "a")
            }
            var writer = JSONWriter()
            writer.string(text)
            let bytes = writer.finish()
            #expect(bytes == Array(slowly(text).utf8))
            #expect(
                try JSONTape(parsing: bytes).root.string.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    // MARK: Numbers and moments

    @Test func integersOfEveryLength() throws {
        var flat = Flat()
        var values: [Int64] = [0, .max, .min, .max - 1, .min + 1]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            values += [power - 1, power, power + 1, -power + 1, -power, -power - 1]
        }
        for value in values {
            flat.wide = value
            flat.count = Int(value)
            flat.maybeWide = value
            flat.maybeCount = Int(value)
            try check(flat)
            let text = try written(flat, Self.members()).text
            #expect(text.contains("\"count\":\(value),"))
        }
    }

    @Test func randomDoublesComeBackToTheBit() throws {
        var random = SeededGenerator(seed: 21)
        var values: [Double] = [
            0, -0.0, 1, -1, 0.1, 1e-3, 1e-4, 1e11, 1e15, 1e16, 1e17, 1e22, 1e23, .pi,
            .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude, 0x1p53, 0x1p53 + 2, 123_456_789.25, 99_999_999_999.9999,
        ]
        for _ in 0..<1_000 {
            values.append(Double(bitPattern: random.next()))
            values.append(Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 100)
        }
        var flat = Flat()
        for value in values {
            flat.ratio = value
            flat.maybeRatio = value
            guard value.isFinite else { continue }
            try check(flat)
            let tape = try JSONTape(parsing: written(flat, Self.members()).text)
            #expect(tape.root["ratio"]?.double?.bitPattern == value.bitPattern)
        }
    }

    @Test func randomMomentsComeBackToTheBit() throws {
        var random = SeededGenerator(seed: 22)
        var values: [Double] = [
            -63_145_526_400, 252_423_993_599, (252_423_993_600.0).nextDown, 0, 0.1, -0.1, -0.25,
            .leastNonzeroMagnitude, 1e-9, 737_642_096.125,
        ]
        for _ in 0..<700 {
            values.append(.random(in: -63_145_526_400..<252_423_993_600, using: &random))
            values.append(.random(in: -1...1, using: &random))
            let whole = Double(Int.random(in: 0...1_000_000_000, using: &random))
            values.append(whole + Double(Int.random(in: 0...999, using: &random)) / 1000)
        }
        var flat = Flat()
        for value in values {
            flat.moment = Date(timeIntervalSinceReferenceDate: value)
            flat.maybeMoment = flat.moment
            try check(flat)
            let tape = try JSONTape(parsing: written(flat, Self.members()).text)
            #expect(tape.root["moment"]?.timestamp == value)
            #expect(tape.root["maybeMoment"]?.timestamp == value)
        }
    }

    @Test func whatCannotBeWrittenIsLeftToTheCaller() throws {
        let members = Self.members()
        var flat = Flat()
        for value in [Double.nan, .infinity, -.infinity] {
            flat.ratio = value
            #expect(throws: JSONWritingError.self) { try written(flat, members) }
        }
        flat = Flat()
        for value in [252_423_993_600, (-63_145_526_400.0).nextDown, .nan, .infinity] {
            flat.moment = Date(timeIntervalSinceReferenceDate: value)
            #expect(throws: JSONWritingError.self) { try written(flat, members) }
        }
    }
}
