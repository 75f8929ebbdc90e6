import DataBridgeCore
import Synchronization

/// A database file: one connection that writes, a pool of those that read, and the collections they
/// know of.
final class SQLiteBackend: StoreBackend {
    /// What exists from opening to closing.
    struct Opened: Sendable {
        let writer: SQLiteWriter?
        let readers: ReaderPool
        /// Collections of a file that is never written.
        let catalog: Catalog
        let incarnation: UInt64
    }

    let path: String
    let options: StoreOptions
    let sqlite: SQLiteOptions
    let layouts = LayoutCache()
    let opened = Mutex<Opened?>(nil)
    let notify = Mutex<(@Sendable (CommittedChanges) -> Void)?>(nil)
    let poller = Mutex<Task<Void, Never>?>(nil)

    init(path: String, options: StoreOptions, sqlite: SQLiteOptions) {
        self.path = path
        self.options = options
        self.sqlite = sqlite
    }

    deinit {
        poller.withLock { $0?.cancel() }
    }

    var name: String { "sqlite" }

    var hasFeed: Bool { options.feed != .off }

    var capabilities: StoreCapabilities {
        StoreCapabilities(
            isolation: [.serializable], commitTokens: true, feed: hasFeed ? .durable : .none,
            seesOtherProcesses: true, isDurable: true)
    }

    func open() throws -> Opened {
        guard let opened = opened.withLock({ $0 }) else { throw DataError.closed() }
        return opened
    }

    /// The collections that are committed.
    func catalog(_ opened: Opened) -> Catalog {
        opened.writer.map { $0.published.withLock { $0 } } ?? opened.catalog
    }

    // MARK: Sessions

    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        let opened = try open()
        if options.isReadOnly { return try beginReading(opened) }
        guard let writer = opened.writer else { throw DataError.readOnly("The store") }
        guard !options.isInsideWriter else {
            throw DataError.busy("The database, by a transaction that this one is inside of,")
        }
        return try await begin(options, writer)
    }

    private func beginReading(_ opened: Opened) throws -> any StoreSession {
        let reader = try opened.readers.take()
        do {
            return try SQLiteReadSession(reader, of: opened.readers, layouts, catalog(opened))
        } catch let failure as SQLiteFailure {
            opened.readers.give(reader)
            throw failure.dataError()
        }
    }

    private func begin(
        _ options: SessionOptions, _ writer: SQLiteWriter
    ) async throws -> any StoreSession {
        try await writer.line.acquire(mayJoin: options.mayRestart, deadline: options.deadline)
        do {
            // The store may have been closed meanwhile.
            _ = try open()
            if !writer.isOpen {
                try await writer.open(deadline: options.deadline)
                try takeForeignCommits(writer)
            }
            let start = try writer.feed.map { _ in try FeedWriter.lastRow(writer.connection) } ?? 0
            let session = try SQLiteWriteSession(writer, feedStart: start)
            writer.begins(session)
            return session
        } catch {
            if writer.isOpen, writer.finished.isEmpty { writer.rollBackPhysically() }
            if writer.finished.isEmpty {
                writer.line.pass()
            } else {
                await writer.commitGroup()
            }
            throw (error as? SQLiteFailure)?.dataError() ?? error
        }
    }

    func readCommitted(
        _ id: Value, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        let opened = try open()
        let reader = try opened.readers.take()
        defer { opened.readers.give(reader) }
        do {
            let layout = try layouts.layout(
                collection, in: catalog(opened), over: reader.connection)
            if reader.executor.isSlow(.look) {
                return try await reader.executor.perform(.look) {
                    try TableReader(connection: reader.connection, layout: layout).record(id)
                }
            }
            return try TableReader(connection: reader.connection, layout: layout).record(id)
        } catch let failure as SQLiteFailure {
            throw failure.dataError(collection: collection.name)
        }
    }

    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try await reading { connection in
            let statement = try connection.statement(
                "SELECT 1 FROM databridge_tokens WHERE token = ?")
            defer { statement.reset() }
            try statement.bind(token.text, at: 0)
            return try statement.step() ? .committed : .rolledBack
        }
    }

    /// Reads over a connection of the pool.
    func reading<Result: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Result
    ) async throws -> Result {
        let opened = try open()
        let reader = try opened.readers.take()
        defer { opened.readers.give(reader) }
        do {
            return try await reader.executor.perform(.work) { try body(reader.connection) }
        } catch let failure as SQLiteFailure {
            throw failure.dataError()
        }
    }

    func close() async throws {
        poller.withLock { $0?.cancel() }
        let opened = opened.withLock { opened in
            defer { opened = nil }
            return opened
        }
        opened?.readers.close()
    }
}
