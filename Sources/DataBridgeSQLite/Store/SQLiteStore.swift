public import DataBridgeCore

/// A store in one SQLite database file, which any SQL tool reads and writes too.
///
/// ```swift
/// let store = try await SQLiteStore.open("app.db", entities: [WorkItem.schema])
/// ```
///
/// **Tables.** A collection is a table, a field a typed column named like the field; what has
/// fields of its own, and lists, are JSON text in a column. `Documentation/SQLite.md` has the whole
/// mapping. One further column holds the record's version, and tables of our own begin with
/// `databridge_`.
///
/// **Durability.** An acknowledged commit is in the write-ahead log and synced, unless
/// ``SQLiteOptions/durability`` says otherwise.
///
/// **Transactions** that write run one after the other, also those of several processes; those that
/// read see one committed state and wait for nobody. Transactions that come together share one
/// physical commit: each is still atomic by itself, and acknowledged only after the sync.
///
/// **Other programs** may write to the tables at any time: triggers move the versions of what they
/// write and note it in the change feed, and the store notices while somebody observes it and
/// whenever a transaction begins.
///
/// **Versions** count and never recur. Commit tokens are kept in the database.
public final class SQLiteStore: DataStore {
    /// Carries out the contracts over the database.
    public let engine: StoreEngine
    private let backend: SQLiteBackend

    private init(engine: StoreEngine, backend: SQLiteBackend) {
        self.engine = engine
        self.backend = backend
    }

    /// Opens a database file, and makes it if it does not exist.
    ///
    /// - Parameters:
    ///   - path: The file, readable by its owner only when it is made here.
    ///   - entities: The schemas of what is in it.
    ///   - options: Time, chance, instrumentation, schema policy, and how much of the change feed
    ///     is kept.
    ///   - sqlite: How the file is treated.
    /// - Throws: `unsupported` when the tables differ from the schemas in a way that the policy
    ///   forbids to mend; `corrupted` when the file is no database; `busy`, `permissionDenied`,
    ///   `ioFailure`, ….
    public static func open(
        _ path: String, entities: [any EntitySchema], options: StoreOptions = .standard,
        sqlite: SQLiteOptions = SQLiteOptions()
    ) async throws -> SQLiteStore {
        let backend = SQLiteBackend(path: path, options: options, sqlite: sqlite)
        let engine = try await StoreEngine.open(backend, entities: entities, options: options)
        return SQLiteStore(engine: engine, backend: backend)
    }
}
