import Synchronization

/// Tells the observers of this process about commits, in commit order and before each commit
/// returns to its caller.
///
/// A backend enqueues inside its commit's critical section, which gives the order. The committer
/// then delivers everything enqueued so far: also what other committers have enqueued and not yet
/// delivered. Whoever finds a delivery under way waits for it, and then finds its own commit
/// delivered.
final class CommitAnnouncer: Sendable {
    private let queue = Mutex<[CommittedChanges]>([])
    private let observers = Mutex<[UInt64: @Sendable (CommittedChanges) -> Void]>([:])
    private let endings = Mutex<[UInt64: @Sendable () -> Void]>([:])
    private let counter = Atomic<UInt64>(0)
    /// Called with true when somebody begins to listen, with false when nobody does any more.
    private let listeningChanged: @Sendable (Bool) -> Void
    /// What it was called with last.
    private let hasListeners = Mutex(false)
    /// Held during a delivery.
    ///
    /// Observers are quick by contract, so waiting for it may block.
    private let delivery = Mutex(())

    init(listeningChanged: @escaping @Sendable (Bool) -> Void = { _ in }) {
        self.listeningChanged = listeningChanged
    }

    /// Whether anybody listens; commits of a store without listeners need not describe themselves.
    var isEmpty: Bool { observers.withLock { $0.isEmpty } }

    /// Adds a commit to be delivered.
    func enqueue(_ changes: CommittedChanges) {
        queue.withLock { $0.append(changes) }
    }

    /// Delivers every commit enqueued so far, in order.
    func deliver() {
        delivery.withLock { _ in
            while true {
                let batch = queue.withLock { queue in
                    let batch = queue
                    queue = []
                    return batch
                }
                guard !batch.isEmpty else { return }
                for changes in batch {
                    let bodies = observers.withLock { Array($0.values) }
                    for body in bodies { body(changes) }
                }
            }
        }
    }

    func add(
        onEnd: (@Sendable () -> Void)? = nil,
        _ body: @escaping @Sendable (CommittedChanges) -> Void
    ) -> CommitObserver {
        let number = counter.add(1, ordering: .relaxed).newValue
        observers.withLock { $0[number] = body }
        noteListeners()
        if let onEnd { endings.withLock { $0[number] = onEnd } }
        return CommitObserver(announcer: self, number: number)
    }

    func remove(_ number: UInt64) {
        // Released outside the lock: what a closure holds may own another registration.
        let body = observers.withLock { $0.removeValue(forKey: number) }
        withExtendedLifetime(body) {}
        noteListeners()
        endings.withLock { _ = $0.removeValue(forKey: number) }
    }

    /// Tells whether anybody listens, when that has changed; in the order of the changes.
    private func noteListeners() {
        hasListeners.withLock { told in
            let now = !isEmpty
            guard now != told else { return }
            told = now
            listeningChanged(now)
        }
    }

    /// Tells those who wait that no commit will come any more.
    func finish() {
        let bodies = endings.withLock { endings in
            defer { endings.removeAll() }
            return Array(endings.values)
        }
        for body in bodies { body() }
    }
}

/// A registration made by ``DataStore/afterCommit(_:)``.
///
/// It ends when it is cancelled or released.
public final class CommitObserver: Sendable {
    private let announcer: CommitAnnouncer
    private let number: UInt64

    init(announcer: CommitAnnouncer, number: UInt64) {
        self.announcer = announcer
        self.number = number
    }

    deinit {
        announcer.remove(number)
    }

    /// Ends the registration.
    ///
    /// A call that is under way goes on to its end.
    public func cancel() {
        announcer.remove(number)
    }
}
