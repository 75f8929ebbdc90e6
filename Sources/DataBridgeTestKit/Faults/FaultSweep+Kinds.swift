import DataBridgeCore
import Synchronization

extension FaultSweep {
    /// What a sweep tries at every call.
    public struct Kind: Sendable {
        /// What it is called in reports.
        public let name: String
        /// Whether a commit may have happened although its caller is told of an error.
        public let losesAnswers: Bool
        private let isApplicable: @Sendable (StoreCall.Kind) -> Bool
        let fault: @Sendable (_ number: Int, Canceller) -> StoreFault

        init(
            _ name: String, losesAnswers: Bool = false,
            _ isApplicable: @escaping @Sendable (StoreCall.Kind) -> Bool,
            _ fault: @escaping @Sendable (_ number: Int, Canceller) -> StoreFault
        ) {
            self.name = name
            self.losesAnswers = losesAnswers
            self.isApplicable = isApplicable
            self.fault = fault
        }

        /// A fault of the test's own.
        ///
        /// - Parameters:
        ///   - name: what it is called in reports.
        ///   - kinds: the calls it can happen to; all that can fail by default.
        ///   - fault: the fault at the call of the number given.
        public init(
            _ name: String, on kinds: StoreCall.Kind...,
            fault: @escaping @Sendable (_ number: Int) -> StoreFault
        ) {
            let kinds = Set(kinds)
            self.init(
                name, { kinds.isEmpty ? Kind.canFail($0) : kinds.contains($0) },
                { number, _ in fault(number) })
        }

        func applies(to kind: StoreCall.Kind) -> Bool { isApplicable(kind) }

        @Sendable private static func canFail(_ kind: StoreCall.Kind) -> Bool {
            kind != .rollback && kind != .wait
        }

        /// The call is `busy`, once.
        public static let busy = Kind("busy") { .busy(onCall: $0) }
        /// The call and all later ones are `busy`.
        public static let busyForEver = Kind("busy for ever") { .busy(.callsFrom($0)) }
        /// The call meets another transaction: `serialization`, once.
        public static let serialization = Kind("serialization") { .serialization(onCall: $0) }
        /// The call takes too long: `timeout`.
        public static let timedOut = Kind("timed out") { .timedOut(onCall: $0) }
        /// From the call on the store cannot be reached.
        public static let unavailableForEver = Kind("unavailable for ever") {
            .unavailable(.callsFrom($0))
        }
        /// The call takes an hour, on the store's own clock.
        public static let slow = Kind("slow") { .slow(.seconds(3_600), onCall: $0) }
        /// The service's task is cancelled when the call is made; the store may notice or not.
        public static let cancelled = Kind("cancelled", { _ in true }) { number, canceller in
            StoreFault(.run { await canceller.cancel() }, .call(number))
        }
        /// The service's task is cancelled when the call is over, before it has its answer.
        public static let cancelledAfterwards = Kind("cancelled afterwards", { _ in true }) {
            number, canceller in
            StoreFault(.runAfterwards { await canceller.cancel() }, .call(number))
        }
        /// A commit happens and its answer is lost.
        public static let lostAfterCommit = Kind(
            "lost after commit", losesAnswers: true, { $0 == .commit }
        ) { number, _ in .lostAfterCommit(.call(number)) }
        /// A commit is lost on its way, which nobody can tell.
        public static let lostBeforeCommit = Kind(
            "lost before commit", losesAnswers: true, { $0 == .commit }
        ) { number, _ in .lostBeforeCommit(.call(number)) }

        /// Everything but ``slow``, which takes an hour each time unless the clock is a
        /// ``ManualClock``.
        public static let all: [Kind] = [
            .busy, .busyForEver, .serialization, .timedOut, .unavailableForEver, .cancelled,
            .cancelledAfterwards, .lostAfterCommit, .lostBeforeCommit,
        ]

        /// The two ways to be cancelled.
        public static let cancellations: [Kind] = [.cancelled, .cancelledAfterwards]
    }
}

/// Cancels the task of a run from inside it.
final class Canceller: Sendable {
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// Takes the task, right after it was made.
    func adopt(_ task: Task<Void, any Error>) {
        self.task.withLock { $0 = task }
    }

    func cancel() async {
        // The task may come here before it was adopted.
        while true {
            if let task = task.withLock({ $0 }) { return task.cancel() }
            await Task.yield()
        }
    }
}
