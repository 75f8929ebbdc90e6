import Foundation
import Testing

@testable import MutationCheck

struct MutationReportTests {
    private func mutant(_ line: Int, _ replacement: String) -> Mutant {
        Mutant(
            path: "Sources/A/B.swift", line: line, kind: .boundary, original: "a < b",
            replacement: replacement)
    }

    private let known = Survivors(
        """
        # A comment.

        Sources/A/B.swift
          a <= b
          Both are as good:
          nobody can tell.

        Sources/A/B.swift
          without f()
          It only saves time.
        """)

    @Test func shareCountsWhatCompiles() {
        var report = MutationReport(seed: 1, candidates: 40)
        for line in 1...19 {
            report.entries.append(.init(mutant: mutant(line, "x"), verdict: .caught("c")))
        }
        report.entries.append(.init(mutant: mutant(20, "a <= b"), verdict: .passed))
        report.entries.append(.init(mutant: mutant(21, "y"), verdict: .uncompiled("e")))
        #expect(report.triedCount == 20)
        #expect(report.caughtCount == 19)
        #expect(report.isGood(known))
        let page = report.page(known)
        #expect(
            page.contains("**95.0 % are caught: 19 of the 20 mutants that make a difference.**"))
        #expect(page.contains("line 20: `a < b` as `a <= b`. Both are as good: nobody can tell."))
        let same = Survivors("Sources/A/B.swift\n  a <= b\n  Same: it only takes longer.")
        #expect(report.share(same) == 1)
        #expect(report.page(same).contains("`a <= b`. it only takes longer."))
        #expect(page.contains("| boundary | 20 | 19 |"))

        report.entries.append(.init(mutant: mutant(22, "z"), verdict: .passed))
        #expect(!report.isGood(known))
        #expect(report.page(known).contains("**Not explained.**"))
    }

    @Test func tooFewCaughtIsNotGood() {
        var report = MutationReport(seed: 1, candidates: 40)
        for line in 1...5 {
            report.entries.append(.init(mutant: mutant(line, "x"), verdict: .caught("c")))
        }
        report.entries.append(.init(mutant: mutant(20, "a <= b"), verdict: .passed))
        #expect(!report.isGood(known))
    }

    @Test func statementsAreKnownByWhatIsLeftOut() {
        let dropped = Mutant(
            path: "Sources/A/B.swift", line: 1, kind: .statement, original: "f()",
            replacement: "_ = ()")
        #expect(known.reason(of: dropped) == "It only saves time.")
        #expect(known.stale(among: [dropped]) == ["Sources/A/B.swift: a <= b"])
        #expect(Survivors("a\nb").malformed == ["a\nb"])
    }
}

/// The mutation check and this checkout fit together.
struct MutationScopeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized

    @Test func everySourceOfTheScopeHasPlacesToMutate() throws {
        let paths = Set(
            try MutationCheck.candidates(in: Self.root, matching: nil).map(\.path))
        for path in MutationScope.paths {
            #expect(paths.contains { $0 == path || $0.hasPrefix(path + "/") }, "\(path)")
        }
    }

    @Test func everyExplanationIsOfAMutant() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: MutationCheck.survivorsPath), encoding: .utf8)
        let survivors = Survivors(text)
        #expect(survivors.malformed.isEmpty)
        let all = try MutationCheck.candidates(in: Self.root, matching: nil)
        #expect(survivors.stale(among: all).isEmpty)
    }

    @Test func optionsAreRead() {
        let options = MutationOptions([
            "--seed", "7", "--count", "3", "--in", "Query", "--report", "R.md", "--through",
            "nice -n 5",
        ])
        #expect(options?.seed == 7)
        #expect(options?.count == 3)
        #expect(options?.filter == "Query")
        #expect(options?.page == "R.md")
        #expect(options?.wrapper == ["nice", "-n", "5"])
        #expect(MutationOptions(["--count", "x"]) == nil)
        #expect(MutationOptions(["--what"]) == nil)
    }
}
