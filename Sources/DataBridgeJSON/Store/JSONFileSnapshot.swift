import DataBridgeCore
import DataBridgeMemory

/// One committed state of the file; a collection with records that cannot be read refuses.
final class JSONFileSnapshot: StoreSnapshot {
    let base: any StoreSnapshot
    /// What each collection is read as, and why it cannot be.
    private let contents: JSONFileBackend.Contents

    init(_ base: any StoreSnapshot, _ contents: JSONFileBackend.Contents) {
        self.base = base
        self.contents = contents
    }

    func read(_ id: Value, in collection: CollectionSchema) throws -> StoredRecord? {
        try contents.check(collection)
        return try base.read(id, in: collection)
    }

    func scan(_ scan: Scan) throws -> ScanBatch {
        try contents.check(scan.collection)
        return try base.scan(scan)
    }

    func collections() -> [String] { base.collections() }

    func hasCollection(_ name: String) -> Bool { base.hasCollection(name) }

    func release() { base.release() }
}
