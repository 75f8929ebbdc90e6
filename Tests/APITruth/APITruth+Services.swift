import DataBridge
import Foundation
import Synchronization

/// Remembers what operations there were.
private final class Operations: Instrumentation {
    let reports = Mutex<[OperationReport]>([])

    func operationEnded(_ report: OperationReport) { reports.withLock { $0.append(report) } }
}

/// A time of day that stands still.
private struct StoppedClock: WallClock {
    func now() -> Date { Date(timeIntervalSince1970: 0) }
}

/// Throws the dice as it is told.
private final class LoadedDice: RandomSource {
    func next() -> UInt64 { 1 << 63 | 1 }
}

extension APITruth {
    static func instrumentation() async throws {
        try await withFolder { folder in
            let operations = Operations()
            let store = try await Bridge.open(
                "json:\(folder)/library.json", entities: [Author.schema, Book.schema],
                options: StoreOptions(instrumentation: operations))
            try await everyOperation(on: store)
            try await store.close()

            let reports = operations.reports.withLock { $0 }
            let kinds: Set<OperationKind> = [
                .open, .close, .get, .insert, .update, .upsert, .delete, .find, .page,
                .stream, .count, .aggregate, .updateAll, .deleteAll, .transaction, .commit,
                .rollback, .collections, .createCollection, .dropCollection, .load, .save,
            ]
            let missing = kinds.subtracting(reports.map(\.kind))
            try check(missing.isEmpty, "no report of \(missing.map(\.rawValue))")
            let failed = reports.filter { $0.outcome == .failed(.alreadyExists) }
            try check(failed.contains { $0.kind == .insert }, "what failed: \(failed)")
            try check(failed.allSatisfy { $0.collection == "/books" }, "where: \(failed)")
            let found = reports.first { $0.kind == .find }
            try check(found?.outcome == .ok && found?.rowCount == 1, "what was found")
            try check(reports.allSatisfy { $0.duration >= .zero && $0.store == "json" }, "where")
        }
        let own = OperationReport(
            OperationKind(rawValue: "export"), store: "report", collection: "books",
            duration: .seconds(1), outcome: OperationOutcome(of: CancellationError()), rowCount: 2,
            attributes: ["bytes": 100])
        try check(own.outcome == .failed(.cancelled) && own.attributes["bytes"] == 100, "own")
    }

    private static func everyOperation(on store: any DataStore) async throws {
        let books = store.repository(for: Book.self)
        let book = Book(id: "a", title: "Ants", pages: 3)
        try await books.insert(book)
        do {
            try await books.insert(book)
            try check(false, "an id is taken")
        } catch .alreadyExists {}
        _ = try await books.get("a")
        _ = try await books.exists("a")
        try await books.update(book)
        try await books.upsert(book)
        _ = try await books.find()
        _ = try await books.page(.all, size: 1)
        for try await _ in books.stream() {}
        _ = try await books.count()
        _ = try await books.sum(of: \.pages)
        try await books.updateAll(where: .all, set: [.increment(\.pages, by: 1)])
        try await books.delete("a")
        try await books.deleteAll(where: .all)
        try await store.transaction { _ = try await store.collections() }
        try await store.createCollection("old", like: Book.self)
        try await store.dropCollection("old")
        do {
            try await store.transaction { throw CancellationError() }
        } catch is CancellationError {}
    }

    /// Time and chance are the machine's, or what one gives in their place.
    static func services() async throws {
        let clock = MonotonicClock(following: SuspendingClock())
        let waited = Mutex<Duration>(.zero)
        let services = RuntimeServices(
            wallClock: StoppedClock(), clock: clock,
            sleeper: Sleeper { duration in waited.withLock { $0 += duration } },
            random: SeededRandomSource(seed: 7))
        let store = MemoryStore(
            entities: [Author.schema, Book.schema], options: StoreOptions(services: services))
        let books = store.repository(for: Book.self)
        try await books.insert(Book(id: "a", title: "Ants", pages: 3))
        try await books.delete("a")
        let deleted = try await books.includingDeleted().get("a")?.deleted
        try check(deleted == services.wallClock.now(), "deleted at the time it was told")

        let start = services.clock.now()
        try await services.sleeper.sleep(for: .seconds(3_600))
        try check(waited.withLock { $0 } == .seconds(3_600), "an hour that took no time")
        try check(services.clock.now() - start < .seconds(60), "by the clock")
        let dice = SeededRandomSource(seed: 7)
        try check(dice.next() == SeededRandomSource(seed: 7).next(), "the same chance")
        // The store has thrown them already.
        try check(services.random.next() == dice.next(), "with the next number")
        let system = RuntimeServices(
            wallClock: SystemWallClock(), clock: .system, sleeper: .system,
            random: SystemRandomSource())
        let before = system.clock.now()
        try await system.sleeper.sleep(for: .milliseconds(2))
        try check(system.clock.now() - before >= .milliseconds(2), "the machine's clock")
        try await Sleeper(on: ContinuousClock()).sleep(for: .milliseconds(1))
        try check(system.wallClock.now() > StoppedClock().now(), "the machine's time of day")
        try check((0..<6).contains(system.random.int(below: 6)), "the machine's dice")
        try check(LoadedDice().int(below: 6) == 3 && LoadedDice().unitInterval() == 0.5, "loaded")
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 1))
        var again = RandomSourceGenerator(SeededRandomSource(seed: 1))
        let ids = Array(0..<10)
        try check(ids.shuffled(using: &generator) == ids.shuffled(using: &again), "shuffled")
    }

    static func environment() throws {
        let environment: ProcessEnvironment = ["LIBRARY": "memory:", "EMPTY": ""]
        try check(environment["LIBRARY"] == "memory:" && environment["NONE"] == nil, "variables")
        try check(environment.names == ["EMPTY", "LIBRARY"], "their names")
        try check(ProcessEnvironment(["A": "1"])["A"] == "1", "of a dictionary")
        let path = ProcessInfo.processInfo.environment["PATH"]
        try check(ProcessEnvironment.current()["PATH"] == path, "the process's own")
    }

    static func health() async throws {
        let disk = await HealthCheck.run("disk") { (.degraded, "90 % full") }
        try check(disk.status == .degraded && disk.message == "90 % full", "a check")
        try check(disk.duration >= .zero, "how long it took")
        let failing = await HealthCheck.run("network", clock: .system) {
            throw DataError.unavailable("The network")
        }
        try check(failing.status == .unhealthy, "a check that throws")
        let app = HealthReport("app", checks: [disk, HealthCheck("queue", .healthy, "empty")])
        let network = HealthReport("network", checks: [failing])
        try check(app.status == .degraded, "as good as its worst")
        let all = HealthReport.combined("all", [app, network])
        try check(all.status == .unhealthy && all.checks.count == 3, "of several")
    }

    /// A folder of its own, gone afterwards.
    static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "databridge-truth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }
}
