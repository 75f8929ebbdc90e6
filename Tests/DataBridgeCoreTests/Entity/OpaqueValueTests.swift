import DataBridgeCore
import Foundation
import JSONSyntax
import Testing

struct OpaqueValueTests {
    struct Settings: OpaqueValue, Equatable {
        var theme = "light"
        var limit: UInt64 = 0
        var ratio = 0.1
        var price: Decimal = 0
        var since = Date(timeIntervalSinceReferenceDate: 0.1)
        var columns: [String: [Int]] = [:]
        var nickname: String?
    }

    struct Holder: Entity {
        var id: Int
        var settings: Settings
        var former: Settings?

        static let schema = Schema("holders", Holder.init) {
            Field(\.id, "id")
            Field(\.settings, "settings")
            Field(\.former, "former")
        }
    }

    /// Encodes as whatever text it holds, or throws.
    struct Odd: OpaqueValue {
        struct Secret: Error {}
        var isNull = false

        init(isNull: Bool) { self.isNull = isNull }

        init(from decoder: any Decoder) throws { throw Secret() }

        func encode(to encoder: any Encoder) throws {
            guard isNull else { throw Secret() }
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }

    private let settings = Settings(
        theme: "dark \u{1F600} e\u{301}", limit: .max, ratio: 1e-300,
        price: Decimal(string: "1234567890.0987654321") ?? 0,
        since: Date(timeIntervalSinceReferenceDate: 726_000_000.123_456_7),
        columns: ["b": [1, -2], "a": []])

    @Test func whatIsWrittenIsRead() throws {
        let value = try settings.fieldValue()
        #expect(try Settings(fieldValue: value) == settings)
        #expect(value.value(at: ["theme"]) == .string(settings.theme))
        #expect(value.value(at: ["columns", "b", "1"]) == -2)
        guard case .object(let object) = value else {
            Issue.record("\(value) is no object")
            return
        }
        #expect(object.names == ["theme", "limit", "ratio", "price", "since", "columns"])
    }

    @Test func bothWaysToJSONAgree() throws {
        var direct = JSONWriter()
        try settings.writeJSON(to: &direct)
        var detour = JSONWriter()
        try settings.fieldValue().writeJSON(to: &detour)
        #expect(direct.bytes == detour.bytes)
        let tape = try JSONTape(parsing: direct.bytes)
        #expect(try Settings(json: tape.root) == settings)
        #expect(tape.root["limit"]?.numberText == "18446744073709551615")
    }

    @Test func theTypeIsOpaqueToStores() {
        #expect(Settings.fieldType == .opaque)
        #expect(!Settings.isOptional)
        #expect([Settings?].fieldType == .array(.opaque, optionalElements: true))
        let path = ["settings", "columns", "b"]
        #expect(Holder.schema.collection.resolve(path)?.type == .opaque)
        #expect(Holder.schema.collection.fields[2].isOptional)
    }

    @Test func whatJSONCannotHoldIsRefused() throws {
        var bad = settings
        bad.ratio = .nan
        let error = #expect(throws: FieldValueError.self) { try bad.fieldValue() }
        #expect(error?.path == ["ratio"])
        #expect(error?.message == "Settings holds a value that JSON cannot hold")
    }

    @Test func nullIsRefused() throws {
        let error = #expect(throws: FieldValueError.self) { try Odd(isNull: true).fieldValue() }
        #expect(error?.message == "Odd encodes itself as null, which would read back as nil")
        var writer = JSONWriter()
        #expect(throws: FieldValueError.self) { try Odd(isNull: true).writeJSON(to: &writer) }
    }

    /// `null` is the last word of this text, and still no null.
    @Test func textThatEndsInNullIsNoNull() throws {
        let value = try Settings(theme: "null").fieldValue()
        #expect(try Settings(fieldValue: value).theme == "null")
    }

    @Test func foreignErrorsAreNamedOnly() throws {
        let encoding = #expect(throws: FieldValueError.self) { try Odd(isNull: false).fieldValue() }
        #expect(encoding?.message == "Odd threw Secret when it was encoded")
        let decoding = #expect(throws: FieldValueError.self) { try Odd(fieldValue: 1) }
        #expect(decoding?.message == "Odd threw Secret when it was decoded")
    }

    @Test(
        arguments: [
            (["theme": 1], "expected String", ["theme"]),
            (["theme": .null], "expected String, found null", ["theme"]),
            (["theme": "x"], "the member is missing", ["limit"]),
            (["theme": "x", "limit": -1], "the JSON is no Settings", ["limit"]),
        ] as [(Value, String, [String])])
    func badDataNamesItsPlace(_ value: Value, _ message: String, _ path: [String]) throws {
        let error = #expect(throws: FieldValueError.self) { try Settings(fieldValue: value) }
        #expect(error?.message == message)
        #expect(error?.path == path)
    }

    @Test func depthIsLimited() {
        struct Nest: OpaqueValue {
            var inner: [Nest] = []
        }
        var nest = Nest()
        for _ in 0..<600 { nest = Nest(inner: [nest]) }
        #expect(throws: FieldValueError.self) { try nest.fieldValue() }
    }
}
