import DataBridgeCore

extension SQLiteBackend {
    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        let factory = ConnectionFactory(path: path, options: sqlite)
        let readers = ReaderPool(factory, clock: options.services.clock)
        let opened: Opened
        if sqlite.isReadOnly {
            opened = try openReading(readers, schemas)
        } else {
            guard !path.isEmpty, !ByteOrder.equal(path, ":memory:") else {
                throw factory.isNoFile()
            }
            try factory.makeFile()
            opened = try await waiting {
                try openWriting(try factory.writer(), readers, schemas, policy)
            }
        }
        self.opened.withLock { $0 = opened }
    }

    /// Tries again while another process is opening or writing.
    private func waiting<Result>(_ body: () throws -> Result) async throws -> Result {
        let end = options.services.clock.now() + sqlite.busyTimeout
        while true {
            do {
                return try body()
            } catch let failure as SQLiteFailure {
                guard failure.dataCode == .busy, options.services.clock.now() < end else {
                    throw failure.dataError()
                }
                try await options.services.sleeper.sleep(for: .milliseconds(2))
            }
        }
    }

    private func openReading(
        _ readers: ReaderPool, _ schemas: [CollectionSchema]
    ) throws -> Opened {
        let reader = try readers.take()
        defer { readers.give(reader) }
        do {
            guard try InternalTables.arePresent(reader.connection) else {
                throw DataError.unsupported(
                    "The file is no database of DataBridge's, and cannot be made one when it is "
                        + "opened for reading only. Open it for writing once.")
            }
            try InternalTables.checkFormat(reader.connection)
            let catalog = try Catalog(reader.connection)
            let incarnation = try InternalTables.integer(.incarnation, reader.connection) ?? 0
            return Opened(
                writer: nil, readers: readers, catalog: catalog,
                incarnation: UInt64(bitPattern: incarnation))
        } catch let failure as SQLiteFailure {
            throw failure.dataError()
        }
    }

    private func openWriting(
        _ connection: SQLiteConnection, _ readers: ReaderPool, _ schemas: [CollectionSchema],
        _ policy: SchemaPolicy
    ) throws -> Opened {
        guard try connection.text("PRAGMA encoding") == "UTF-8" else {
            throw DataError.unsupported(
                "The database holds its texts in UTF-16, whose order is another one. Copy it into "
                    + "a new file with UTF-8.")
        }
        return try connection.inTransaction {
            try makeInternalTables(connection)
            let incarnation = try settleFeed(connection)
            let epoch = try nextEpoch(connection)
            try InternalTables.set(.epoch, to: epoch, connection)
            let preparation = SchemaPreparation(
                maker: CollectionMaker(connection: connection, hasFeed: hasFeed), policy: policy)
            let catalog = try preparation.prepare(schemas)
            var feed: FeedWriter?
            if hasFeed {
                feed = FeedWriter(
                    incarnation: UInt64(bitPattern: incarnation), epoch: epoch,
                    retention: options.feed, clock: options.services.wallClock)
            }
            let writer = SQLiteWriter(
                connection, options: sqlite, services: options.services, catalog: catalog,
                layouts: layouts, epoch: epoch, feed: feed)
            // What is committed from here on is news.
            writer.dataVersion = try connection.integer("PRAGMA data_version") ?? 0
            feed?.noteEnd(try FeedWriter.lastRow(connection))
            return Opened(
                writer: writer, readers: readers, catalog: catalog,
                incarnation: UInt64(bitPattern: incarnation))
        }
    }

    private func makeInternalTables(_ connection: SQLiteConnection) throws {
        if try InternalTables.arePresent(connection) {
            return try InternalTables.checkFormat(connection)
        }
        try connection.execute(InternalTables.creation)
        try InternalTables.set(.format, to: InternalTables.format, connection)
        try InternalTables.set(.foreignVersion, to: 0, connection)
        try InternalTables.set(.feed, to: hasFeed ? 1 : 0, connection)
        try InternalTables.set(.incarnation, to: newIncarnation(), connection)
    }

    private func nextEpoch(_ connection: SQLiteConnection) throws -> Int64 {
        let last = try InternalTables.integer(.epoch, connection) ?? 0
        // The upper half of a version, which never is negative.
        guard (0..<Int64(Int32.max)).contains(last) else {
            throw DataError.corrupted(
                "The database's count of openings is out of range. Restore a backup.")
        }
        return last + 1
    }

    private func newIncarnation() -> Int64 {
        Int64(bitPattern: options.services.random.next())
    }

    /// Turns the change feed on or off, as this store wants it.
    ///
    /// What another store of the file has read of the feed goes on in a new life then, so that it
    /// never takes a feed with gaps for a whole one.
    private func settleFeed(_ connection: SQLiteConnection) throws -> Int64 {
        let incarnation = try InternalTables.integer(.incarnation, connection) ?? 0
        let isOn = try InternalTables.integer(.feed, connection) == 1
        guard isOn != hasFeed else { return incarnation }
        let next = newIncarnation()
        try InternalTables.set(.feed, to: hasFeed ? 1 : 0, connection)
        try InternalTables.set(.incarnation, to: next, connection)
        try connection.execute("DELETE FROM databridge_changes")
        // Rows are counted from 1 again.
        try InternalTables.set(.trimmed, to: 0, connection)
        let maker = CollectionMaker(connection: connection, hasFeed: hasFeed)
        for name in try Catalog(connection).names {
            guard let entry = try Catalog(connection)[name] else { continue }
            let layout = try TableLayout(
                try LayoutText.read(entry.layout, of: name).schema(named: name),
                tableName: entry.tableName)
            for sql in Triggers(layout: layout).removingFeed { try connection.execute(sql) }
            try maker.makeTriggers(layout)
        }
        return next
    }
}
