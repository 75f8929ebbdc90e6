public import DataBridgeCore

/// What became of each anomaly at each level that a store declares.
public struct IsolationReport: Sendable {
    /// The store's name.
    public let store: String
    /// The levels that the store declares, weakest first.
    public internal(set) var levels: [Isolation] = []
    /// The schedules that were played, in their order, with the outcome at each of ``levels``; nil
    /// where there is a failure instead.
    public internal(set) var rows: [(schedule: IsolationSchedule, outcomes: [IsolationOutcome?])] =
        []
    /// What a level excludes and the store lets through.
    public internal(set) var failures: [ConformanceFailure] = []

    init(store: String) {
        self.store = store
    }

    /// Whether the store excludes all that its levels exclude.
    public var isPassed: Bool { failures.isEmpty }

    /// The outcomes as a Markdown table: a row for each schedule, a column for each level.
    public var markdown: String {
        let columns = ["Anomaly", "Schedule"] + levels.map { "at `\($0.rawValue)`" }
        var lines = [columns, columns.map { _ in "---" }]
        for (schedule, outcomes) in rows {
            lines.append(
                ["\(schedule.name): \(schedule.anomaly.name)", schedule.summary]
                    + outcomes.map { $0?.description ?? "**let through**" })
        }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}

extension IsolationReport: CustomStringConvertible {
    /// The table, and each failure.
    public var description: String {
        ([markdown] + failures.map(\.description)).joined(separator: "\n")
    }
}

extension IsolationSchedule {
    /// Plays schedules one after the other, each at every level that the store declares.
    ///
    /// - Parameters:
    ///   - schedules: which schedules; all by default.
    ///   - factory: opens the stores.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    /// - Returns: what became of each anomaly.
    public static func run(
        _ schedules: [IsolationSchedule] = allCases, on factory: StoreFactory,
        fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
        column: Int = #column
    ) async -> IsolationReport {
        var report = IsolationReport(store: factory.name)
        var outcomes: [[IsolationOutcome?]] = schedules.map { _ in [] }
        for level in Isolation.allCases {
            var isGiven = false
            var found: [IsolationOutcome?] = []
            for schedule in schedules {
                do {
                    let outcome = try await schedule.run(
                        on: factory, at: level, fileID: fileID, filePath: filePath, line: line,
                        column: column)
                    if case .notApplicable = outcome { break }
                    found.append(outcome)
                } catch {
                    report.failures.append(error)
                    found.append(nil)
                }
                isGiven = true
            }
            guard isGiven else { continue }
            report.levels.append(level)
            for index in schedules.indices { outcomes[index].append(found[index]) }
        }
        report.rows = Array(zip(schedules, outcomes))
        return report
    }
}
