import DataBridgeCore

extension SQLiteBackend {
    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try checkFeed()
        let own = try open().writer?.feed?.epoch
        return try await reading { connection in
            let incarnation = UInt64(
                bitPattern: try InternalTables.integer(.incarnation, connection) ?? 0)
            guard position.incarnation == incarnation else {
                throw DataError.historyTrimmed("The position belongs to another life of the store")
            }
            return try FeedReader(connection: connection, incarnation: incarnation, epoch: own)
                .changes(after: position.sequence, limit: limit)
        }
    }

    func currentPosition() async throws -> FeedPosition {
        try checkFeed()
        return try await reading { connection in
            let incarnation = try InternalTables.integer(.incarnation, connection) ?? 0
            return FeedPosition(
                incarnation: UInt64(bitPattern: incarnation),
                sequence: UInt64(clamping: try FeedWriter.lastRow(connection)))
        }
    }

    private func checkFeed() throws {
        guard hasFeed else {
            throw DataError.unsupported(
                "The store was opened without a change feed. Open it with one in its options.")
        }
    }

    // MARK: Commits of other processes

    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {
        self.notify.withLock { $0 = notify }
    }

    func listeningChanged(_ isListening: Bool) {
        let writer = opened.withLock { $0?.writer }
        writer?.isListening.store(isListening, ordering: .sequentiallyConsistent)
        poller.withLock { poller in
            poller?.cancel()
            poller = nil
            guard isListening, let interval = sqlite.pollInterval else { return }
            poller = Task { [weak self, sleeper = options.services.sleeper] in
                while !Task.isCancelled {
                    // Ends with the cancellation.
                    guard (try? await sleeper.sleep(for: interval)) != nil else { return }
                    self?.poll()
                }
            }
        }
    }

    /// Looks for commits of others, unless a transaction runs: that one has looked when it began.
    private func poll() {
        guard let writer = opened.withLock({ $0?.writer }), writer.line.tryAcquire() else { return }
        defer { writer.line.pass() }
        // What fails here fails again, and is told, when somebody reads.
        try? takeForeignCommits(writer)
    }

    /// Tells of what other processes have committed since the last look; called by the holder of
    /// the writer's turn.
    func takeForeignCommits(_ writer: SQLiteWriter) throws {
        let connection = writer.connection
        guard !connection.isInTransaction else { return try takeForeignCommitsOfOneState(writer) }
        // All looks are at one state, so that no commit falls between two of them.
        try connection.run("BEGIN")
        defer { connection.rollBack() }
        try takeForeignCommitsOfOneState(writer)
    }

    private func takeForeignCommitsOfOneState(_ writer: SQLiteWriter) throws {
        let connection = writer.connection
        let dataVersion = try connection.integer("PRAGMA data_version") ?? 0
        guard dataVersion != writer.dataVersion else { return }
        let catalog = try Catalog(connection)
        writer.catalog = catalog
        writer.published.withLock { $0 = catalog }
        // Only what has been told counts as seen.
        defer { writer.dataVersion = dataVersion }
        guard let notify = notify.withLock({ $0 }) else { return }
        guard let feed = writer.feed else {
            // Anything may have changed.
            notify(
                CommittedChanges(
                    position: nil, changes: [], changedCollections: catalog.names, isForeign: true))
            return
        }
        let reader = try FeedReader(
            connection: connection, incarnation: feed.incarnation, epoch: feed.epoch)
        for commit in try reader.foreignCommits(since: feed.end) { notify(commit) }
        feed.noteEnd(try FeedWriter.lastRow(connection))
    }

    // MARK: The rest

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        let opened = try open()
        let reader = try opened.readers.take()
        defer { opened.readers.give(reader) }
        do {
            let layout = try layouts.layout(
                collection, in: catalog(opened), over: reader.connection)
            return try QueryExplanation(connection: reader.connection, layout: layout).plan(query)
        } catch let failure as SQLiteFailure {
            throw failure.dataError(collection: collection.name)
        }
    }
}
