import Synchronization

/// What ended a transaction before its time: something in it failed and could not be undone.
///
/// A unit and those nested in it share that of the outermost one, since what is left of the failure
/// lies under the savepoints of all of them. Nothing may go on then, and nothing may commit, even
/// when the body that saw the error goes on as if nothing had happened.
struct Breach: ~Copyable, Sendable {
    private let isThere = Atomic(false)
    private let error = Mutex<DataError?>(nil)

    /// Ends the transaction for an error.
    func note(_ cause: any Error) {
        let cause = DataError.wrapping(cause, as: .ioFailure, "A savepoint could not be undone.")
        var error = DataError(
            cause.code,
            "An operation of the transaction failed and could not be undone, so that all of it is "
                + "rolled back. Run it again.",
            cause: cause)
        error.commitOutcome = .rolledBack
        self.error.withLock { $0 = $0 ?? error }
        isThere.store(true, ordering: .releasing)
    }

    /// Throws when the transaction has ended so.
    func check() throws {
        guard isThere.load(ordering: .acquiring) else { return }
        if let error = error.withLock({ $0 }) { throw error }
    }
}
