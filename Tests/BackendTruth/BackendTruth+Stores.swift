import DataBridgeCore
import Synchronization

extension BackendTruth {
    /// Keeps the reports of operations.
    final class Reports: Instrumentation {
        let all = Mutex<[OperationReport]>([])

        func operationEnded(_ report: OperationReport) { all.withLock { $0.append(report) } }
    }

    static func rows() async throws {
        let disk = RowDisk()
        let reports = Reports()
        let options = StoreOptions(instrumentation: reports)
        let entities: [any EntitySchema] = [Folder.schema, Note.schema]
        let store = try await RowStore(disk, entities: entities, options: options)
        let notes = store.repository(for: Note.self)
        try await notes.insert(all: Note.some)
        try check(
            try await store.repository(for: Note.self, in: "main.notes").count() == 3,
            "a collection of two names")
        try check(try store.verify() == 3, "every row can be read")
        let last = reports.all.withLock { $0.last }
        try check(last?.kind == .load && last?.rowCount == 3, "the report")
        try check(last?.attributes["tables"] == 2 && last?.store == "rows", "its attributes")
        try check(try await store.commits(1) == 1, "waiting for a commit")

        let plan = try notes.explain(
            Query(where: \.stars == 3, sortedBy: [.descending(\.title)], limit: 1))
        try check(plan.access == .index("index_stars") && plan.inCore.isEmpty, "\(plan)")
        try check(plan.inStore == [.filter, .sort, .window], "what the store does itself")
        try check(plan.detail?.hasPrefix("notes where") == true, "\(plan.detail ?? "")")
        try check(try notes.explain(Query(where: \.id == "a")).access == .id, "by id")
        try check(try notes.explain(Query(where: \.id > "a")).access == .idRange, "by ids")
        try check(try notes.explain(.all).access == .scan, "all")

        try await store.transaction(TransactionOptions(isolation: .snapshot)) {
            _ = try await notes.count()
        }
        let health = await store.health()
        try check(
            health.checks.map(\.name) == ["rows", "history", "collections", "weak isolation"],
            "health")
        try check(health.checks.first?.message == "3 rows in 2 tables", "its message")
        try check(health.checks.last?.message == "1 sessions asked for it", "isolation")

        // Another process, as it were, which changes what this one listens to.
        let other = try await RowStore(disk, entities: entities)
        let heard = Mutex(0)
        let observer = store.afterCommit { changes in
            if changes.isForeign { heard.withLock { $0 += 1 } }
        }
        while heard.withLock({ $0 }) == 0 {
            try await other.repository(for: Note.self).update("a") { $0.stars += 1 }
        }
        observer.cancel()
        try await other.close()
        try await store.close()
        let closed = await RowBackend(disk, options: .standard).health()
        try check(closed.status == .healthy, "another store is not closed")
    }

    static func boards() async throws {
        let board = Board()
        let one = BoardStore(board, entities: [Folder.schema, Note.schema])
        let two = BoardStore(board, entities: [Folder.schema, Note.schema])
        let notes = one.repository(for: Note.self)
        let version = try await notes.insert(Note.some[0]).version
        try await notes.update("a") { $0.stars = 9 }
        let again = try await notes.update("a") { $0.stars = 3 }
        try check(again.version == version, "versions of content come back")
        try check(
            try await two.repository(for: Note.self, in: "notes.board").get("a") == Note.some[0],
            "the other store sees it")
        let kept = board.content.withLock { $0.tables["notes"]?.record("a")?.entity }
        try check(kept != nil, "with the entity, so that reading builds none")
        try check(one.capabilities.versionsRecur && one.capabilities.feed == .none, "capabilities")
        try check(one.capabilities.isolation == [.serializable], "its isolation")
        try check(one.capabilities.seesOtherProcesses && one.capabilities.collections, "more")
        try check(!one.capabilities.isDurable && !one.capabilities.enforcesConstraints, "less")
        let health = await one.health()
        try check(health.checks.map(\.status) == [.healthy, .healthy, .healthy], "health")
        try check(health.checks.last?.message == "0 in use", "snapshots are released")
        try await one.close()
        try await two.close()
    }
}
