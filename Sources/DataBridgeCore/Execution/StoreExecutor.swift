import Synchronization

/// Decides where a store does the work that blocks: on the caller's thread as long as such work is
/// quick, since a hop to another thread takes longer than a quick call, and on the store's own
/// thread once it has become slow, so that a slow disk holds up nobody but those who wait for it.
package final class StoreExecutor: Sendable {
    /// What is to be done; how long each kind takes is followed on its own, so that many quick
    /// looks do not make up for slow commits.
    package enum Kind: Int, Sendable {
        /// A call or two about a file or a connection.
        case look
        /// Loading, or committing.
        case work
    }

    /// Above this a hop to the store's own thread no longer matters.
    package static let limit = Duration.microseconds(500)

    private let clock: MonotonicClock
    private let thread: StoreThread
    private let recent = Mutex([RecentDuration(), RecentDuration()])

    /// An executor that has seen nothing yet and takes everything for quick.
    ///
    /// - Parameters:
    ///   - name: The name of the store's own thread.
    ///   - clock: Measures the work.
    package init(name: String, clock: MonotonicClock) {
        self.clock = clock
        thread = StoreThread(name: name)
    }

    /// Whether the recent work of a kind was slow.
    package func isSlow(_ kind: Kind) -> Bool {
        recent.withLock { $0[kind.rawValue].average > StoreExecutor.limit }
    }

    /// Does a piece of work.
    ///
    /// - Parameters:
    ///   - kind: What it is.
    ///   - isUnbounded: Whether it may take long whatever the disk: then it is never done on the
    ///     caller's thread.
    ///   - work: The work; it runs to its end even if the task is cancelled.
    package func perform<Success: Sendable>(
        _ kind: Kind, isUnbounded: Bool = false,
        _ work: @escaping @Sendable () throws -> Success
    ) async throws -> Success {
        if isUnbounded || isSlow(kind) {
            return try await thread.run { [self] in try measured(kind, work) }
        }
        return try measured(kind, work)
    }

    private func measured<Success>(
        _ kind: Kind, _ work: () throws -> Success
    ) rethrows -> Success {
        let start = clock.now()
        defer {
            let duration = clock.now() - start
            recent.withLock { $0[kind.rawValue].add(duration) }
        }
        return try work()
    }
}

/// A moving average in which each duration counts a quarter, so that the last few decide.
private struct RecentDuration {
    private(set) var average = Duration.zero
    private var isEmpty = true

    mutating func add(_ duration: Duration) {
        average = isEmpty ? duration : average + (duration - average) / 4
        isEmpty = false
    }
}
