import Foundation

/// The results of a run so far, so that an interrupted one can go on.
///
/// One line each: what became of the mutant, a tabulator, which it is.
final class MutationLog {
    private let url: URL
    private var verdicts: [String: SuiteRun.Verdict] = [:]
    private var lines: [String] = []

    init(beside tree: MutationTree, keepingResults: Bool) throws {
        url = tree.folder.deletingLastPathComponent().appending(path: "results.txt")
        guard keepingResults, let text = try? String(contentsOf: url, encoding: .utf8) else {
            return
        }
        lines = text.split(separator: "\n").map(String.init)
        for line in lines {
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            verdicts[String(parts[2])] = SuiteRun.Verdict(word: parts[0], detail: parts[1])
        }
    }

    func verdict(on mutant: Mutant) -> SuiteRun.Verdict? { verdicts[mutant.identity] }

    func add(_ verdict: SuiteRun.Verdict, on mutant: Mutant) throws {
        let (word, detail) = verdict.words
        lines.append("\(word)\t\(detail.split(separator: "\t").joined())\t\(mutant.identity)")
        try Data(lines.joined(separator: "\n").utf8).write(to: url)
    }
}

extension SuiteRun.Verdict {
    init?(word: some StringProtocol, detail: some StringProtocol) {
        switch word {
        case "passed": self = .passed
        case "caught": self = .caught(String(detail))
        case "uncompiled": self = .uncompiled(String(detail))
        default: return nil
        }
    }

    var words: (String, String) {
        switch self {
        case .passed: ("passed", "")
        case .caught(let how): ("caught", how)
        case .uncompiled(let error): ("uncompiled", error)
        }
    }
}
