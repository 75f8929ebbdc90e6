/// How the mutants of a run fared.
struct MutationReport {
    struct Entry {
        var mutant: Mutant
        var verdict: SuiteRun.Verdict
    }

    var seed: UInt64
    /// How many places there are to mutate.
    var candidates: Int
    var entries: [Entry] = []

    /// The least share of the mutants that a suite worth the name catches.
    static let goal = 0.9

    /// Those that compile.
    private var tried: [Entry] {
        entries.filter { if case .uncompiled = $0.verdict { false } else { true } }
    }

    var triedCount: Int { tried.count }
    var survivors: [Mutant] { tried.filter { $0.verdict == .passed }.map(\.mutant) }
    var caughtCount: Int { tried.count - survivors.count }

    /// The survivors that do the same as the original.
    func same(_ known: Survivors) -> [Mutant] { survivors.filter(known.isSame) }

    /// The share that is caught of those that do something else than the original.
    func share(_ known: Survivors) -> Double {
        let count = triedCount - same(known).count
        return count == 0 ? 0 : Double(caughtCount) / Double(count)
    }

    func isGood(_ known: Survivors) -> Bool {
        share(known) >= Self.goal && survivors.allSatisfy { known.reason(of: $0) != nil }
    }

    /// The page that is kept in the documentation.
    func page(_ known: Survivors) -> String {
        var lines = [
            "# Mutation report", "",
            "How far the kit reaches: the sources of the memory store are changed in one place at",
            "a time, a comparison flipped, a line left out, two branches swapped, and the kit is",
            "run on the result.",
            "`./run soak mutation` does it and writes this page. What is mutated, and how, is in",
            "[`Tests/MutationCheck`](../Tests/MutationCheck/MutationScope.swift).", "",
            "**\(Self.percent(share(known))) % are caught: \(caughtCount) of the "
                + "\(triedCount - same(known).count) mutants that make a difference.** "
                + "\(same(known).count) more change nothing",
            "that a store promises, such as which of two right ways is taken; with them it is "
                + "\(caughtCount) of \(triedCount).",
            "Seed \(seed), \(candidates) places to choose from; "
                + "\(entries.count - triedCount) further ones did not compile.", "",
            "| Mistake | Mutants | Caught |", "| --- | ---: | ---: |",
        ]
        lines += Mutant.Kind.allCases.map { kind in row(kind.rawValue) { $0.mutant.kind == kind } }
        lines += ["", "| Source | Mutants | Caught |", "| --- | ---: | ---: |"]
        for path in Set(tried.map(\.mutant.path)).sorted() {
            let name = path.split(separator: "/").suffix(2).joined(separator: "/")
            lines.append(row("[`\(name)`](../\(path))") { $0.mutant.path == path })
        }
        let missed = survivors.filter { !known.isSame($0) }
        lines += ["", "## What the kit overlooks", ""]
        lines += missed.isEmpty ? ["Nothing."] : missed.map { item($0, known) }
        lines += ["", "## What makes no difference", ""]
        lines += same(known).isEmpty ? ["Nothing."] : same(known).map { item($0, known) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func item(_ mutant: Mutant, _ known: Survivors) -> String {
        var reason = known.reason(of: mutant) ?? "**Not explained.**"
        if known.isSame(mutant) { reason = String(reason.dropFirst("Same: ".count)) }
        let change =
            mutant.kind == .statement
            ? "`\(mutant.original)` left out"
            : "`\(mutant.original)` as `\(mutant.replacement)`"
        let file = mutant.path.split(separator: "/").suffix(2).joined(separator: "/")
        return "- `\(file)`, line \(mutant.line): \(change). \(reason)"
    }

    private func row(_ title: String, where isPart: (Entry) -> Bool) -> String {
        let part = tried.filter(isPart)
        let caught = part.filter { $0.verdict != .passed }
        return "| \(title) | \(part.count) | \(caught.count) |"
    }

    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }
}
