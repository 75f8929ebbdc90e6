import DataBridgeCore
import DataBridgeTestKit
import Foundation
import Testing

struct SchemaRoundTripTests {
    private func problem<E: Entity>(_ entity: E.Type, using example: E? = nil) -> String? {
        do throws(SchemaFailure) {
            try SchemaRoundTrip.check(entity, using: example)
            return nil
        } catch {
            #expect(error.description.contains("SchemaRoundTripTests.swift"))
            return error.problem
        }
    }

    @Test func fieldsInOrderPass() {
        #expect(problem(Everything.self) == nil)
        #expect(problem(Document.self) == nil)
    }

    @Test func swappedTextsAreFound() {
        #expect(
            problem(Name.self) == "the field \"last\" reads what was given to \"first\": list the "
                + "fields in the order of the initialiser's parameters")
    }

    @Test func swappedFlagsAmongManyAreFound() {
        #expect(problem(Flags.self)?.contains("reads what was given to") == true)
    }

    @Test func swappedFieldsInsideAStructAreFound() {
        #expect(problem(Trip.self)?.contains("the field \"route\"") == true)
    }

    @Test func initialiserThatChangesAValueIsFound() {
        #expect(problem(Shouting.self)?.contains("does the initialiser change it?") == true)
    }

    @Test func wrongIDIsFound() {
        #expect(problem(Misnamed.self)?.contains("identifying()") == true)
    }

    @Test func whatCannotBeMadeUpAsksForAnExample() {
        #expect(problem(Contact.self)?.contains("\"address\"") == true)
        #expect(problem(Span.self)?.contains("the initialiser refuses") == true)
    }

    @Test func exampleIsTakenWhereNothingCanBeMadeUp() {
        #expect(problem(Contact.self, using: Contact(id: 1, address: Address("a@b"))) == nil)
        #expect(problem(Span.self, using: Span(checked: 1, 10, 20)) == nil)
        #expect(
            problem(CrossedSpan.self, using: CrossedSpan(checked: 1, 10, 10))?
                .contains("reads") == true)
    }
}

private enum Suit: String, FieldValue, CaseIterable {
    case clubs, hearts, spades
}

private struct Inner: Embedded {
    var from: String
    var to: String

    static let fields = EmbeddedFields(Inner.init) {
        Field(\.from, "from")
        Field(\.to, "to")
    }
}

private struct Everything: Entity {
    var id: UUID
    var flag: Bool
    var other: Bool
    var small: Int8
    var large: UInt64
    var double: Double
    var decimal: Decimal
    var date: Date
    var data: Data
    var duration: Duration
    var key: LosslessID
    var url: URL
    var suit: Suit
    var inner: Inner?
    var list: [String?]
    var named: [String: Int]

    static let schema = Schema("everything", Everything.init) {
        Field(\.id, "id")
        Field(\.flag, "flag")
        Field(\.other, "other")
        Field(\.small, "small")
        Field(\.large, "large")
        Field(\.double, "double")
        Field(\.decimal, "decimal")
        Field(\.date, "date")
        Field(\.data, "data")
        Field(\.duration, "duration")
        Field(\.key, "key")
        Field(\.url, "url")
        Field(\.suit, "suit")
        Field(\.inner, "inner")
        Field(\.list, "list")
        Field(\.named, "named")
    }
}

private struct Name: Entity {
    var id: Int
    var first: String
    var last: String

    static let schema = Schema("names", Name.init) {
        Field(\.id, "id")
        Field(\.last, "last")
        Field(\.first, "first")
    }
}

private struct Flags: Entity {
    var id: Int
    var a: Bool
    var b: Bool
    var c: Bool
    var d: Bool
    var e: Bool

    static let schema = Schema("flags", Flags.init) {
        Field(\.id, "id")
        Field(\.a, "a")
        Field(\.e, "e")
        Field(\.c, "c")
        Field(\.d, "d")
        Field(\.b, "b")
    }
}

private struct Route: Embedded {
    var from: String
    var to: String

    static let fields = EmbeddedFields(Route.init) {
        Field(\.to, "to")
        Field(\.from, "from")
    }
}

private struct Trip: Entity {
    var id: Int
    var route: Route

    static let schema = Schema("trips", Trip.init) {
        Field(\.id, "id")
        Field(\.route, "route")
    }
}

private struct Shouting: Entity {
    var id: Int
    var text: String

    static let schema = Schema("shouting", { Shouting(id: $0, text: $1.uppercased()) }) {
        Field(\.id, "id")
        Field(\.text, "text")
    }
}

private struct Misnamed: Entity {
    var id: Int { number }
    var serial: Int
    var number: Int

    static let schema = Schema("misnamed", Misnamed.init) {
        Field(\.serial, "serial")
        Field(\.number, "number")
    }
}

/// A text that holds an `@`.
private struct Address: FieldValue {
    var text: String

    init(_ text: String) { self.text = text }

    static var fieldType: FieldType { .string }

    init(fieldValue: Value) throws {
        text = try String(fieldValue: fieldValue)
        guard text.contains("@") else { throw FieldValueError("no address") }
    }

    func fieldValue() -> Value { .string(text) }
}

private struct Contact: Entity {
    var id: Int
    var address: Address

    static let schema = Schema("contacts", Contact.init) {
        Field(\.id, "id")
        Field(\.address, "address")
    }
}

/// A start and an end not before it.
private struct Span: Entity {
    var id: Int
    var start: Int
    var end: Int

    init(checked id: Int, _ start: Int, _ end: Int) {
        (self.id, self.start, self.end) = (id, start, end)
    }

    init(_ id: Int, _ start: Int, _ end: Int) throws {
        guard start >= 10, start <= end else { throw FieldValueError("ends before it starts") }
        self.init(checked: id, start, end)
    }

    static let schema = Schema("spans", Span.init(_:_:_:)) {
        Field(\.id, "id")
        Field(\.start, "start")
        Field(\.end, "end")
    }
}

private struct CrossedSpan: Entity {
    var id: Int
    var start: Int
    var end: Int

    init(checked id: Int, _ start: Int, _ end: Int) {
        (self.id, self.start, self.end) = (id, start, end)
    }

    init(_ id: Int, _ start: Int, _ end: Int) throws {
        guard start == 10 || end == 10 else { throw FieldValueError("neither is ten") }
        self.init(checked: id, start, end)
    }

    static let schema = Schema("crossed", CrossedSpan.init(_:_:_:)) {
        Field(\.id, "id")
        Field(\.end, "end")
        Field(\.start, "start")
    }
}
