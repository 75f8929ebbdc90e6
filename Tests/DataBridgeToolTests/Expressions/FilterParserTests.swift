import DataBridgeCore
@testable import DataBridgeTool
import Testing

struct FilterParserTests {
    private func path(_ names: String...) -> FieldPath { FieldPath(names: names) }

    @Test func comparisonsAreRead() throws {
        let cases: [(String, FilterExpression.Comparison)] = [
            ("=", .equal), ("==", .equal), ("!=", .notEqual), ("<>", .notEqual), ("<", .less),
            ("<=", .lessOrEqual), (">", .greater), (">=", .greaterOrEqual),
        ]
        for (mark, comparison) in cases {
            let expected = FilterExpression.compares(path("priority"), comparison, 3)
            #expect(try FilterParser.parse("priority \(mark) 3") == expected)
            #expect(try FilterParser.parse("priority\(mark)3") == expected)
        }
    }

    @Test(
        arguments: [
            ("pending", .string("pending")), ("in-progress", .string("in-progress")),
            ("\"a b\"", .string("a b")), ("'a \"b\" c'", .string("a \"b\" c")),
            ("\"it's\"", .string("it's")), (#""a\"b\\c\n\u00e9""#, .string("a\"b\\c\né")),
            (#"'it\'s'"#, .string("it's")), ("3", .int(3)), ("-3", .int(-3)),
            ("9223372036854775807", .int(.max)), ("true", .bool(true)), ("false", .bool(false)),
            ("null", .null), ("2025-01-31T10:00:00Z", .string("2025-01-31T10:00:00Z")),
            ("True", .string("True")), ("007", .string("007")), ("[]", .array([])),
            ("[1, \"a]\", [2]]", .array([1, "a]", .array([2])])), ("{\"a\": {}}", ["a": [:]]),
            ("café", .string("café")), ("\"\"", .string("")),
        ] as [(String, Value)])
    func valuesAreRead(_ text: String, _ value: Value) throws {
        #expect(try FilterParser.parse("a = \(text)") == .compares(path("a"), .equal, value))
    }

    @Test(arguments: ["92.10", "1e400", "-0", "9223372036854775808"])
    func numbersKeepTheirSpelling(_ text: String) throws {
        guard case .compares(_, _, .number(let number)) = try FilterParser.parse("a = \(text)")
        else {
            Issue.record("\(text) is no number of its own spelling")
            return
        }
        #expect(number.text == text)
    }

    @Test func fieldsAreRead() throws {
        let test = { (text: String) in try FilterParser.parse(text + " = 1") }
        #expect(try test("a.b.0") == .compares(path("a", "b", "0"), .equal, 1))
        #expect(try test("\"due date\"") == .compares(path("due date"), .equal, 1))
        #expect(try test("\"a.b\".'c d'.e") == .compares(path("a.b", "c d", "e"), .equal, 1))
        #expect(try test("in") == .compares(path("in"), .equal, 1))
        #expect(try test("\"not\"") == .compares(path("not"), .equal, 1))
        #expect(try test("größe") == .compares(path("größe"), .equal, 1))
    }

    @Test func wordTestsAreRead() throws {
        let a = path("a")
        #expect(try FilterParser.parse("a in (1, x, null)") == .isIn(a, [1, "x", .null]))
        #expect(try FilterParser.parse("a not in(1)") == .not(.isIn(a, [1])))
        #expect(try FilterParser.parse("a between 1 and 2") == .isBetween(a, 1, 2))
        #expect(try FilterParser.parse("a NOT BETWEEN 1 AND 2") == .not(.isBetween(a, 1, 2)))
        #expect(try FilterParser.parse("a is null") == .compares(a, .equal, .null))
        #expect(try FilterParser.parse("a is not null") == .compares(a, .notEqual, .null))
        #expect(try FilterParser.parse("a prefix x") == .matches(a, TextMatch(.prefix, "x")))
        #expect(
            try FilterParser.parse("a suffix~i \"X\"")
                == .matches(a, TextMatch(.suffix, "X", ignoringCase: true)))
        #expect(
            try FilterParser.parse("a contains ~I x")
                == .matches(a, TextMatch(.anywhere, "x", ignoringCase: true)))
        #expect(try FilterParser.parse("a contains x") == .contains(a, "x"))
        #expect(try FilterParser.parse("a not contains 3") == .not(.contains(a, 3)))
    }

    @Test func precedenceIsNotAndOr() throws {
        let one = FilterExpression.compares(path("a"), .equal, 1)
        let two = FilterExpression.compares(path("b"), .equal, 2)
        let three = FilterExpression.compares(path("c"), .equal, 3)
        #expect(
            try FilterParser.parse("a = 1 or b = 2 and c = 3") == .or([one, .and([two, three])]))
        #expect(
            try FilterParser.parse("(a = 1 or b = 2) and c = 3") == .and([.or([one, two]), three]))
        #expect(try FilterParser.parse("not a = 1 and b = 2") == .and([.not(one), two]))
        #expect(try FilterParser.parse("not not (a = 1)") == .not(.not(one)))
        #expect(
            try FilterParser.parse(" a=1 AND b=2 And c=3 ") == .and([one, two, three]))
    }

    @Test(
        arguments: [
            ("", 0, "field's name"), ("a", 1, "expected =,"), ("a =", 3, "a value after \"=\""),
            ("a = and b = 1", 4, "in quotes"), ("a = 1 b = 2", 6, "\"and\", \"or\" or the end"),
            ("a = 1 and", 9, "field's name"), ("and b = 1", 0, "before \"and\""),
            ("(a = 1", 0, "never closed"), ("(a = 1 x", 7, "or \")\""),
            ("a = 1)", 5, "found \")\""),
            ("a = \"x", 4, "closing quote"), ("a = \"\\x\"", 5, "escape"),
            ("a in 1", 5, "expected ("),
            ("a in (1 2)", 8, ", or )"), ("a in ()", 6, "a value"), ("a between 1", 11, "\"and\""),
            ("a is 3", 5, "expected null"), ("a < null", 4, "is null"), ("a prefix 3", 9, "texts"),
            ("a contains~i 3", 13, "texts"), ("a contains~x y", 11, "~i"), ("a.b. = 1", 5, "name"),
            ("a = [1", 4, "never closed"), ("a = [1,]", 7, "comma"), ("a ! b", 2, "expected =,"),
            ("é = ü or ö", 13, "expected =,"),
        ] as [(String, Int, String)])
    func mistakesHaveAPlace(_ text: String, _ offset: Int, _ part: String) {
        let error = #expect(throws: ExpressionError.self) { try FilterParser.parse(text) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func mistakesAreShownInPlace() {
        let error = #expect(throws: ExpressionError.self) {
            try FilterParser.parse("title = \"日本\" ond b = 1")
        }
        #expect(
            error?.about("--where", of: "query").lines == [
                "--where, character 14: expected \"and\", \"or\" or the end, found \"ond\". "
                    + "See: databridge help query",
                "  title = \"日本\" ond b = 1",
                "                 ^",
            ])
    }

    @Test func deepNestingIsRefused() throws {
        let fine = String(repeating: "(", count: 99) + "a = 1" + String(repeating: ")", count: 99)
        #expect(try FilterParser.parse(fine) == .compares(path("a"), .equal, 1))
        let deep = String(repeating: "not ", count: 100_000) + "a = 1"
        let error = #expect(throws: ExpressionError.self) { try FilterParser.parse(deep) }
        #expect(error?.message.contains("nested") == true)
    }
}
