import DataBridgeCore

/// Where a schedule is played: one step after the other, each when the one before is done.
///
/// A step that does not come to its end is taken to wait for another transaction, and the schedule
/// goes on without it: what its transaction is told meanwhile it does later. Whenever a transaction
/// ends, those that wait get time to go on.
struct Stage {
    let store: any DataStore
    let isolation: Isolation
    /// How long a step may take before it counts as waiting.
    let courtesy: Duration
    /// How long transactions may take to end.
    let patience: Duration

    func play(_ steps: [IsolationStep]) async throws -> Story {
        let log = Log<String>()
        var performers: [Int: Performer] = [:]
        for number in Set(steps.map(\.transaction)) {
            performers[number] = Performer(number, in: store, log: log)
        }
        var story = Story()
        for step in steps {
            guard let performer = performers[step.transaction] else { continue }
            let wasBehind = performer.isBehind
            performer.tell(step.action, isolation: isolation)
            if !wasBehind, !(await performer.catchUp(atMost: courtesy)) {
                story.waited.insert(step.transaction)
                log.add("\(step), and waits")
            }
            guard performer.end != nil else { continue }
            for other in performers.values where other.isBehind {
                _ = await other.catchUp(atMost: courtesy)
            }
        }
        for performer in performers.values {
            _ = await performer.catchUp(atMost: patience)
        }
        try collect(performers, &story)
        story.final = Story.rows(try await store.repository(for: Cell.self).find())
        log.add("In the end \(Story.spelled(story.final))")
        story.trace = log.all
        return story
    }

    private func collect(_ performers: [Int: Performer], _ story: inout Story) throws {
        for (number, performer) in performers {
            story.readings[number] = performer.readings
            switch performer.end {
            case .committed: story.committed.insert(number)
            case .rolledBack: break
            case .failed(let error as DataError) where Stage.mayFail(with: error.code):
                story.failures[number] = error.code
            case .failed(let error):
                throw Mismatch(
                    "transaction \(number) commits, or fails because of the others",
                    expected: "serialization, conflict, busy or timeout", found: "\(error)",
                    cause: error)
            case nil:
                throw Mismatch(
                    "transaction \(number) comes to its end", expected: "an end",
                    found: "one that still waits after \(patience)")
            }
        }
        guard !story.committed.isEmpty else {
            throw Mismatch(
                "one of the transactions commits", expected: "at least one commit",
                found: "none; failed: \(story.failures.sorted { $0.key < $1.key })")
        }
    }

    /// Whether a transaction that others got in the way of may fail so.
    private static func mayFail(with code: DataError.Code) -> Bool {
        [.serialization, .conflict, .busy, .timeout].contains(code)
    }
}
