import CSQLite
import DataBridgeCore
import Synchronization

/// Copies the write-ahead log back into the database: most of it on a thread of its own while
/// others write, the little that came meanwhile by the next one who commits, so that the log can
/// begin anew.
///
/// Either step alone would not do: on the thread the log never ends under steady writing, and by
/// the one who commits it would make one commit in some hundred slow.
final class Checkpointer: Sendable {
    private enum Phase {
        case idle
        /// The thread copies.
        case copying
        /// Little is left to copy.
        case nearlyDone
    }

    private let phase = Mutex(Phase.idle)
    private let pages: LogGauge
    private let factory: ConnectionFactory
    private let thread = StoreThread(name: "databridge-sqlite-checkpoint")

    /// - Parameter writer: the connection whose commits make the log grow.
    init(_ factory: ConnectionFactory, watching writer: SQLiteConnection) {
        self.factory = factory
        pages = LogGauge(of: writer)
    }

    /// Called after a commit by the one who has the writer's turn.
    ///
    /// - Returns: whether the caller is to finish a checkpoint, on the connection that writes.
    func committed() -> Bool {
        guard pages.count >= factory.options.checkpointPages else { return false }
        let step = phase.withLock { phase in
            defer {
                switch phase {
                case .idle: phase = .copying
                case .copying: break
                case .nearlyDone: phase = .idle
                }
            }
            return phase
        }
        switch step {
        case .idle:
            start()
            return false
        case .copying: return false
        case .nearlyDone: return true
        }
    }

    private func start() {
        Task { [weak self, thread, factory] in
            // A checkpoint that fails loses nothing: the next one begins where it ended.
            let isCopied = try? await thread.run {
                try Checkpointer.copy(over: try factory.reader())
                return true
            }
            self?.phase.withLock { $0 = isCopied == nil ? .idle : .nearlyDone }
        }
    }

    /// Copies what no reader needs any more, without waiting for anybody.
    static func copy(over connection: SQLiteConnection) throws {
        let result = sqlite3_wal_checkpoint_v2(
            connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard result == SQLITE_OK || result & 0xFF == SQLITE_BUSY else {
            throw SQLiteFailure(result, on: connection.handle, during: "checkpoint")
        }
    }
}

/// How many pages the write-ahead log held after the last commit of a connection.
private final class LogGauge: Sendable {
    private final class Count: Sendable {
        let value = Atomic(0)
    }

    private let pages = Count()
    private let writer: SQLiteConnection

    init(of writer: SQLiteConnection) {
        self.writer = writer
        // Referred to by the connection, which this object keeps alive and leaves before it goes.
        sqlite3_wal_hook(
            writer.handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Count>.fromOpaque(context).takeUnretainedValue()
                    .value.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            }, Unmanaged.passUnretained(pages).toOpaque())
    }

    deinit {
        sqlite3_wal_hook(writer.handle, nil, nil)
    }

    var count: Int { pages.value.load(ordering: .relaxed) }
}
