import Testing

@testable import MutationCheck

struct MutantFinderTests {
    private func replacements(_ line: String, next: String = "}") -> [String] {
        MutantFinder.mutants(of: "\(line)\n\(next)", path: "A.swift").filter { $0.line == 1 }
            .map(\.replacement)
    }

    @Test func comparisonsLogicAndNumbersAreMutated() {
        #expect(
            replacements("return a < b && c == d + 1") == [
                "return a <= b && c == d + 1", "return a < b && c != d + 1",
                "return a < b || c == d + 1", "return a < b && c == d - 1",
                "return a < b && c == d",
            ])
        #expect(
            replacements("return isTrue ? true : min(a, b.first)").contains(
                "return isTrue ? false : min(a, b.first)"))
    }

    @Test func conditionsAreNegated() {
        #expect(replacements("    if isOpen { return }") == ["if !(isOpen) { return }"])
        #expect(replacements("guard !isOpen else { return }") == ["guard isOpen else { return }"])
        #expect(replacements("if let a, !b {") == ["if let a, b {"])
        #expect(replacements("guard let a = b else { throw c }").isEmpty)
    }

    @Test func branchesAreSwapped() {
        #expect(replacements("var a: A { b ? c : d }") == ["var a: A { b ? d : c }"])
        #expect(replacements("let a = b ? f(c, d) : e") == ["let a = b ? e : f(c, d)"])
        #expect(replacements("g(b ? c : d, e)", next: "    .h()") == ["g(b ? d : c, e)"])
        #expect(replacements("let a = b ? c : d", next: "    + e").isEmpty)
    }

    @Test func wholeStatementsAreLeftOut() {
        for line in ["try checkOpen()", "a.b = c", "try await self.f(1) { $0 }"] {
            let isCall = line.hasSuffix(")") || line.contains(" = ")
            #expect(replacements(line) == (isCall ? ["_ = ()"] : []), "\(line)")
        }
        for line in [
            "let a = b", "return f()", "f(", "a: b()", "f(a),", "case .a(let b)", "throw f()",
        ] {
            #expect(replacements(line).isEmpty, "\(line)")
        }
        #expect(replacements("f()", next: "    .g()").isEmpty)
    }

    @Test func commentsStringsAndTrapsAreLeftAlone() {
        #expect(replacements("// a < b").isEmpty)
        #expect(replacements(#"let a = "b < c \(d < e) < f" // < true"#).isEmpty)
        #expect(replacements("precondition(a < b)").isEmpty)
        #expect(replacements("static func < (a: A, b: A) -> Bool { a.c < b.c }").isEmpty)
        let text = "/* a < b\n c < d /* */ */\nlet e = \"\"\"\n  f < g\n  \"\"\"\nlet h = i < j"
        #expect(MutantFinder.mutants(of: text, path: "A.swift").map(\.line) == [6])
    }

    @Test func mutantIsAppliedToItsLine() throws {
        let text = "a {\n    try check(b)\n}\n"
        let mutant = try #require(MutantFinder.mutants(of: text, path: "A.swift").first)
        #expect(mutant.applied(to: text) == "a {\n    _ = ()\n}\n")
        #expect(mutant.applied(to: "x\n" + text) == nil)
    }

    /// Chosen mutants stay chosen when lines move.
    @Test func rankGoesByTheTextAndTheSeed() {
        let text = "f(a < b)\nf(a < b)\n"
        let first = MutantFinder.mutants(of: text, path: "A.swift")
        let moved = MutantFinder.mutants(of: "\n\n" + text, path: "A.swift")
        #expect(first.map { $0.rank(seed: 1) } == moved.map { $0.rank(seed: 1) })
        #expect(Set(first.map(\.identity)).count == first.count)
        #expect(first.map { $0.rank(seed: 1) } != first.map { $0.rank(seed: 2) })
    }
}
