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
            guard !state.isClosed, state.idle.count < factory.options.readers else { return }
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
final class SQLiteReader: Sendable {
    let connection: SQLiteConnection
    let executor: StoreExecutor
    private let looks = Atomic(0)

    /// Whether a look at one record goes through the executor: where looks have been slow lately,
    /// and now and then to see how long they take, as the measuring costs.
    var measuresLook: Bool {
        looks.add(1, ordering: .relaxed).newValue & 63 == 0 || executor.isSlow(.look)
    }

    init(_ connection: SQLiteConnection, clock: MonotonicClock) {
        self.connection = connection
        executor = StoreExecutor(name: "databridge-sqlite-reader", clock: clock)
    }
}
