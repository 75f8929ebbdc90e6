@testable import DataBridgeTool
import Testing

struct ArgumentParserTests {
    private static let syntax = CommandSyntax(
        name: "paint", summary: "paints",
        positionals: [
            .init(name: "WALL", help: "which"),
            .init(name: "COLOR", help: "what", count: .oneOrMore),
        ],
        options: [
            .init(name: "coats", value: "N", help: "how often"),
            .init(name: "mask", value: "AREA", help: "where not", isRepeatable: true),
            .init(name: "dry", help: "wait"),
        ], examples: [])

    private func parse(_ line: String) throws(UsageError) -> ParsedArguments {
        try ArgumentParser.parse(ShellWords.split(line)[...], of: Self.syntax)
    }

    @Test func wordsAreSortedOut() throws {
        let parsed = try parse("north --coats 2 red --mask=door blue --mask 'a=b' -v --dry")
        #expect(parsed.positional("WALL") == "north")
        #expect(parsed.positionals("COLOR") == ["red", "blue"])
        #expect(try parsed.integer("coats", minimum: 1) == 2)
        #expect(parsed.options("mask") == ["door", "a=b"])
        #expect(parsed.has("dry") && parsed.has("verbose") && !parsed.has("help"))
        #expect(parsed.option("mask") == "door" && parsed.option("x") == nil)
        #expect(parsed.positional("X").isEmpty && parsed.positionals("X").isEmpty)
    }

    @Test func dashesThatBeginNoOption() throws {
        let parsed = try parse("-5 - -.5 -- --coats -v --")
        #expect(parsed.positional("WALL") == "-5")
        #expect(parsed.positionals("COLOR") == ["-", "-.5", "--coats", "-v", "--"])
    }

    @Test func emptyWordsCount() throws {
        let parsed = try parse("'' --mask '' --mask= \"\"")
        #expect(parsed.positional("WALL").isEmpty)
        #expect(parsed.positionals("COLOR") == [""])
        #expect(parsed.options("mask") == ["", ""])
    }

    @Test func helpNeedsNothingElse() throws {
        #expect(try parse("-h").has("help"))
        #expect(try parse("--help").has("help"))
        #expect(try parse("-vh").has("verbose"))
    }

    @Test(arguments: [
        ("a b --coat 2", "paint has no option --coat. Did you mean --coats?"),
        ("a b --cotas 2", "Did you mean --coats?"), ("a b --xyz", "has no option --xyz."),
        ("a b -q", "has no option -q."), ("a b --coats", "--coats needs a value: --coats N."),
        ("a b --dry=1", "--dry takes no value."), ("a b --dry --dry", "twice"),
        ("a b --coats 1 --coats 2", "twice"), ("a", "COLOR is missing"), ("", "WALL is missing"),
    ])
    func mistakesAreNamed(_ line: String, _ part: String) {
        let error = #expect(throws: UsageError.self) { try parse(line) }
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        #expect(error?.hint == "See: databridge help paint")
    }

    @Test func argumentsTooManyAreNamed() {
        let syntax = CommandSyntax(
            name: "x", summary: "", positionals: [.init(name: "A", help: "", count: .optional)],
            examples: [])
        #expect(throws: Never.self) { try ArgumentParser.parse([], of: syntax) }
        let error = #expect(throws: UsageError.self) {
            try ArgumentParser.parse(["1", "2"], of: syntax)
        }
        #expect(error?.message == "\"2\" is one argument too many. Usage: databridge x [A].")
    }

    @Test func valuesAreChecked() throws {
        for text in ["0", "x", "1.5", ""] {
            let parsed = try parse("a b --coats '\(text)'")
            #expect(throws: UsageError.self) { try parsed.integer("coats", minimum: 1) }
        }
        #expect(try parse("a b").integer("coats", minimum: 1) == nil)
        let parsed = try parse("a b --mask jsno")
        let error = #expect(throws: UsageError.self) {
            try parsed.choice("mask", of: OutputFormat.self)
        }
        #expect(
            error?.message
                == "--mask takes one of table, json, jsonl, not \"jsno\". Did you mean json?")
        #expect(try parse("a b --mask json").choice("mask", of: OutputFormat.self) == .json)
        #expect(try parse("a b").choice("mask", of: OutputFormat.self) == nil)
    }

    @Test(arguments: [
        ("limt", "limit"), ("lim", "limit"), ("LIMIT", "limit"), ("limti", "limit"),
        ("wher", "where"), ("wehre", "where"), ("x", nil), ("elephant", nil), ("", nil),
    ])
    func nearestNameIsFound(_ typed: String, _ expected: String?) {
        #expect(NearestName.of(typed, among: ["where", "sort", "limit"]) == expected)
    }
}
