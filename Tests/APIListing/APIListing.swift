import Foundation

/// Compares the public API with its listing, and says what of it nobody shows.
///
///     APIListing compare SYMBOLS LISTINGS [--accept]
///     APIListing unused SYMBOLS TREES EXCEPTIONS TARGET…
///
/// `SYMBOLS` has a folder of symbol graphs per target, `LISTINGS` a text file per target, `TREES`
/// syntax trees in JSON.
@main
struct APIListing {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "compare" where arguments.count >= 3:
            let accepts = arguments.dropFirst(3).contains("--accept")
            let differs = try compare(
                url(arguments[1]), with: url(arguments[2]), accepting: accepts)
            exit(differs && !accepts ? 1 : 0)
        case "unused" where arguments.count >= 5:
            let isComplete = try findUnused(
                symbols: url(arguments[1]), trees: url(arguments[2]), exceptions: url(arguments[3]),
                targets: Array(arguments[4...]))
            exit(isComplete ? 0 : 1)
        default:
            print("Usage: APIListing compare SYMBOLS LISTINGS [--accept]")
            print("       APIListing unused SYMBOLS TREES EXCEPTIONS TARGET…")
            exit(64)
        }
    }

    private static func url(_ path: String) -> URL { URL(filePath: path) }

    private static func names(in folder: URL) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// - Returns: whether anything differs.
    private static func compare(
        _ symbols: URL, with listings: URL, accepting: Bool
    ) throws -> Bool {
        var differs = false
        let targets = names(in: symbols)
        try FileManager.default.createDirectory(at: listings, withIntermediateDirectories: true)
        for target in targets {
            let new = Listing(try SymbolGraph.all(in: symbols.appending(path: target)))
            let file = listings.appending(path: "\(target).txt")
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            let lines = new.differences(from: Listing(text))
            if !lines.isEmpty { print("\(target):\n  " + lines.joined(separator: "\n  ")) }
            differs = differs || !lines.isEmpty
            if accepting, new.text != text { try Data(new.text.utf8).write(to: file) }
        }
        for name in names(in: listings) where !targets.contains(String(name.dropLast(4))) {
            print("\(name.dropLast(4)): there is no such library target any more")
            differs = true
            if accepting { try FileManager.default.removeItem(at: listings.appending(path: name)) }
        }
        return differs
    }

    /// - Returns: whether all is used that is no exception.
    private static func findUnused(
        symbols: URL, trees: URL, exceptions: URL, targets: [String]
    ) throws -> Bool {
        var programs = SyntaxTree()
        for name in names(in: trees) {
            try programs.add(Data(contentsOf: trees.appending(path: name)))
        }
        var graphs: [String: [SymbolGraph]] = [:]
        for target in names(in: symbols) {
            graphs[target] = try SymbolGraph.all(in: symbols.appending(path: target))
        }
        let check = UsageCheck(
            usage: Usage(of: graphs.values.flatMap { $0 }, by: programs),
            exceptions: UsageExceptions(try String(contentsOf: exceptions, encoding: .utf8)),
            targets: targets.map { ($0, graphs[$0] ?? []) })
        print(check.report)
        return check.isPassed
    }
}
