import DataBridgeCore
import Synchronization

/// One committed state: a copy of the tables, which share everything with the newest ones until
/// those change.
package final class MemorySnapshot: StoreSnapshot {
    /// How many commits led to the state.
    let sequence: UInt64
    private let backend: MemoryBackend
    private let isReadOnly: Bool
    private let tables: Mutex<MemoryTables>

    init(of backend: MemoryBackend, sequence: UInt64, isReadOnly: Bool, tables: MemoryTables) {
        self.backend = backend
        self.sequence = sequence
        self.isReadOnly = isReadOnly
        self.tables = Mutex(tables)
    }

    package func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try tables.withLock { try $0.table(collection) }.record(id)
    }

    package func scan(_ scan: Scan) throws -> ScanBatch {
        try tables.withLock { try $0.table(scan.collection) }.scan(scan)
    }

    package func collections() -> [String] {
        tables.withLock { $0.names }
    }

    package func hasCollection(_ name: String) -> Bool {
        tables.withLock { $0[name] != nil }
    }

    /// Lets go of the state; nothing is read afterwards.
    func forgetTables() {
        tables.withLock { $0 = MemoryTables() }
    }

    package func release() {
        forgetTables()
        backend.release(sequence, isReadOnly: isReadOnly)
    }
}
