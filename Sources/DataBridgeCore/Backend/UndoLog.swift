/// The steps of a transaction since its oldest savepoint, so that they can be undone.
struct UndoLog {
    /// One step, by what was there before it.
    enum Step {
        /// A record was written.
        case write(collection: Value, id: Value, previous: OverlayWrite?)
        /// A collection was made or dropped.
        case collection(Value, previous: OverlayCollection?)
    }

    private var steps: [Step] = []
    /// How many steps preceded each savepoint, oldest first.
    private var marks: [Int] = []

    /// Notes a step; without a savepoint nobody could ask for it.
    mutating func add(_ step: @autoclosure () -> Step) {
        if !marks.isEmpty { steps.append(step()) }
    }

    /// Sets a savepoint.
    mutating func setMark() {
        marks.append(steps.count)
    }

    /// Removes the newest savepoint; the steps since belong to the one before.
    mutating func removeMark() {
        precondition(!marks.isEmpty, "a savepoint is released once")
        marks.removeLast()
        if marks.isEmpty { steps.removeAll(keepingCapacity: true) }
    }

    /// Removes the newest savepoint together with the steps since, oldest first.
    mutating func takeStepsSinceMark() -> [Step] {
        precondition(!marks.isEmpty, "a savepoint is rolled back to once")
        let mark = marks.removeLast()
        defer { steps.removeSubrange(mark...) }
        return Array(steps[mark...])
    }
}
