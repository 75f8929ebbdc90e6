import DataBridgeCore
import Synchronization

/// Runs every plan up to a number of operations on a store and on the naive one.
///
/// **What is enumerated.** Every sequence of the given operations, in every way to divide it into
/// one transaction, two that follow each other, or one with another one in its middle (before its
/// first operation, between any two, after its last), each ended by commit or rollback; and every
/// sequence up to a length of its own with a savepoint around any part of the outer transaction,
/// released or undone.
///
/// **What is left out, and why nothing is lost.**
/// - Transactions are not interleaved operation by operation. While both are open, nothing passes
///   between them: what counts is only where a commit lies. Each place of a commit among the
///   operations of the other transaction is there. A store that lets something pass is seen too,
///   as the inner transaction runs while the outer one has written, and the outer one goes on
///   after the inner one has.
/// - Operations that only read do not influence each other, so of several next to each other in
///   one transaction only the ascending order is run.
/// - A transaction that has changed nothing ends the same by commit and by rollback: only the
///   commit is run. One that is inside another one and leaves nothing is run last in it only,
///   where there is most to see by mistake.
/// - An outer transaction that is rolled back has done the same as one that commits until then, so
///   its rollback is run where the other one is at its end.
/// - Two transactions that follow each other are run where the first one changes something.
/// - Of the longest sequences those in which more than one operation fails are left out: a failed
///   operation leaves nothing but the memory of what it read.
struct ModelCheck: Sendable {
    struct Mismatch: Sendable, CustomStringConvertible {
        var plan: Plan
        var naive: [String]
        var real: [String]
        var place: Int

        var description: String {
            "\(plan)\n  must be \(naive)\n  but is  \(real)\n  from number \(place) on"
        }
    }

    var isolation = Isolation.serializable
    /// The operations that sequences are made of.
    var operations = Plan.Operation.all
    /// How many operations there are at most.
    var depth = 4
    /// How many operations there are at most where there is a savepoint too.
    var depthWithSavepoint = 2
    var open: @Sendable () async throws -> any DataStore

    /// Runs all plans on two tasks.
    ///
    /// - Returns: how many there were, and the first mismatches.
    func run(stopAtFirst: Bool = false) async throws -> (count: Int, mismatches: [Mismatch]) {
        var total = 0
        var all: [Mismatch] = []
        for length in 1...depth {
            let course = Course(operations, enough: stopAtFirst ? 1 : 5)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        var count = 0
                        while let first = course.next() {
                            count += try await run(length, from: first, course)
                        }
                        return count
                    }
                }
                for try await count in group { total += count }
            }
            all += course.found
            if !all.isEmpty { break }
        }
        return (total, all)
    }

    private func run(
        _ length: Int, from first: Plan.Operation, _ course: Course
    ) async throws -> Int {
        var count = 0
        let isLongest = length == depth && depth > 3
        for sequence in Plan.sequences(of: length, from: first, out: operations) {
            for plan in Plan.all(sequence, withSavepoints: length <= depthWithSavepoint) {
                var naive = NaiveStore(isSerializable: isolation == .serializable)
                naive.run(plan)
                guard isWorthwhile(plan, naive), !isLongest || naive.failures < 2 else { continue }
                count += 1
                // Nothing here ever waits, and other tests want to run too.
                await Task.yield()
                guard let mismatch = try await mismatch(plan, naive) else { continue }
                course.add(mismatch)
                if course.isOver { return count }
            }
        }
        return count
    }

    /// Whether a plan does something that no other one does.
    private func isWorthwhile(_ plan: Plan, _ naive: NaiveStore) -> Bool {
        if plan.transactions.count == 2 {
            return naive.changed == [true, true]
                || naive.changed == [true, false]
                    && plan.transactions[1].commits
        }
        guard let outer = plan.transactions.first, let outerChanges = naive.changed.last else {
            return false
        }
        guard outerChanges || outer.commits else { return false }
        guard let (inner, isLast) = outer.inner, let innerChanges = naive.changed.first else {
            return true
        }
        guard innerChanges || inner.commits else { return false }
        let innerLeavesNothing = !innerChanges || !inner.commits
        return isLast || !innerLeavesNothing && outer.commits
    }

    private func mismatch(_ plan: Plan, _ naive: NaiveStore) async throws -> Mismatch? {
        let run = StoreRun(try await open(), isolation)
        let firstVersion = try await run.run(plan)
        var comparison = OutcomeComparison()
        _ = comparison.pair(1, firstVersion)
        guard let place = comparison.difference(naive.outcomes, run.outcomes) else { return nil }
        return Mismatch(
            plan: plan, naive: naive.outcomes.map { "\($0)" },
            real: run.outcomes.map { "\($0)" }, place: place)
    }
}

/// What the tasks of a check share.
private final class Course: Sendable {
    private let enough: Int
    private let started = Atomic<Int>(0)
    private let mismatches = Mutex<[ModelCheck.Mismatch]>([])

    private let operations: [Plan.Operation]

    init(_ operations: [Plan.Operation], enough: Int) {
        self.operations = operations
        self.enough = enough
    }

    /// The operation that the next sequences begin with.
    func next() -> Plan.Operation? {
        let index = started.add(1, ordering: .relaxed).oldValue
        guard index < operations.count, !isOver else { return nil }
        return operations[index]
    }

    func add(_ mismatch: ModelCheck.Mismatch) { mismatches.withLock { $0.append(mismatch) } }

    var found: [ModelCheck.Mismatch] { mismatches.withLock { $0 } }
    var isOver: Bool { found.count >= enough }
}
