import DataBridgeCore
import Synchronization

/// Where a store of rows keeps its data: it outlives the store, and several stores may share it as
/// processes share a file.
final class RowDisk: Sendable {
    struct Content: Sendable {
        var tables: [Value: RowTable] = [:]
        /// Every commit; number n leads to the position with sequence n.
        var commits: [CommittedChanges] = []
        var tokens: Set<CommitToken> = []
        var versions: UInt64 = 0
    }

    let incarnation: UInt64
    let content = Mutex(Content())
    let listeners = Listeners()

    init(_ random: any RandomSource = SystemRandomSource()) {
        incarnation = random.next()
    }

    func nextVersion() -> RecordVersion {
        content.withLock { content in
            content.versions += 1
            return RecordVersion(counter: content.versions)
        }
    }
}

/// The stores that share a disk, so that each hears of what the others commit.
final class Listeners: Sendable {
    private struct Listener: Sendable {
        var notify: @Sendable (CommittedChanges) -> Void = { _ in }
        var isListening = false
    }

    private let listeners = Mutex<[Listener]>([])

    /// - Returns: the number of the new store.
    func join() -> Int {
        listeners.withLock { listeners in
            listeners.append(Listener())
            return listeners.count - 1
        }
    }

    func setNotify(_ notify: @escaping @Sendable (CommittedChanges) -> Void, of store: Int) {
        listeners.withLock { $0[store].notify = notify }
    }

    func setListening(_ isListening: Bool, of store: Int) {
        listeners.withLock { $0[store].isListening = isListening }
    }

    /// Tells the others.
    func tell(_ changes: CommittedChanges, from store: Int) {
        var foreign = changes
        foreign.isForeign = true
        let others = listeners.withLock { listeners in
            listeners.indices.filter { $0 != store && listeners[$0].isListening }
                .map { listeners[$0].notify }
        }
        for notify in others { notify(foreign) }
    }
}
