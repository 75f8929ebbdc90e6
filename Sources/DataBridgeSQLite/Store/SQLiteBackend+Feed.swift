import DataBridgeCore

extension SQLiteBackend {
    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try checkFeed()
        let own = try open().writer?.feed?.epoch
        return try await reading { connection in
            // One state throughout, or what is trimmed meanwhile would be missing.
            try connection.run("BEGIN")
            defer { connection.rollBack() }
            try SQLiteBackend.checkFeedIsWritten(connection)
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
            try connection.run("BEGIN")
            defer { connection.rollBack() }
            try SQLiteBackend.checkFeedIsWritten(connection)
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

    private static func checkFeedIsWritten(_ connection: SQLiteConnection) throws {
        guard try InternalTables.integer(.feed, connection) == 1 else {
            throw DataError.unsupported(
                "Another store of the file was opened without a change feed, and so none is "
                    + "written any more. Open this one again.")
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
        let dataVersion = try connection.integer("PRAGMA data_version") ?? 0
        guard dataVersion != writer.dataVersion else { return }
        // One state throughout, also when nobody has begun a transaction.
        let isAlone = !connection.isInTransaction
        if isAlone { try connection.run("BEGIN") }
        defer { if isAlone { connection.rollBack() } }
        let catalog = try Catalog(connection)
        writer.catalog = catalog
        writer.uniqueIndexes = nil
        writer.publish(catalog)
        let commits = try foreignCommits(writer)
        writer.feed?.noteEnd(try FeedWriter.lastRow(connection))
        // Last, so that what could not be read is looked for again.
        writer.dataVersion = dataVersion
        guard let notify = notify.withLock({ $0 }) else { return }
        for commit in commits { notify(commit) }
    }

    /// What others have committed; where the feed does not say, everything may have changed.
    private func foreignCommits(_ writer: SQLiteWriter) throws -> [CommittedChanges] {
        let connection = writer.connection
        if let feed = writer.feed,
            try InternalTables.integer(.trimmed, connection) ?? 0 <= feed.end,
            try InternalTables.integer(.incarnation, connection)
                == Int64(bitPattern: feed.incarnation)
        {
            return try FeedReader(
                connection: connection, incarnation: feed.incarnation, epoch: feed.epoch
            ).foreignCommits(since: feed.end)
        }
        return [
            CommittedChanges(
                position: nil, changes: [], changedCollections: writer.catalog.names,
                isForeign: true)
        ]
    }

    // MARK: The rest

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        let opened = try open()
        let reader = try opened.readers.take()
        defer { opened.readers.give(reader) }
        do {
            try reader.refresh(generation: -1)
            let layout = try layouts.layout(collection, in: reader.catalog)
            return try QueryExplanation(connection: reader.connection, layout: layout).plan(query)
        } catch let failure as SQLiteFailure {
            throw failure.dataError(collection: collection.name)
        }
    }
}
