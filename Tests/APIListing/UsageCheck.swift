/// Whether every public entry point of some targets is used, or is an exception with a reason.
struct UsageCheck {
    /// What is wrong, a line each.
    let problems: [String]
    /// How many declarations there are and how many are excused, per target and in all.
    let counts: [String]

    init(
        usage: Usage, exceptions: UsageExceptions, targets: [(name: String, graphs: [SymbolGraph])]
    ) {
        var problems: [String] = []
        var counts: [String] = []
        var unused: [String] = []
        var all = (total: 0, excused: 0)
        for target in targets {
            let names = usage.unused(in: target.graphs)
            let missing = names.filter { !exceptions.covers($0) }
            problems += missing.map { "no guide and no program of ours uses \($0)" }
            let total = target.graphs.map(\.symbols.count).reduce(0, +)
            if total == 0 { problems.append("there is no public API of \(target.name) to look at") }
            let excused = names.count - missing.count
            counts.append("\(target.name): \(total) public declarations, \(excused) excused")
            all = (all.total + total, all.excused + excused)
            unused += names
        }
        problems += exceptions.malformed.map { "an exception without a reason: \($0)" }
        problems += exceptions.stale(among: unused).map { "no exception is needed for \($0)" }
        let lines = exceptions.count == 1 ? "1 line" : "\(exceptions.count) lines"
        counts.append(
            "In all \(all.total) public declarations, \(all.excused) excused by \(lines)")
        self.problems = problems
        self.counts = counts
    }

    var isPassed: Bool { problems.isEmpty }

    var report: String { (problems + counts).joined(separator: "\n") }
}
