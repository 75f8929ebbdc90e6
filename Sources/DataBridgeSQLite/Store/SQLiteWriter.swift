import CSQLite
import DataBridgeCore
import Synchronization

/// The one connection that writes, and the physical transaction that is open on it.
///
/// Everything but ``line`` and ``published`` belongs to whoever has the turn.
final class SQLiteWriter: @unchecked Sendable {
    // @unchecked: the mutable properties are touched only by the holder of the turn in `line`.
    let connection: SQLiteConnection
    let line: WriterLine
    let executor: StoreExecutor
    let options: SQLiteOptions
    let services: RuntimeServices
    /// The collections as the holder sees them, those of uncommitted transactions included.
    var catalog: Catalog
    /// The collections as they are committed.
    let published: Mutex<Catalog>
    /// Counts the changes of the collections that are committed.
    let generation = Atomic(0)
    let layouts: LayoutCache
    private let checkpointer: Checkpointer
    /// Transactions that are finished and wait for the physical commit.
    var finished: [FinishedTransaction] = []
    /// When the first of them finished.
    var groupSince = Duration.zero
    /// Whether a physical transaction is open.
    var isOpen = false
    let feed: FeedWriter?
    private let group = Mutex(GroupState())
    /// Whether anybody in this process wants to hear of commits.
    let isListening = Atomic(false)
    /// The version that was given last.
    private(set) var version: Int64
    /// SQLite's count of commits by others, as it was seen last.
    var dataVersion: Int64
    /// The unique indexes there are, by their SQL; nil when they have to be looked for.
    var uniqueIndexes: [String]?

    /// How many transactions share a commit at most.
    static let groupLimit = 256

    /// - Parameters:
    ///   - connection: set up for writing, its tables there.
    ///   - epoch: how often the database was opened, which no other store of it shares.
    init(
        _ connection: SQLiteConnection, _ factory: ConnectionFactory, services: RuntimeServices,
        catalog: Catalog, layouts: LayoutCache, epoch: Int64, feed: FeedWriter?,
        dataVersion: Int64
    ) {
        self.connection = connection
        options = factory.options
        checkpointer = Checkpointer(factory, watching: connection)
        self.services = services
        self.catalog = catalog
        self.layouts = layouts
        self.feed = feed
        published = Mutex(catalog)
        line = WriterLine(services)
        executor = StoreExecutor(name: "databridge-sqlite", clock: services.clock)
        version = epoch << 32
        self.dataVersion = dataVersion
    }

    /// A version that no record has had: the upper half is of this opening, the lower counts.
    func nextVersion() -> Int64 {
        version += 1
        return version
    }

    func layout(_ schema: CollectionSchema) throws -> TableLayout {
        try layouts.layout(schema, in: catalog)
    }

    /// Whether the table has the index that sees to a unique constraint: a schema may declare one
    /// that was not made yet.
    func enforcesUnique(_ index: IndexLayout, _ layout: TableLayout) throws -> Bool {
        guard let wanted = TableDefinition.uniqueIndex(index, of: layout) else { return false }
        let present = try uniqueIndexes ?? connection.uniqueIndexes()
        uniqueIndexes = present
        return present.contains { ByteOrder.hasSuffix($0, wanted) }
    }
}

/// What the timer of a group looks at.
private struct GroupState {
    /// Counts physical commits.
    var number: UInt64 = 0
    var isTimed = false
    /// The transaction that has the turn and that others wait for.
    weak var running: SQLiteWriteSession?
}

/// A transaction that has done all its work and waits for the physical commit.
struct FinishedTransaction {
    let log: WriteLog
    let request: CommitRequest
    /// Where the transaction ends in the feed.
    let position: FeedPosition?
    /// Told how the commit ended; nil for the one who commits.
    let continuation: CheckedContinuation<Result<Void, DataError>, Never>?
}

// MARK: Physical transactions

extension SQLiteWriter {
    /// Opens the physical transaction.
    ///
    /// Other processes that write are waited for without holding a thread.
    func open(deadline: Duration?) async throws {
        let end = services.clock.now() + options.busyTimeout
        let last = deadline.map { min($0, end) } ?? end
        var pause = Duration.microseconds(200)
        while true {
            do {
                try begin()
                return
            } catch let failure as SQLiteFailure where failure.dataCode == .busy {
                let now = services.clock.now()
                guard now < last else {
                    if let deadline, deadline <= end {
                        throw DataError.timeout("Waiting for another process that writes")
                    }
                    throw failure.dataError()
                }
                try await services.sleeper.sleep(for: min(pause, last - now))
                pause = min(pause * 2, .milliseconds(20))
            } catch let failure as SQLiteFailure {
                throw failure.dataError()
            }
        }
    }

    private func begin() throws {
        try connection.run("BEGIN IMMEDIATE")
        isOpen = true
        precondition(finished.isEmpty, "a group is committed before the next one begins")
    }

