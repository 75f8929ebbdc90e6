/// Finds every place of a source where one of the ``Mutant/Kind``s can be made.
///
/// It goes by the form of a line and knows no types: what does not compile is left out of the
/// count when it turns up.
struct MutantFinder {
    let path: String
    private var found: [Mutant] = []
    private var ordinals: [String: Int] = [:]

    /// All mutants of a source, in the order of its lines.
    static func mutants(of text: String, path: String) -> [Mutant] {
        var finder = MutantFinder(path: path)
        let source = MaskedSource(text)
        for index in source.code.indices {
            let code = source.code[index]
            let start = code.prefix { $0 == " " }.count
            let line = MutableLine(
                number: index + 1, text: String(source.lines[index].dropFirst(start)),
                code: String(code.dropFirst(start)),
                next: index + 1 < source.code.count ? source.code[index + 1] : "")
            finder.look(at: line)
        }
        return finder.found
    }

    private init(path: String) {
        self.path = path
    }

    /// Programmer errors trap, and declarations are no steps.
    private static let passedOver = [
        "func ", "precondition", "import ", "#", "case let", "init(", "@", "extension ",
        "protocol ",
        "static let name",
    ]

    private mutating func look(at line: MutableLine) {
        guard !line.code.allSatisfy({ $0 == " " }),
            !MutantFinder.passedOver.contains(where: line.code.contains)
        else { return }
        for (kind, swaps) in MutantFinder.swaps {
            for (old, new) in swaps { add(kind, line, replacing: old, by: new) }
        }
        if let negated = line.negatedCondition { add(.negation, line, negated) }
        for text in line.withoutNegation { add(.negation, line, text) }
        for text in line.swappedBranches { add(.branch, line, text) }
        if line.isStatement { add(.statement, line, "_ = ()") }
    }

    private static let swaps: [(Mutant.Kind, [(String, String)])] = [
        (.boundary, [(" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > ")]),
        (.equality, [(" == ", " != "), (" != ", " == ")]),
        (.logic, [(" && ", " || "), (" || ", " && ")]),
        (.truth, [("true", "false"), ("false", "true")]),
        (
            .arithmetic,
            [(" + ", " - "), (" - ", " + "), (" += ", " -= "), (" -= ", " += ")]
        ),
        (.offByOne, [(" + 1", ""), (" - 1", "")]),
        (
            .end,
            [
                (".first", ".last"), (".last", ".first"), ("min(", "max("), ("max(", "min("),
                (".prefix(", ".suffix("), (".dropFirst(", ".dropLast("),
                (".removeFirst(", ".removeLast("), (".removeLast(", ".removeFirst("),
            ]
        ),
    ]

    private mutating func add(
        _ kind: Mutant.Kind, _ line: MutableLine, replacing old: String, by new: String
    ) {
        for range in line.places(of: old) {
            add(kind, line, line.text.replacing(range, by: new))
        }
    }

    private mutating func add(_ kind: Mutant.Kind, _ line: MutableLine, _ replacement: String) {
        var mutant = Mutant(
            path: path, line: line.number, kind: kind, original: line.text,
            replacement: replacement)
        mutant.ordinal = ordinals[mutant.identity, default: 0]
        ordinals[mutant.identity, default: 0] += 1
        found.append(mutant)
    }
}

extension String {
    /// The text with the characters of a range, counted from the start, replaced.
    func replacing(_ range: Range<Int>, by new: String) -> String {
        String(prefix(range.lowerBound)) + new + String(dropFirst(range.upperBound))
    }
}
