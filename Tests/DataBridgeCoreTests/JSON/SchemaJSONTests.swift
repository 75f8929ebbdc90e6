import DataBridgeCore
import Foundation
import JSONSyntax
import Testing

struct SchemaJSONTests {
    enum Level: Int, FieldValue { case low = 1, high }

    struct Address: Embedded, Equatable {
        var city: String
        var zip: String?

        static let fields = EmbeddedFields(Address.init) {
            Field(\.city, "city")
            Field(\.zip, "zip")
        }
    }

    struct Person: Entity, Equatable {
        var id: LosslessID
        var name: String
        var isActive: Bool
        var level: Level
        var score: Double
        var half: Float
        var born: Date?
        var key: UUID
        var price: Decimal
        var wait: Duration
        var home: Address
        var others: [Address]
        var tags: [String: Int]
        var note: String?

        static let schema = Schema("people", Person.init) {
            Field(\.id, "id")
            Field(\.name, "name")
            Field(\.isActive, "active", default: true)
            Field(\.level, "level")
            Field(\.score, "score")
            Field(\.half, "half")
            Field(\.born, "born")
            Field(\.key, "key")
            Field(\.price, "price")
            Field(\.wait, "wait")
            Field(\.home, "home")
            Field(\.others, "others", default: [])
            Field(\.tags, "tags", default: [:])
            Field(\.note, "note", default: "none")
        }
    }

    /// A class, a computed property and an observed one have no place of their own in memory.
    final class Reading: Entity {
        let id: Int
        let label: String?
        var length: Int { label?.utf8.count ?? -1 }

        init(id: Int, label: String?, length: Int) {
            self.id = id
            self.label = label
        }

        static let schema = Schema("readings", Reading.init) {
            Field(\.id, "id")
            Field(\.label, "label")
            Field(\.length, "length")
        }
    }

    private struct Line: Entity {
        var id: Int
        var label: String

        static let schema = Schema("lines", Line.init) {
            Field(\.id, "id")
            Field(\.label, "label")
        }
    }

    @Test func aStyleOnOneLineSpacesEveryMember() throws {
        for label in ["plain", "to \"escape\""] {
            var writer = JSONWriter(style: JSONWritingStyle(indent: "", newline: ""))
            try Line.schema.encode(Line(id: 1, label: label), to: &writer)
            let text = String(decoding: writer.bytes, as: UTF8.self)
            #expect(text.hasPrefix(#"{"id": 1,"#), "\(text)")
            #expect(text.contains(#""label": ""#), "\(text)")
        }
    }

    @Test func aClassIsWrittenLikeAStruct() throws {
        var writer = JSONWriter()
        try Reading.schema.encode(Reading(id: 1, label: "a\n", length: 0), to: &writer)
        writer.endLine()
        try Reading.schema.encode(Reading(id: -2, label: nil, length: 0), to: &writer)
        #expect(
            String(decoding: writer.finish(), as: UTF8.self)
                == #"{"id":1,"label":"a\n","length":2}"# + "\n" + #"{"id":-2,"length":-1}"#)
    }

    @Test func whatIsWrittenFromMemoryIsWhatTheValuesSay() throws {
        var people = [person]
        people.append(person)
        people[1].name = "plain"
        people[1].born = nil
        people[1].note = "a"
        for style in [JSONWritingStyle.compact, .pretty] {
            for capacity in [0, 40, 80, 160, 10_000] {
                for person in people {
                    var direct = JSONWriter(style: style, capacity: capacity)
                    try Person.schema.encode(person, to: &direct)
                    var byValues = JSONWriter(style: style)
                    try JSONRecordCoding(Person.schema.collection)
                        .write(Person.schema.values(of: person), to: &byValues)
                    #expect(direct.finish() == byValues.finish())
                }
            }
        }
    }

    private let person = Person(
        id: 7, name: "Zoë \"Z\"", isActive: false, level: .high, score: 0.1, half: 0.1,
        born: Date(timeIntervalSinceReferenceDate: -12.25),
        key: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
        price: Decimal(27125) / 1000, wait: .seconds(3), home: Address(city: "Graz", zip: nil),
        others: [Address(city: "Wien", zip: "1010")], tags: ["a": 1], note: nil)

    private func encoded(_ person: Person) throws -> [UInt8] {
        var writer = JSONWriter()
        try Person.schema.encode(person, to: &writer)
        return writer.finish()
    }

    @Test func versionIsWrittenSoThatNoUpgradeStepRuns() throws {
        let schema = Person.schema.version(2, storedIn: "v")
            .upgrade(from: 1) { $0.set("name", to: "upgraded") }
        var writer = JSONWriter()
        try schema.encode(person, to: &writer)
        let node = try JSONTape(parsing: writer.finish()).root
        let values = try JSONRecordCoding(schema.collection).values(from: node)
        #expect(values[1] == .string(person.name))
        #expect(try schema.decode(node) == person)
    }

