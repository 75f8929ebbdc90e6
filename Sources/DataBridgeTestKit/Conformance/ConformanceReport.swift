/// How the cases of a run ended.
public struct ConformanceReport: Sendable {
    /// The store's name.
    public let store: String
    /// The cases that found nothing wrong.
    public internal(set) var passed: [StoreConformance.Case] = []
    /// The cases that do not apply to the store, and why.
    public internal(set) var skipped: [(case: StoreConformance.Case, reason: String)] = []
    /// What is wrong.
    public internal(set) var failures: [ConformanceFailure] = []

    init(store: String) {
        self.store = store
    }

    /// Whether nothing is wrong.
    public var isPassed: Bool { failures.isEmpty }
}

extension ConformanceReport: CustomStringConvertible {
    /// Each failure, what was skipped and why, and a closing line with the numbers.
    public var description: String {
        var lines = failures.map(\.description)
        lines += skipped.map { "skipped \($0.case): \($0.reason)" }
        lines.append(
            "\(store): \(passed.count) passed, \(skipped.count) skipped, "
                + "\(failures.count) failed")
        return lines.joined(separator: "\n")
    }
}
