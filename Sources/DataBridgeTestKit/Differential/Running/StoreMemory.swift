import DataBridgeCore
import Synchronization

/// What is kept about a store from one step to another: versions that were seen, and what is held
/// open.
final class StoreMemory: Sendable {
    /// A page that was read, and where the next one starts.
    struct OpenPage: Sendable {
        var view: CollectionView
        var query: RecordQuery
        var size: Int
        var cursor: Cursor
    }

    typealias Take = @Sendable (Int) async throws -> Outcome
    typealias Look = @Sendable () async throws -> Outcome

    private struct RecordKey: Hashable {
        var collection: Value
        var id: Value
    }

    private struct Seen {
        var first: RecordVersion
        var last: RecordVersion
    }

    private struct State {
        var seen: [RecordKey: Seen] = [:]
        var contents: [RecordVersion: [Value]] = [:]
        var pages: [Int: OpenPage] = [:]
        var streams: [Int: Take] = [:]
        var observers: [Int: Look] = [:]
        var isNoting = true
    }

    private let state = Mutex(State())

    // MARK: Versions

    /// Whether versions are remembered; not while the tester looks for itself.
    var isNoting: Bool {
        get { state.withLock { $0.isNoting } }
        set { state.withLock { $0.isNoting = newValue } }
    }

    /// Remembers the versions of records.
    func note(_ rows: [Outcome.Row], in collection: String) {
        guard rows.contains(where: { $0.version != nil }) else { return }
        state.withLock { state in
            guard state.isNoting else { return }
            for row in rows {
                guard let version = row.version else { continue }
                let key = RecordKey(collection: .string(collection), id: row.id)
                state.seen[key, default: Seen(first: version, last: version)].last = version
                state.contents[version] = row.values
            }
        }
    }

    /// The version that an operation expects; one that no record has where none was seen.
    func version(
        of id: Value, in collection: String, _ expectation: Expectation
    ) -> RecordVersion? {
        if expectation == .anything { return nil }
        let key = RecordKey(collection: .string(collection), id: id)
        guard let seen = state.withLock({ $0.seen[key] }) else {
            return RecordVersion(counter: .max)
        }
        return expectation == .lastSeen ? seen.last : seen.first
    }

    /// What was in a record when it had the version.
    func content(of version: RecordVersion) -> [Value]? {
        state.withLock { $0.contents[version] }
    }

    // MARK: Open pages, streams, observers

    func page(_ number: Int) -> OpenPage? { state.withLock { $0.pages[number] } }

    func setPage(_ number: Int, _ page: OpenPage?) {
        state.withLock { $0.pages[number] = page }
    }

    func stream(_ number: Int) -> Take? { state.withLock { $0.streams[number] } }

    func setStream(_ number: Int, _ take: @escaping Take) {
        // What stood there is released outside the lock.
        let old = state.withLock { $0.streams.updateValue(take, forKey: number) }
        withExtendedLifetime(old) {}
    }

    func observer(_ number: Int) -> Look? { state.withLock { $0.observers[number] } }

    func setObserver(_ number: Int, _ look: @escaping Look) {
        let old = state.withLock { $0.observers.updateValue(look, forKey: number) }
        withExtendedLifetime(old) {}
    }

    /// Lets go of what does not outlive a store.
    func release() {
        let old = state.withLock { state in
            defer {
                state.streams = [:]
                state.observers = [:]
            }
            return (state.streams, state.observers)
        }
        withExtendedLifetime(old) {}
    }
}
