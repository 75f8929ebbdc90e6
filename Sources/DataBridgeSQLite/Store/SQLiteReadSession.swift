import DataBridgeCore
import Synchronization

/// One committed state of a database, as long as the session lasts.
final class SQLiteReadSession: QueryingSession {
    private let reader: SQLiteReader
    private let pool: ReaderPool
    private let layouts: LayoutCache
    private let catalog: Catalog
    private let hasEnded = Atomic(false)

    /// Begins; from now on the session sees what is committed now.
    init(_ reader: SQLiteReader, of pool: ReaderPool, _ layouts: LayoutCache, _ catalog: Catalog)
        throws
    {
        self.reader = reader
        self.pool = pool
        self.layouts = layouts
        self.catalog = catalog
        do {
            try reader.connection.run("BEGIN")
            // The state is taken by the first look at the file.
            _ = try reader.connection.integer("SELECT 1 FROM databridge_meta LIMIT 1")
        } catch {
            reader.connection.rollBack()
            throw error
        }
    }

    deinit {
        finish()
    }

    private func finish() {
        guard !hasEnded.exchange(true, ordering: .acquiringAndReleasing) else { return }
        reader.connection.rollBack()
        pool.give(reader)
    }

    var querying: (any QueryingSession)? { self }

    /// Reads, and ends the reading early when the task is cancelled.
    private func reading<Result: Sendable>(
        _ collection: CollectionSchema, _ body: @escaping @Sendable (TableReader) throws -> Result
    ) async throws -> Result {
        do {
            let table = TableReader(
                connection: reader.connection,
                layout: try layouts.layout(collection, in: catalog, over: reader.connection))
            return try await withTaskCancellationHandler {
                try await reader.executor.perform(.work) { try body(table) }
            } onCancel: {
                reader.connection.interrupt()
            }
        } catch let failure as SQLiteFailure {
            throw failure.dataError(collection: collection.name)
        }
    }

    func read(_ id: Value, in collection: CollectionSchema) async throws -> StoredRecord? {
        try await reading(collection) { try $0.record(id) }
    }

    func scan(_ scan: Scan) async throws -> ScanBatch {
        try await reading(scan.collection) { try $0.batch(scan) }
    }

    func find(
        _ query: RecordQuery, in collection: CollectionSchema
    ) async throws -> [StoredRecord]? {
        try await reading(collection) { try $0.records(query) }
    }

    func aggregate(
        _ aggregate: Aggregate, over predicate: RecordPredicate, in collection: CollectionSchema
    ) async throws -> Value? {
        try await reading(collection) { try $0.aggregate(aggregate, predicate) }
    }

    func collections() async throws -> [String] {
        do {
            return try Catalog(reader.connection).names
        } catch let failure as SQLiteFailure {
            throw failure.dataError()
        }
    }

    // MARK: What only writers do

    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        throw DataError.readOnly(collection: collection.name)
    }

    func createCollection(_ collection: CollectionSchema) async throws {
        throw DataError.readOnly(collection: collection.name)
    }

    func dropCollection(_ name: String) async throws {
        throw DataError.readOnly(collection: name)
    }

    func setSavepoint() async throws {}

    func rollBackToSavepoint() async throws {}

    func releaseSavepoint() async throws {}

    func commit(_ request: CommitRequest) async throws { finish() }

    func rollback() async { finish() }
}
