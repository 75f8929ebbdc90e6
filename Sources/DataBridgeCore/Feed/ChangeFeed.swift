/// The commits of a store behind a position, one after the other: ordered, without gaps, read as
/// the consumer asks for them.
///
/// When everything committed has been delivered, the next call waits for the next commit. The
/// sequence ends when the store closes or the consuming task is cancelled, and throws
/// `historyTrimmed` when the consumer fell behind what the store keeps.
///
/// Each element's ``CommittedChanges/position`` is where to continue after it.
public struct ChangeFeed: AsyncSequence, Sendable {
    /// One commit.
    public typealias Element = CommittedChanges
    /// Reading can fail.
    public typealias Failure = any Error

    let engine: StoreEngine
    let position: FeedPosition

    /// Starts behind the position.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(engine: engine, position: position)
    }

    /// Reads the feed.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let engine: StoreEngine
        private let signal = CommitSignal()
        private let observer: CommitObserver
        private var position: FeedPosition
        private var buffer: ArraySlice<CommittedChanges> = []

        init(engine: StoreEngine, position: FeedPosition) {
            self.engine = engine
            self.position = position
            // Listening starts before the first read, so that no commit falls in between.
            observer = engine.announcer.add(onEnd: { [signal] in signal.finish() }) {
                [signal] _ in signal.fire()
            }
        }

        /// The next commit; nil when the store is closed or the task cancelled.
        public mutating func next() async throws -> CommittedChanges? {
            try await next(isolation: #isolation)
        }

        /// The next commit; nil when the store is closed or the task cancelled.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> CommittedChanges? {
            while true {
                if let commit = buffer.popFirst() { return commit }
                if Task.isCancelled { return nil }
                let batch: ChangeBatch
                do {
                    batch = try await engine.changes(from: position, limit: 128)
                } catch .closed {
                    return nil
                }
                position = batch.position
                buffer = batch.commits[...]
                if buffer.isEmpty, !(await signal.wait()) { return nil }
            }
        }
    }
}