    /// Ends the physical transaction, on the caller's thread as long as the disk is quick.
    func commitPhysically() async throws {
        isOpen = false
        guard connection.isInTransaction else {
            // SQLite has undone everything when a later transaction failed.
            throw DataError.serialization()
        }
        do {
            try await executor.perform(.work) { [connection] in try connection.run("COMMIT") }
        } catch let failure as SQLiteFailure {
            throw SQLiteWriter.commitFailed(failure, connection)
        }
        publish(catalog)
        if checkpointer.committed() {
            // What fails here fails no commit: the log just stays as long as it is.
            try? await executor.perform(.work) { [connection] in
                try Checkpointer.copy(over: connection)
            }
        }
    }

    /// Makes the collections known that are committed now.
    func publish(_ catalog: Catalog) {
        let isNew = published.withLock { published in
            defer { published = catalog }
            return published != catalog
        }
        if isNew { generation.add(1, ordering: .releasing) }
    }

    /// What became of a commit that failed.
    ///
    /// When the sync of the log has failed, or what comes behind it, its last frame may be on the
    /// disk all the same and be found by the next program; only these failures are sure to have
    /// left the log without an end.
    private static func commitFailed(
        _ failure: SQLiteFailure, _ connection: SQLiteConnection
    ) -> DataError {
        connection.rollBack()
        guard [SQLITE_FULL, SQLITE_BUSY, SQLITE_CONSTRAINT].contains(failure.primary) else {
            return DataError.commitUnknown(cause: failure)
        }
        var error = failure.dataError()
        error.commitOutcome = .rolledBack
        return error
    }

    /// Undoes the physical transaction.
    func rollBackPhysically() {
        isOpen = false
        connection.rollBack()
        catalog = published.withLock { $0 }
    }
}

// MARK: Sharing a commit

extension SQLiteWriter {
    /// The next in line, if the finished transactions may wait for them, so that one physical
    /// commit serves all.
    func takeNext() -> WriterLine.Turn? {
        guard options.sharesCommits, finished.count < SQLiteWriter.groupLimit,
            connection.isInTransaction, services.clock.now() - groupSince < options.groupDelay
        else { return nil }
        return line.takeJoiner()
    }

    /// Commits what is finished, tells everybody concerned, and hands on the turn.
    ///
    /// - Returns: how the commit ended.
    @discardableResult
    func commitGroup() async -> Result<Void, DataError> {
        group.withLock { group in
            group.number += 1
            group.isTimed = false
        }
        let members = finished
        finished = []
        let result: Result<Void, DataError>
        do {
            try await commitPhysically()
            if let end = members.compactMap(\.position).last {
                feed?.noteEnd(Int64(clamping: end.sequence))
            }
            announce(members, .committed)
            result = .success(())
        } catch {
            let error = DataError.wrapping(error, as: .commitUnknown, "The commit failed.")
            catalog = published.withLock { $0 }
            if error.commitOutcome == .unknown { announce(members, .unknown) }
            result = .failure(error)
        }
        line.pass()
        for member in members { member.continuation?.resume(returning: result) }
        return result
    }

    /// Notes that a transaction has the turn, so that it can be undone when others have waited for
    /// it long enough.
    func begins(_ session: SQLiteWriteSession) {
        group.withLock { $0.running = session.isMember ? session : nil }
    }

    /// Sees to it that the finished transactions do not wait for long, whatever comes next.
    func limitWaiting() {
        let number: UInt64? = group.withLock { group in
            guard !group.isTimed else { return nil }
            group.isTimed = true
            return group.number
        }
        guard let number else { return }
        let delay = options.groupDelay
        Task { [weak self, sleeper = services.sleeper] in
            // Again and again, as the turn may just be on its way to the next one.
            while true {
                try await sleeper.sleep(for: delay)
                guard let self, group.withLock({ $0.number == number }) else { return }
                await group.withLock { $0.running }?.evict()
            }
        }
    }

    /// Tells of transactions that changed something.
    ///
    /// Called after the commit: who begins to listen later reads what was committed.
    private func announce(_ members: [FinishedTransaction], _ outcome: CommitOutcome) {
        guard isListening.load(ordering: .sequentiallyConsistent) else { return }
        for member in members where !member.log.isEmpty {
            let told = member.log.announcement(at: member.position, outcome)
            guard
                !told.changes.isEmpty || !told.hiddenChanges.isEmpty
                    || !told.changedCollections.isEmpty
            else { continue }
            member.request.announce(told)
        }
    }
}

extension WriteLog {
    /// What is told of the transaction, in the order of collections and ids.
    func announcement(
        at position: FeedPosition?, _ outcome: CommitOutcome
    ) -> CommittedChanges {
        var changes: [Change] = []
        for record in net where !record.isUnchanged {
            let change = Change(
                in: record.layout.schema, id: record.id, old: record.old, new: record.new)
            if let change { changes.append(change) }
        }
        changes.sort { left, right in
            let byName = ByteOrder.compare(left.collection, right.collection)
            return byName != 0 ? byName < 0 : left.id < right.id
        }
        return CommittedChanges(
            position: position, changes: changes, changedCollections: changedCollections,
            outcome: outcome)
    }
}
