import CSQLite
import DataBridgeCore

extension SQLiteWriteSession {
    func commit(_ request: CommitRequest) async throws {
        let position: FeedPosition?
        do {
            position = try await perform {
                try unparkAll()
                try forgetUnchanged()
                try checkReferences()
                if let token = request.token { try record(token) }
                let position = try finishFeed()
                if isMember { try connection.run("RELEASE databridge_member") }
                return position
            }
        } catch {
            await rollback()
            throw error
        }
        guard end() else { throw DataError.serialization() }
        if log.isEmpty, request.token == nil, writer.finished.isEmpty {
            // Nothing to write, and nobody's writing was read.
            await passOn()
            return
        }
        try await finish(request, position)
    }

    /// Waits for the physical commit with others, or makes it.
    private func finish(_ request: CommitRequest, _ position: FeedPosition?) async throws {
        let writer = writer
        if writer.finished.isEmpty { writer.groupSince = writer.services.clock.now() }
        guard writer.waitsForNext else {
            writer.finished.append(
                FinishedTransaction(
                    log: log, request: request, position: position, continuation: nil))
            try await writer.commitGroup().get()
            return
        }
        let log = log
        let result = await withCheckedContinuation { continuation in
            writer.finished.append(
                FinishedTransaction(
                    log: log, request: request, position: position, continuation: continuation))
            writer.limitWaiting()
            guard !writer.line.passToJoiner() else { return }
            // Who was to join has given up meanwhile.
            Task { await writer.commitGroup() }
        }
        try result.get()
    }

    /// Takes records out of the feed that were led back to where they were: a transaction that
    /// changes nothing in the end tells nothing.
    private func forgetUnchanged() throws {
        guard writer.feed != nil, log.mayRepeat else { return }
        for record in log.net where record.isUnchanged {
            let statement = try connection.statement(
                "DELETE FROM databridge_changes WHERE sequence > ? AND collection = ? AND id = ?")
            statement.bind(feedStart, at: 0)
            try statement.bind(record.layout.schema.name, at: 1)
            try record.layout.bind(id: record.id, to: statement, at: 2)
            try statement.run()
        }
    }

    /// Looks whether a reference leads nowhere, which the core has checked already: SQLite would
    /// refuse the physical commit, and with it the transactions that share it.
    private func checkReferences() throws {
        guard try connection.hasBrokenReferences() else { return }
        throw DataError.constraint(
            .reference,
            "A reference leads to a record that is not there. Insert that record first, or clear "
                + "the reference.", collection: "", id: nil, fields: [], name: nil)
    }

    private func record(_ token: CommitToken) throws {
        let statement = try connection.statement(
            "INSERT INTO databridge_tokens (token, committed_at) VALUES (?, ?)")
        do {
            try statement.bind(token.text, at: 0)
            let now = writer.services.wallClock.now()
            statement.bind(Int64(now.timeIntervalSince1970 * 1_000), at: 1)
            try statement.run()
        } catch let failure as SQLiteFailure
            where failure.code == SQLiteFailure.primaryKeyBroken
        {
            throw DataError(
                .alreadyExists,
                "A transaction with this token is already committed, so this one was not. Use a "
                    + "token for one piece of work only.")
        }
    }

    private func finishFeed() throws -> FeedPosition? {
        guard let feed = writer.feed, !log.isEmpty else { return nil }
        return try feed.finish(since: feedStart, connection)
    }
}

extension SQLiteConnection {
    /// Whether the open transaction holds references that lead nowhere.
    func hasBrokenReferences() throws -> Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        let result = sqlite3_db_status(
            handle, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        guard result == SQLITE_OK else {
            throw SQLiteFailure(result, on: handle, during: "checking references")
        }
        return current != 0
    }
}