    @Test func entityComesBackEqual() throws {
        let bytes = try encoded(person)
        #expect(try Person.schema.decode(JSONTape(parsing: bytes).root) == person)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""half":0.1,"#))
        #expect(text.contains(#""home":{"city":"Graz"}"#))
        // A nil that absence would not say is written.
        #expect(text.contains(#""note":null"#))
    }

    @Test func wayThroughValuesAgrees() throws {
        let coding = JSONRecordCoding(Person.schema.collection)
        let tape = try JSONTape(parsing: encoded(person))
        let values = try coding.values(from: tape.root)
        var writer = JSONWriter()
        try coding.write(values, to: &writer)
        #expect(writer.finish() == tape.source)
        #expect(try coding.id(of: tape.root) == 7)
    }

    @Test func membersMayStandInAnyOrderAndBeAbsent() throws {
        let text = #"""
            {"unknown": [1], "home": {"zip": null, "city": "Graz", "more": 1}, "wait": "PT3S",
             "price": 27.125, "key": "01020304-0506-0708-090a-0B0C0D0E0F10", "half": 0.1,
             "score": 1, "level": 2.0, "name": "x", "id": "p"}
            """#
        let read = try Person.schema.decode(JSONTape(parsing: text).root)
        #expect(read.isActive && read.others.isEmpty && read.tags.isEmpty && read.note == "none")
        #expect(read.born == nil && read.id == "p" && read.key == person.key)
    }

    @Test(arguments: [
        (#""level": 3"#, "level", "not a case"), (#""level": "x""#, "level", "expected an integer"),
        (#""name": 5"#, "name", "expected a string"),
        (#""home": {"zip": "1"}"#, "home.city", "missing"),
        (#""others": [{"city": "a"}, {"city": 1}]"#, "others.1.city", "expected a string"),
        (#""active": null"#, "active", "expected a boolean"),
        (#""score": "x""#, "score", "expected a number"),
        (#""home": []"#, "home", "expected an object"),
        (#""others": {}"#, "others", "expected an array"),
        (#""tags": {"a": "b"}"#, "tags.a", "expected an integer"),
    ])
    func badMemberIsNamed(_ member: String, _ path: String, _ message: String) throws {
        var fields = [
            "id": "1", "name": #""x""#, "level": "1", "score": "1", "half": "1",
            "key": #""01020304-0506-0708-090a-0B0C0D0E0F10""#, "price": "1", "wait": #""PT1S""#,
            "home": #"{"city": "a"}"#,
        ]
        let name = String(member.dropFirst().prefix { $0 != "\"" })
        fields[name] = nil
        let rest = fields.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",")
        let tape = try JSONTape(parsing: "{\(rest),\n\(member)}")
        let error = #expect(throws: DataError.self) { try Person.schema.decode(tape.root) }
        #expect(error?.code == .corrupted)
        #expect(error?.fields == [path])
        #expect(error?.source?.line == 2)
        #expect(error?.message.contains(message) == true)
        #expect(error?.recordID == 1)
        // Cases of enums are known to the type alone.
        guard message != "not a case" else { return }
        #expect(throws: FieldValueError.self) {
            try JSONRecordCoding(Person.schema.collection).values(from: tape.root)
        }
    }

    @Test func whatCannotBeWrittenIsNamed() throws {
        var bad = person
        bad.score = .infinity
        let error = #expect(throws: DataError.self) { try encoded(bad) }
        #expect(error?.code == .invalid)
        #expect(error?.fields == ["score"])
        #expect(error?.recordID == 7)
    }

    @Test func documentKeepsEverything() throws {
        let text = #"{"z":1.50,"id":92.10,"a":[{}]}"#
        let document = try Document.schema.decode(JSONTape(parsing: text).root)
        var writer = JSONWriter()
        try Document.schema.encode(document, to: &writer)
        #expect(String(decoding: writer.finish(), as: UTF8.self) == text)
        #expect(throws: DataError.self) { try Document.schema.decode(JSONTape(parsing: "[]").root) }
    }

    @Test func olderRecordIsUpgraded() throws {
        struct Versioned: Entity {
            var id: Int
            var title: String

            static let schema = Schema("versioned", Versioned.init) {
                Field(\.id, "id")
                Field(\.title, "title")
            }
            .upgrade(from: 1) { $0.set("title", to: $0["name"] ?? "none") }
            .version(2, storedIn: "v")
        }
        let coding = JSONRecordCoding(Versioned.schema.collection)
        let old = try JSONTape(parsing: #"{"id":1,"name":"x"}"#)
        #expect(try coding.values(from: old.root) == [1, "x"])
        let new = try JSONTape(parsing: #"{"id":1,"title":"y","v":2}"#)
        #expect(try coding.values(from: new.root) == [1, "y"])
        var writer = JSONWriter()
        try coding.write([1, "y"], to: &writer)
        #expect(writer.finish() == new.source)
        let newer = try JSONTape(parsing: #"{"id":1,"title":"y","v":3}"#)
        #expect { try coding.values(from: newer.root) } throws: { DataError.Code.unsupported ~= $0 }
    }
}
