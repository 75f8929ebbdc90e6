import DataBridgeCore

/// Reads filters such as `status = pending and (priority >= 3 or title contains~i "urgent")`.
///
/// ```
/// filter  = and { "or" and }
/// and     = not { "and" not }
/// not     = "not" not | "(" filter ")" | test
/// test    = field ( "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" ) value
///         | field [ "not" ] "in" "(" value { "," value } ")"
///         | field [ "not" ] "between" value "and" value
///         | field [ "not" ] ( "prefix" | "suffix" | "contains" ) [ "~i" ] value
///         | field "is" [ "not" ] "null"
/// field   = name { "." name }
/// name    = word | "\"" text "\"" | "'" text "'"
/// value   = word | "\"" text "\"" | "'" text "'" | JSON array | JSON object
/// ```
///
/// A word that is a number, `true`, `false` or `null` is that; any other is text. Words of the
/// grammar may be written in any case.
struct FilterParser {
    private var scanner: ExpressionScanner
    private var depth = 0

    /// How deep parentheses and `not` may be nested, so that no filter overflows the stack.
    static let maximumDepth = 100

    private init(_ text: String) {
        scanner = ExpressionScanner(text)
    }

    /// Reads a filter.
    static func parse(_ text: String) throws(ExpressionError) -> FilterExpression {
        var parser = FilterParser(text)
        let filter = try parser.filter()
        guard parser.scanner.isAtEnd else {
            throw parser.scanner.error(
                "expected \"and\", \"or\" or the end, found \(parser.scanner.found()).")
        }
        return filter
    }

    private mutating func filter() throws(ExpressionError) -> FilterExpression {
        var parts = [try and()]
        while scanner.takeWord("or") { parts.append(try and()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func and() throws(ExpressionError) -> FilterExpression {
        var parts = [try not()]
        while scanner.takeWord("and") { parts.append(try not()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func not() throws(ExpressionError) -> FilterExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw scanner.error("the filter is nested deeper than \(Self.maximumDepth) times.")
        }
        if scanner.takeWord("not") { return .not(try not()) }
        guard scanner.take("(") else { return try test() }
        let open = scanner.offset - 1
        let inner = try filter()
        guard scanner.take(")") else {
            throw scanner.isAtEnd
                ? scanner.error("the parenthesis is never closed.", at: open)
                : scanner.error("expected \"and\", \"or\" or \")\", found \(scanner.found()).")
        }
        return inner
    }

    private mutating func test() throws(ExpressionError) -> FilterExpression {
        scanner.skipSpace()
        for word in ["and", "or"] where scanner.takeWord(word) {
            throw scanner.error(
                "expected a test before \"\(word)\"; put the word in quotes if it is a field.",
                at: scanner.offset - word.utf8.count)
        }
        let path = try scanner.path()
        if let comparison = comparison() { return try compare(path, comparison) }
        if scanner.takeWord("is") {
            let isNegated = scanner.takeWord("not")
            guard scanner.takeWord("null") else {
                throw scanner.error("expected null after \"is\", found \(scanner.found()).")
            }
            return .compares(path, isNegated ? .notEqual : .equal, .null)
        }
        let isNegated = scanner.takeWord("not")
        let test = try wordTest(path)
        return isNegated ? .not(test) : test
    }

    private mutating func comparison() -> FilterExpression.Comparison? {
        // Longer marks first, as the shorter are their beginnings.
        let marks: [(String, FilterExpression.Comparison)] = [
            ("==", .equal), ("=", .equal), ("!=", .notEqual), ("<>", .notEqual),
            ("<=", .lessOrEqual), ("<", .less), (">=", .greaterOrEqual), (">", .greater),
        ]
        for (mark, comparison) in marks where scanner.take(mark) { return comparison }
        return nil
    }

    private mutating func compare(
        _ path: FieldPath, _ comparison: FilterExpression.Comparison
    ) throws(ExpressionError) -> FilterExpression {
        scanner.skipSpace()
        let start = scanner.offset
        let value = try scanner.value(after: "\"\(comparison.rawValue)\"")
        if value.isNull, comparison != .equal, comparison != .notEqual {
            throw scanner.error(
                "nothing is less or greater than null; write: \(path) is null.", at: start)
        }
        return .compares(path, comparison, value)
    }

    private mutating func wordTest(_ path: FieldPath) throws(ExpressionError) -> FilterExpression {
        if scanner.takeWord("in") { return .isIn(path, try list()) }
        if scanner.takeWord("between") {
            let lower = try scanner.value(after: "\"between\"")
            guard scanner.takeWord("and") else {
                throw scanner.error(
                    "expected \"and\" between the two values, found \(scanner.found()).")
            }
            return .isBetween(path, lower, try scanner.value(after: "\"and\""))
        }
        for position in [TextMatch.Position.prefix, .suffix] {
            guard scanner.takeWord(position.rawValue) else { continue }
            let ignoringCase = try caseMark()
            return .matches(path, try match(position, position.rawValue, ignoringCase))
        }
        if scanner.takeWord("contains") {
            if try caseMark() { return .matches(path, try match(.anywhere, "contains", true)) }
            return .contains(path, try scanner.value(after: "\"contains\""))
        }
        throw scanner.error(
            "expected =, !=, <, <=, >, >=, in, between, prefix, suffix, contains or is, found "
                + "\(scanner.found()).")
    }

    private mutating func caseMark() throws(ExpressionError) -> Bool {
        guard scanner.take("~") else { return false }
        guard scanner.takeWord("i") else {
            throw scanner.error("expected ~i, which ignores the case of ASCII letters.")
        }
        return true
    }

    private mutating func match(
        _ position: TextMatch.Position, _ name: String, _ ignoringCase: Bool
    ) throws(ExpressionError) -> TextMatch {
        scanner.skipSpace()
        let start = scanner.offset
        let mark = "\"\(name)\(ignoringCase ? "~i" : "")\""
        guard case .string(let text) = try scanner.value(after: mark) else {
            throw scanner.error("\(mark) compares texts; put the value in quotes.", at: start)
        }
        return TextMatch(position, text, ignoringCase: ignoringCase)
    }

    private mutating func list() throws(ExpressionError) -> [Value] {
        guard scanner.take("(") else {
            throw scanner.error("expected ( and a list of values, found \(scanner.found()).")
        }
        var values: [Value] = []
        repeat { values.append(try scanner.value(after: "\"in\"")) } while scanner.take(",")
        guard scanner.take(")") else {
            throw scanner.error("expected , or ) in the list, found \(scanner.found()).")
        }
        return values
    }
}
