import Foundation
import Synchronization
import Testing

/// What a snippet prints, line by line.
final class Printed: Sendable {
    @TaskLocal static var current: Printed?

    private let text = Mutex<[String]>([])

    var lines: [String] { text.withLock { $0 } }

    func append(_ line: String) {
        text.withLock { $0.append(line) }
    }
}

/// Takes the place of Swift's `print` in the snippets, so that their comments can be checked.
///
/// It has the same parameters, or the compiler would prefer Swift's now and then.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
    let text = items.map { String(describing: $0) }.joined(separator: separator)
    Printed.current?.append(text)
}

/// Runs the code of a snippet and holds every line that it prints against the comments
/// `// prints …` in it, in their order.
///
/// The snippet stands in the closure, or is called by it; more than one is taken as one text.
func showing(
    _ names: String..., filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async throws {
    let source = try String(contentsOf: URL(fileURLWithPath: filePath), encoding: .utf8)
    let promised = try names.flatMap { name in
        try #require(
            promisedLines(of: name, in: source), "no snippet \(name) in \(filePath)",
            sourceLocation: sourceLocation)
    }
    let printed = Printed()
    try await Printed.$current.withValue(printed) { try await body() }
    #expect(printed.lines == promised, sourceLocation: sourceLocation)
}

private func promisedLines(of name: String, in source: String) -> [String]? {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.drop { $0 == " " } == "// snippet: \(name)" }
    guard let start else { return nil }
    return lines[start...].prefix { $0.drop { $0 == " " } != "// end" }.compactMap { line in
        line.firstRange(of: "// prints ").map { String(line[$0.upperBound...]) }
    }
}
