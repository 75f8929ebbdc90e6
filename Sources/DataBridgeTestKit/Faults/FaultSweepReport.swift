import DataBridgeCore

/// What a ``FaultSweep`` has tried.
public struct FaultSweepReport: Sendable {
    /// The calls of the run without faults.
    public let calls: [StoreCall]
    /// How many runs there were, by the kind of fault.
    public internal(set) var runs: [String: Int] = [:]

    init(calls: [StoreCall]) {
        self.calls = calls
    }

    /// How many runs there were with a fault.
    public var runCount: Int { runs.values.reduce(0, +) }
}

extension FaultSweepReport: CustomStringConvertible {
    /// The numbers.
    public var description: String {
        let parts = runs.sorted { ByteOrder.precedes($0.key, $1.key) }
            .map { "\($0.value) \($0.key)" }
        return "\(calls.count) calls, \(runCount) runs: " + parts.joined(separator: ", ")
    }
}

/// What a ``FaultSweep`` has found.
public struct FaultSweepFailure: Error, Sendable {
    /// One run after which something was wrong.
    public struct Finding: Sendable {
        /// The kind of fault.
        public var kind: String
        /// The call it was tried at, as the run without faults made it.
        public var call: StoreCall
        /// What was wrong.
        public var problem: String
    }

    /// What was found, in the order of the runs.
    public var findings: [Finding]
    /// How many runs there were.
    public var runCount: Int
    /// The line that ran the sweep.
    public var location: CallerLocation
}

extension FaultSweepFailure.Finding: CustomStringConvertible {
    /// Fault, call and problem.
    public var description: String { "\(kind), at call \(call): \(problem)" }
}

extension FaultSweepFailure: CustomStringConvertible {
    /// How many findings are shown.
    private static let mostShown = 8

    /// The place, the number, and the first findings.
    public var description: String {
        var lines = [
            "\(location): \(findings.count) of \(runCount) runs with a fault went wrong"
        ]
        lines += findings.prefix(FaultSweepFailure.mostShown).map(\.description)
        if findings.count > FaultSweepFailure.mostShown { lines.append("…") }
        return lines.joined(separator: "\n")
    }
}
