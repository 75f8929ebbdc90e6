/// Where two stores part: the step, and what each of them said.
public struct Disagreement: Hashable, Sendable, CustomStringConvertible {
    /// The number of the step, counted from 0; nil when it only showed at the end.
    public var step: Int?
    /// What was done or looked at.
    public var subject: String
    /// What differs.
    public var difference: String
    /// What the reference said.
    public var expected: String
    /// What the other store said.
    public var found: String

    /// A disagreement.
    package init(
        step: Int?, subject: String, difference: String, expected: String, found: String
    ) {
        self.step = step
        self.subject = subject
        self.difference = difference
        self.expected = expected
        self.found = found
    }

    /// What differs when the other store does not come to an end.
    static let end = "whether it ends"

    /// Whether the other store did not come to an end.
    var isEndless: Bool { difference == Disagreement.end }

    /// The disagreement in a few lines.
    public var description: String {
        """
        \(step.map { "step \($0 + 1)" } ?? "at the end"): \(subject)
          differs in: \(difference)
          expected:   \(expected)
          found:      \(found)
        """
    }
}
