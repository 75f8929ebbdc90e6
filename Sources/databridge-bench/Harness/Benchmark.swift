/// One measurement: our way of doing something against a named reference that does the same work,
/// run in turns so that a noisy machine disturbs both alike.
struct Benchmark: Sendable {
    /// A piece of work; the number of units it did.
    typealias Work = @Sendable () async throws -> Int

    /// What is compared: made once, before the rounds.
    struct Sides: Sendable {
        var ours: Work
        var reference: Work
        /// Called when the rounds are over.
        var tearDown: @Sendable () async throws -> Void = {}
    }

    /// The name, such as `memory.get`.
    var name: String
    /// What one unit of work is, such as `get` or `byte`.
    var unit: String
    /// What ours is compared with.
    var reference: String
    /// The largest time of ours, in times of the reference's, that the project accepts.
    var goal: Double?
    /// Prepares both sides.
    var prepare: @Sendable () async throws -> Sides

    init(
        _ name: String, unit: String, reference: String, atMost goal: Double? = nil,
        prepare: @escaping @Sendable () async throws -> Sides
    ) {
        self.name = name
        self.unit = unit
        self.reference = reference
        self.goal = goal
        self.prepare = prepare
    }
}

/// What a benchmark gave.
struct Measurement: Sendable {
    var name: String
    var unit: String
    var reference: String
    var goal: Double?
    var rounds: Int
    /// Nanoseconds per unit of work, the median over the rounds.
    var ours: Double
    /// Nanoseconds per unit of work, the median over the rounds.
    var theirs: Double

    /// The time of ours in times of the reference's: below 1 is faster.
    var ratio: Double { ours / theirs }

    var meetsGoal: Bool? { goal.map { ratio <= $0 } }
}

extension Benchmark {
    /// Runs both sides in turns.
    ///
    /// - Parameters:
    ///   - rounds: how often each side is measured.
    ///   - slice: how long one measurement of one side lasts at least.
    func run(rounds: Int, slice: Duration) async throws -> Measurement {
        let sides = try await prepare()
        // The first run of each is not counted: it fills caches and pages.
        _ = try await sides.reference()
        _ = try await sides.ours()
        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<rounds {
            theirs.append(try await timePerUnit(sides.reference, slice))
            ours.append(try await timePerUnit(sides.ours, slice))
        }
        try await sides.tearDown()
        return Measurement(
            name: name, unit: unit, reference: reference, goal: goal, rounds: rounds,
            ours: median(ours), theirs: median(theirs))
    }

    private func timePerUnit(_ work: Work, _ slice: Duration) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var units = 0
        var elapsed = Duration.zero
        repeat {
            units += try await work()
            elapsed = start.duration(to: clock.now)
        } while elapsed < slice
        return elapsed / .nanoseconds(1) / Double(max(units, 1))
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

/// Keeps the optimiser from removing work whose result nobody reads.
@inline(never)
func consume<T>(_ value: T) {
    withExtendedLifetime(value) {}
}
