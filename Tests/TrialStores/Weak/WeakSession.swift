import DataBridgeCore
import Synchronization

/// A transaction of a ``WeakBackend``.
final class WeakSession: StoreSession {
    private struct Write {
        var collection: Value
        var id: Value
        /// What was there before, in the records or among what is kept aside.
        var previous: StoredRecord??
        /// What was committed when it was written.
        var base: RecordVersion?
    }

    private struct State {
        var aside: [Value: [Value: StoredRecord?]] = [:]
        var writes: [Write] = []
        var marks: [Int] = []
    }

    private let backend: WeakBackend
    private let state = Mutex(State())

    init(_ backend: WeakBackend) {
        self.backend = backend
    }

    private func all(in collection: CollectionSchema) -> WeakBackend.Records {
        let name = Value.string(collection.name)
        var all = backend.records.withLock { $0[name] ?? [:] }
        for (id, record) in state.withLock({ $0.aside[name] ?? [:] }) { all[id] = record }
        return all
    }

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        all(in: collection)[id]
    }

    func scan(_ scan: Scan) async throws -> ScanBatch {
        let found = all(in: scan.collection).values.filter { record in
            scan.after.map { $0 < record.id } ?? true
        }
        return ScanBatch(found.sorted { $0.id < $1.id })
    }

    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        guard let id = new?.id ?? old?.id else { return nil }
        let name = Value.string(collection.name)
        let stored = new.map {
            StoredRecord(
                id: id, values: $0.values, version: backend.nextVersion(), entity: $0.entity)
        }
        state.withLock { state in
            let committed = backend.records.withLock { records in
                defer { if backend.strength == .none { records[name, default: [:]][id] = stored } }
                return records[name]?[id]
            }
            let isAside = backend.strength == .readCommitted
            state.writes.append(
                Write(
                    collection: name, id: id,
                    previous: isAside ? state.aside[name]?[id] : .some(committed),
                    base: committed?.version))
            if isAside { state.aside[name, default: [:]].updateValue(stored, forKey: id) }
        }
        return stored
    }

    // MARK: Savepoints and the end

    func setSavepoint() async throws {
        state.withLock { $0.marks.append($0.writes.count) }
    }

    func releaseSavepoint() async throws {
        state.withLock { _ = $0.marks.removeLast() }
    }

    func rollBackToSavepoint() async throws {
        state.withLock { state in undo(to: state.marks.removeLast(), &state) }
    }

    func rollback() async {
        state.withLock { state in undo(to: 0, &state) }
    }

    private func undo(to count: Int, _ state: inout State) {
        while state.writes.count > count {
            let write = state.writes.removeLast()
            if backend.strength == .none {
                backend.records.withLock {
                    $0[write.collection, default: [:]][write.id] = write.previous ?? nil
                }
            } else if let previous = write.previous {
                state.aside[write.collection, default: [:]].updateValue(previous, forKey: write.id)
            } else {
                _ = state.aside[write.collection]?.removeValue(forKey: write.id)
            }
        }
    }

    func commit(_ request: CommitRequest) async throws {
        try state.withLock { state in
            defer { state = State() }
            guard backend.strength == .readCommitted else { return }
            try backend.records.withLock { records in
                let isStale = state.writes.contains { write in
                    records[write.collection]?[write.id]?.version != write.base
                }
                if isStale { throw DataError.serialization() }
                for (collection, writes) in state.aside {
                    for (id, record) in writes { records[collection, default: [:]][id] = record }
                }
            }
        }
    }

    // MARK: Collections

    func collections() async throws -> [String] { [] }

    func createCollection(_ collection: CollectionSchema) async throws {
        throw DataError.unsupported("The weak store makes no collections.")
    }

    func dropCollection(_ name: String) async throws {
        throw DataError.unsupported("The weak store drops no collections.")
    }
}
