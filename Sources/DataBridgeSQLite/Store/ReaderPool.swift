import DataBridgeCore
import Synchronization

/// The connections that read: as many as are in use, and a few more kept open.
final class ReaderPool: Sendable {
    private struct State {
        var idle: [SQLiteReader] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let factory: ConnectionFactory
    private let clock: MonotonicClock

    init(_ factory: ConnectionFactory, clock: MonotonicClock) {
        self.factory = factory
        self.clock = clock
    }

    /// A connection that nobody uses, a new one if need be.
    ///
    /// - Throws: `closed`, and what opening a connection throws.
    func take() throws -> SQLiteReader {
        let idle = try state.withLock { state in
            guard !state.isClosed else { throw DataError.closed() }
            return state.idle.popLast()
        }
        if let idle { return idle }
        do {
            return SQLiteReader(try factory.reader(), clock: clock)
        } catch let failure as SQLiteFailure {
            throw failure.dataError()
        }
    }

    /// Takes a connection back.
    func give(_ reader: SQLiteReader) {
        state.withLock { state in
            // One that could not end its transaction would show an old state for ever.
            guard !state.isClosed, state.idle.count < factory.options.readers,
                !reader.connection.isInTransaction
            else { return }
            state.idle.append(reader)
        }
    }

    /// Lets go of all connections; those in use follow when they are given back.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.idle = []
        }
    }
}

/// A connection that reads, and where its work is done.
///
/// `@unchecked Sendable`: it is used by one at a time; the pool sees to it.
final class SQLiteReader: @unchecked Sendable {
    /// The collections, as of ``schemaVersion``.
    private(set) var catalog = Catalog()
    private var schemaVersion: Int64 = -1
    /// What the store counted of changes of its collections when these were read.
    private(set) var generation = -1
    let connection: SQLiteConnection
    let executor: StoreExecutor
    private let looks = Atomic(0)

    /// Whether a look at one record goes through the executor: where looks have been slow lately,
    /// and now and then to see how long they take, as the measuring costs.
    var measuresLook: Bool {
        looks.add(1, ordering: .relaxed).newValue & 63 == 0 || executor.isSlow(.look)
    }

    /// Looks at the file, which fixes the state that an open transaction reads, and takes over what
    /// collections that state has.
    func refresh(generation: Int) throws {
        let version = try connection.integer("PRAGMA schema_version") ?? 0
        self.generation = generation
        guard version != schemaVersion else { return }
        catalog = try Catalog(connection)
        schemaVersion = version
    }

    init(_ connection: SQLiteConnection, clock: MonotonicClock) {
        self.connection = connection
        executor = StoreExecutor(name: "databridge-sqlite-reader", clock: clock)
    }
}
