import DataBridgeCore
import Foundation
import JSONSyntax

extension BackendTruth {
    static func values() throws {
        let all: [(Value, kind: String)] = [
            (.null, "null"), (.bool(true), "bool"), (.int(1), "int"), (.double(1.5), "double"),
            (.decimal(2.5), "decimal"), (.string("s"), "string"), (.date(Date()), "date"),
            (.uuid(UUID()), "uuid"), (.data(Data([1])), "data"), (.duration(.seconds(1)), ""),
            (.array([1]), "array"), (.object(["a": 1]), "object"),
        ]
        for (value, kind) in all {
            try check(value.compare(to: value) == 0 && value == value, "\(kind) equals itself")
            try check(!value.kindName.isEmpty, "\(kind) has a name")
            try check(value.isNull == (kind == "null"), "\(kind)")
            try check(
                value.isNumber == ["int", "double", "decimal"].contains(kind), "\(kind) a number")
        }
        try check(Value.int(1).compare(to: .double(1.5)) < 0, "numbers by their size")
        try check(Value.string("a").idText == "a" && Value.int(7).idText == "7", "ids")

        let tape = try JSONTape(
            parsing: Array(#"{"a":[1,2.50,"x"],"at":"1970-01-01T00:00:00Z"}"#.utf8))
        let value = Value(json: tape.root)
        try check(value.value(at: ["a", "0"]) == 1, "as it stands")
        var writer = JSONWriter()
        try value.writeJSON(to: &writer)
        try check(writer.finish() == tape.source, "and back")
        guard let at = tape.root["at"] else { return try check(false, "a member") }
        try check(
            try Value(json: at, as: .date) == .date(Date(timeIntervalSince1970: 0)), "as a date")
    }

    static func numbersAndTexts() throws {
        guard let number = LosslessNumber("92.10"), let whole = LosslessNumber("12") else {
            return try check(false, "numbers by their text")
        }
        try check(number.text == "92.10" && number.double == 92.1, "as it is spelled")
        try check(number.decimal == Decimal(string: "92.1") && number.int64 == nil, "as numbers")
        try check(whole.int64 == 12 && whole.isSpelledAsInteger, "an integer")
        try check(LosslessNumber(Int64(12)) == whole, "of an integer")
        try check(LosslessNumber(92.1)?.compareValue(to: number) == 0, "of a double, by value")
        try check(LosslessNumber(Decimal(3))?.text == "3", "of a decimal")
        try check(number != LosslessNumber("92.1"), "the spelling counts")
        try check(Value.number(number) == .double(92.1), "but not in values that are numbers")
        try check(LosslessID(number).value == .spelledNumber(number), "in ids it does")
        try check(LosslessID(member: .int(3)) == .integer(3), "an id in an object")
        try check(LosslessID(value: .bool(true)) == nil, "no id")
        try check(LosslessID.number(number) == LosslessID(parsing: "92.10"), "an id of a text")

        try check(DecimalText.text(27.1) == "27.1" && DecimalText.decimal("1e400") == nil, "exact")
        try check(DurationText.text(.milliseconds(1_500)) == "PT1.5S", "durations")
        try check(DurationText.duration("PT1M") == .seconds(60), "are read in any unit")
        // One letter and two: the same to Swift, not to a store.
        try check("é" == "e\u{301}" && !ByteOrder.equal("é", "e\u{301}"), "by bytes")
        try check(ByteOrder.compare("a", "b") < 0 && ByteOrder.precedes("Z", "a"), "their order")
        try check(ByteOrder.hasPrefix("abc", "ab") && ByteOrder.hasSuffix("abc", "bc"), "ends")
        try check(ByteOrder.contains("abc", "b"), "parts")
        try check(TextMatch(.prefix, "AB", ignoringCase: true).matches("abc"), "in either case")
    }

    /// An amount of money, kept as a text such as `EUR 27.10`.
    struct Money: FieldValue, Equatable {
        var currency: String
        var amount: Decimal

        static var fieldType: FieldType { .string }

        init(_ currency: String, _ amount: Decimal) {
            self.currency = currency
            self.amount = amount
        }

        init(fieldValue: Value) throws {
            guard case .string(let text) = fieldValue else {
                throw FieldValueError.mismatch(expected: "an amount", found: fieldValue)
            }
            let parts = text.split(separator: " ").map(String.init)
            guard parts.count == 2, let amount = DecimalText.decimal(parts[1]) else {
                throw FieldValueError("\"\(text)\" is no amount")
            }
            self.init(parts[0], amount)
        }

        func fieldValue() throws -> Value {
            guard let amount = DecimalText.text(amount) else {
                throw FieldValueError("an amount that is no number")
            }
            return .string("\(currency) \(amount)")
        }

        init(json node: JSONNode) throws {
            try self.init(fieldValue: Value(json: node))
        }

        func writeJSON(to writer: inout JSONWriter) throws {
            try fieldValue().writeJSON(to: &writer)
        }
    }

    /// A value that prints as nothing; to the store it is what it holds, also when that is nil.
    struct Secret<Held: FieldValue & Equatable>: FieldValue, Equatable, CustomStringConvertible {
        var held: Held

        var description: String { "…" }

        init(_ held: Held) { self.held = held }

        static var fieldType: FieldType { Held.fieldType }
        static var isOptional: Bool { Held.isOptional }
        static func isNil(_ value: Secret) -> Bool { Held.isNil(value.held) }
        init(fieldValue: Value) throws { held = try Held(fieldValue: fieldValue) }
        func fieldValue() throws -> Value { try held.fieldValue() }
        init(json node: JSONNode) throws { held = try Held(json: node) }
        func writeJSON(to writer: inout JSONWriter) throws { try held.writeJSON(to: &writer) }
    }

    struct Account: Entity, Equatable {
        var id: Int
        var balance: Money
        var password: Secret<String?>

        static let schema = Schema("accounts", Account.init) {
            Field(\.id, "id")
            Field(\.balance, "balance")
            Field(\.password, "password")
        }
    }

    static func fieldsOfOnesOwn() async throws {
        let store = try await RowStore(RowDisk(), entities: [Account.schema])
        let accounts = store.repository(for: Account.self)
        let some = [
            Account(id: 1, balance: Money("EUR", 27.1), password: Secret(nil)),
            Account(id: 2, balance: Money("EUR", -3), password: Secret("x")),
        ]
        try await accounts.insert(all: some)
        try check(try await accounts.find() == some, "there and back")
        try check(try await accounts.count(where: \.balance == Money("EUR", -3)) == 1, "compared")
        let path = Filter<Account>.field("password")
        try check(try await accounts.find(where: path.isNil).map(\.id) == [1], "nil inside")
        var writer = JSONWriter()
        try Account.schema.encode(some[1], to: &writer)
        let node = try JSONTape(parsing: writer.finish()).root
        try check(try Account.schema.decode(node) == some[1], "in JSON")
    }
}
