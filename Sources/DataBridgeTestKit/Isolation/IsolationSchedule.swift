public import DataBridgeCore

/// An interleaving of two or three transactions that lets an anomaly happen unless the store
/// prevents it.
///
/// The order of the steps is fixed: each begins when the one before is done, or waits for another
/// transaction. So the outcome does not depend on chance, and where a store takes locks it is still
/// found: a step that takes longer than ``StoreFactory/courtesy`` counts as waiting, and the
/// schedule goes on without it.
///
/// ```swift
/// for schedule in IsolationSchedule.allCases {
///     for level in Isolation.allCases {
///         print(schedule, level, try await schedule.run(on: factory, at: level))
///     }
/// }
/// ```
///
/// ``IsolationReport`` runs them all and makes a table of the outcomes. The conformance suite runs
/// each of them at every level that a store declares.
public struct IsolationSchedule: Sendable {
    /// A stable name: the anomaly's symbol and what is special, such as `PMP-by-query-write`.
    public let name: String
    /// The anomaly that it invites.
    public let anomaly: Anomaly
    /// What it does, in a few words.
    public let summary: String
    /// The weakest level at which a store must prevent it.
    public let isExcludedFrom: Isolation
    let start: [Int: Int]
    let steps: [IsolationStep]
    /// What is wrong with a story, in words; nil when nothing is.
    let verdict: @Sendable (Story) -> String?

    init(
        _ name: String, _ anomaly: Anomaly, _ summary: String,
        excludedFrom level: Isolation? = nil, start: [Int: Int] = [1: 10, 2: 20],
        _ steps: [IsolationStep], verdict: @escaping @Sendable (Story) -> String?
    ) {
        self.name = name
        self.anomaly = anomaly
        self.summary = summary
        isExcludedFrom = level ?? anomaly.isExcludedFrom
        self.start = start
        self.steps = steps
        self.verdict = verdict
    }

    /// What the transactions do, step by step.
    public var script: [String] { steps.map(\.description) }

    /// Plays the schedule on a new store.
    ///
    /// - Parameters:
    ///   - factory: opens the store.
    ///   - isolation: the level of every transaction.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    /// - Returns: whether the anomaly happened; not applicable where the store declares another
    ///   level than this one.
    /// - Throws: ``ConformanceFailure`` when the level excludes the anomaly and it happened, when a
    ///   transaction never ended, when none committed, or when the store failed otherwise.
    public func run(
        on factory: StoreFactory, at isolation: Isolation, fileID: String = #fileID,
        filePath: String = #filePath, line: Int = #line, column: Int = #column
    ) async throws(ConformanceFailure) -> IsolationOutcome {
        let name = "isolation.\(name)"
        let played = Log<IsolationOutcome>()
        let conformance = StoreConformance.Case(name) { trial in
            played.add(try await play(trial, at: isolation))
        }
        let outcome = try await conformance.run(
            on: factory, fileID: fileID, filePath: filePath, line: line, column: column)
        if case .skipped(let reason) = outcome { return .notApplicable(reason) }
        return played.all.last ?? .notApplicable("the store was not opened")
    }

    /// Plays the schedule at one level.
    ///
    /// - Throws: ``Mismatch`` when the level excludes what happened; ``Skip`` when the store does
    ///   not declare the level.
    func play(_ trial: Trial, at isolation: Isolation) async throws -> IsolationOutcome {
        let store = try await trial.store(Cell.schema)
        guard store.capabilities.isolation.contains(isolation) else {
            throw Skip(reason: "the store does not declare the level \(isolation.rawValue)")
        }
        return try await play(on: store, trial, at: isolation)
    }

    /// Plays the schedule at every level that the store declares.
    func playAll(_ trial: Trial) async throws {
        let levels = try await trial.store(Cell.schema).capabilities.isolation
        for isolation in levels.sorted() { _ = try await play(trial, at: isolation) }
    }

    private func play(
        on store: any DataStore, _ trial: Trial, at isolation: Isolation
    ) async throws -> IsolationOutcome {
        let cells = store.repository(for: Cell.self)
        try await cells.insert(all: start.map { Cell(id: $0.key, value: $0.value) })
        let stage = Stage(
            store: store, isolation: isolation, courtesy: trial.courtesy, patience: trial.patience)
        let story = try await stage.play(steps)
        guard let wrong = verdict(story) else { return .prevented(.init(story)) }
        guard isolation < isExcludedFrom else {
            throw Mismatch(
                "\(anomaly.name) (\(anomaly.symbol)) at the level \(isolation.rawValue)",
                expected: "that it is prevented",
                found: "\(wrong)\n    " + story.trace.joined(separator: "\n    "))
        }
        return .observed(story.trace + [wrong])
    }
}

extension IsolationSchedule: CaseIterable, Hashable, Identifiable, CustomStringConvertible {
    /// The name.
    public var id: String { name }

    /// The name.
    public var description: String { name }

    /// Compares names.
    public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Every schedule, the anomalies that the weakest levels exclude first.
    public static let allCases: [Self] = dirtyReads + unstableReads + skews
}
