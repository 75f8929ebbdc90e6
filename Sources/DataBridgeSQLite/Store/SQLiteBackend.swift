import DataBridgeCore
import Synchronization

/// A database file: one connection that writes, a pool of those that read, and the collections they
/// know of.
final class SQLiteBackend: StoreBackend {
    /// What exists from opening to closing.
    struct Opened: Sendable {
        let writer: SQLiteWriter?
        let readers: ReaderPool
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

    // MARK: Sessions

    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        let opened = try open()
        if options.isReadOnly { return try await beginReading(opened) }
        guard let writer = opened.writer else { throw DataError.readOnly("The store") }
        guard !options.isInsideWriter else {
            throw DataError.busy("The database, by a transaction that this one is inside of,")
        }
        return try await begin(options, writer)
    }

    /// Begins to read; whoever recovers or tidies up the file at the moment is waited for.
    private func beginReading(_ opened: Opened) async throws -> any StoreSession {
        let end = options.services.clock.now() + sqlite.busyTimeout
        while true {
            do {
                return try SQLiteReadSession(
                    try opened.readers.take(), of: opened.readers, layouts,
                    generation: generation(opened))
            } catch let failure as SQLiteFailure {
                guard failure.dataCode == .busy, options.services.clock.now() < end else {
                    throw failure.dataError()
                }
                try await options.services.sleeper.sleep(for: .milliseconds(2))
            }
        }
    }

    private func generation(_ opened: Opened) -> Int {
        opened.writer?.generation.load(ordering: .acquiring) ?? 0
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
            if writer.finished.isEmpty {
                if writer.isOpen { writer.rollBackPhysically() }
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
        guard reader.generation == generation(opened),
            let layout = try? layouts.layout(collection, in: reader.catalog)
        else {
            opened.readers.give(reader)
            return try await readInSession(id, collection, opened)
        }
        do {
            defer { opened.readers.give(reader) }
            let table = TableReader(connection: reader.connection, layout: layout)
            guard reader.measuresLook else { return try table.record(id) }
            return try await reader.executor.perform(.look) { try table.record(id) }
        } catch is SQLiteFailure {
            // The collections may have changed, or the file be in recovery.
            return try await readInSession(id, collection, opened)
        }
    }

    private func readInSession(
        _ id: Value, _ collection: CollectionSchema, _ opened: Opened
    ) async throws -> StoredRecord? {
        let session = try await beginReading(opened)
        do {
            let record = try await session.read(id, in: collection)
            await session.rollback()
            return record
        } catch {
            await session.rollback()
            throw error
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
