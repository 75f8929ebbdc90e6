import Foundation

/// Mutates the memory store's sources, one place at a time, and holds each mutant against the kit.
@main
struct MutationCheck {
    static func main() throws {
        guard let options = MutationOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(MutationOptions.usage)
            exit(64)
        }
        let root = URL(filePath: FileManager.default.currentDirectoryPath)
        let all = try candidates(in: root, matching: options.filter)
        let ranked = all.sorted {
            ($0.rank(seed: options.seed), $0.identity) < ($1.rank(seed: options.seed), $1.identity)
        }
        guard !options.lists else {
            for mutant in ranked.prefix(options.count) { print(text(of: mutant)) }
            return
        }
        let known = Survivors(
            try String(contentsOf: root.appending(path: survivorsPath), encoding: .utf8))
        let report = try run(ranked, of: root, options, known)
        let share = MutationReport.percent(report.share(known))
        print("\(report.caughtCount) of \(report.triedCount) mutants are caught: \(share) %")
        print("of those that make a difference.")
        if let page = options.page {
            try Data(report.page(known).utf8).write(to: root.appending(path: page))
            print("Written: \(page)")
        }
        exit(report.isGood(known) ? 0 : 1)
    }

    static let survivorsPath = "Tests/MutationCheck/Survivors.txt"

    /// Every mutant of the scope.
    static func candidates(in root: URL, matching filter: String?) throws -> [Mutant] {
        try sources(in: root).flatMap { path -> [Mutant] in
            if let filter, !path.contains(filter) { return [] }
            let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            return MutantFinder.mutants(of: text, path: path)
        }
    }

    private static func sources(in root: URL) throws -> [String] {
        try MutationScope.paths.flatMap { path -> [String] in
            if path.hasSuffix(".swift") { return [path] }
            return try FileManager.default.subpathsOfDirectory(
                atPath: root.appending(path: path).path
            ).filter { $0.hasSuffix(".swift") }.sorted().map { path + "/" + $0 }
        }
    }

    private static func run(
        _ mutants: [Mutant], of root: URL, _ options: MutationOptions, _ known: Survivors
    ) throws -> MutationReport {
        let tree = MutationTree(of: root)
        try tree.synchronize()
        let suite = SuiteRun(tree: tree, wrapper: options.wrapper)
        print("seed \(options.seed), \(mutants.count) places")
        var report = MutationReport(seed: options.seed, candidates: mutants.count)
        let log = try MutationLog(beside: tree, keepingResults: options.resumes)
        let start = ContinuousClock.now
        var isSound = false
        for mutant in mutants {
            guard report.triedCount < options.count else { break }
            if let verdict = log.verdict(on: mutant) {
                report.entries.append(.init(mutant: mutant, verdict: verdict))
                continue
            }
            guard (ContinuousClock.now - start).components.seconds < options.seconds else {
                print("The time is over; --resume goes on from here.")
                exit(75)
            }
            if !isSound {
                let verdict = try suite()
                guard verdict == .passed else {
                    print("The suite must pass before anything is mutated: \(verdict)")
                    exit(2)
                }
                isSound = true
            }
            let text = try String(
                contentsOf: root.appending(path: mutant.path), encoding: .utf8)
            guard let mutated = mutant.applied(to: text) else {
                print("passed over, its file has just changed: \(self.text(of: mutant))")
                continue
            }
            try tree.write(mutated, to: mutant.path)
            let verdict = try suite()
            try tree.write(text, to: mutant.path)
            report.entries.append(.init(mutant: mutant, verdict: verdict))
            try log.add(verdict, on: mutant)
            print(line(report.triedCount, mutant, verdict, known, ContinuousClock.now - start))
            fflush(nil)
        }
        return report
    }

    private static func text(of mutant: Mutant) -> String {
        "\(mutant.path):\(mutant.line) \(mutant.kind.rawValue): \(mutant.original) -> "
            + mutant.replacement
    }

    private static func line(
        _ number: Int, _ mutant: Mutant, _ verdict: SuiteRun.Verdict, _ known: Survivors,
        _ time: Duration
    ) -> String {
        let result =
            switch verdict {
            case .passed:
                known.reason(of: mutant) == nil ? "SURVIVED" : "survived, which is explained"
            case .caught(let how): "caught: \(how)"
            case .uncompiled(let error): "does not compile: \(error)"
            }
        return "\(number) \(time.components.seconds)s \(text(of: mutant))\n    \(result)"
    }
}
