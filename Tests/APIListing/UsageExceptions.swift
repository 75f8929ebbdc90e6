/// Entry points that need not be used, each with the reason.
///
/// In the file, a line is a name, or the beginning of names and a `*`, two blanks, and the reason.
struct UsageExceptions {
    private var patterns: [(text: String, reason: String)] = []
    /// Lines without a reason.
    private(set) var malformed: [String] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let gap = line.firstRange(of: "  ") else {
                malformed.append(String(line))
                continue
            }
            let reason = line[gap.upperBound...].drop { $0 == " " }
            patterns.append((String(line[..<gap.lowerBound]), String(reason)))
        }
    }

    var count: Int { patterns.count }

    func covers(_ name: String) -> Bool { patterns.contains { matches(name, $0.text) } }

    /// Exceptions that no unused entry point needs any more.
    func stale(among unused: [String]) -> [String] {
        patterns.map(\.text).filter { pattern in !unused.contains { matches($0, pattern) } }
    }

    private func matches(_ name: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }
}
