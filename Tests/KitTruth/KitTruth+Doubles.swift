import DataBridge
import DataBridgeTestKit
import Foundation

extension KitTruth {
    static func clocks() async throws {
        let start = Date(timeIntervalSince1970: 0)
        let clock = ManualClock(timeOfDay: start, seed: 4)
        try check(clock.now() == start && clock.elapsed == .zero, "it stands still")
        try await clock.services.sleeper.sleep(for: .seconds(3))
        try check(clock.sleeps == [.seconds(3)] && clock.elapsed == .seconds(3), "a wait moves it")
        clock.advance(by: .seconds(4))
        try check(clock.now() == start + 7, "so does the test")
        clock.set(timeOfDay: start)
        try check(clock.now() == start && clock.elapsed == .seconds(7), "somebody corrects it")
        let other = ManualClock(seed: 4).services.random
        try check(clock.services.random.next() == other.next(), "the same seed, the same numbers")

        let waiting = ManualClock(sleeping: .waitsForTime)
        let sleeper = Task { try await waiting.services.sleeper.sleep(for: .seconds(5)) }
        while waiting.sleeperCount == 0 { await Task.yield() }
        waiting.advance(by: .seconds(4))
        try check(waiting.sleeperCount == 1, "it is not over yet")
        waiting.advance(by: .seconds(1))
        try await sleeper.value
        try check(waiting.sleeperCount == 0 && waiting.sleeps == [.seconds(5)], "now it is")
        let moving = ManualClock(sleeping: .advancesTime)
        try await moving.services.sleeper.sleep(for: .seconds(5))
        try check(moving.elapsed == .seconds(5) && moving.sleeperCount == 0, "nobody waits here")
    }

    static func chance() throws {
        var random = SeededGenerator(seed: 42)
        var again = SeededGenerator(seed: 42)
        try check((0..<5).map { _ in random.next() } == (0..<5).map { _ in again.next() }, "alike")
        for _ in 0..<100 {
            try check((0..<6).contains(random.below(6)), "below the bound")
            try check((-2...2).contains(random.int(in: -2...2)), "in the range")
            try check(random.chance(100) && !random.chance(0), "always and never")
            let letter = random.element(of: ["a", "b"])
            try check(letter == "a" || letter == "b", "an element")
            try check(random.weighted([(0, "never"), (3, "always")]) == "always", "by its weight")
        }
        try check(random.element(of: [Int]()) == nil, "an empty list has none")
        var part = random.split()
        try check(part.next() != random.next(), "a generator of its own")
    }

    static func recordings() async throws {
        let recording = RecordingInstrumentation()
        let store = MemoryStore(
            entities: [Errand.schema], options: StoreOptions(instrumentation: recording))
        let errands = store.repository(for: Errand.self)
        try await errands.insert(all: Errand.some)
        _ = try await errands.find()
        try check(recording.reports.count >= 2, "every operation")
        try check(recording.reports(of: .find).map(\.rowCount) == [2], "those of a kind")
        recording.removeAll()
        try check(recording.reports.isEmpty, "nothing any more")
        let report = OperationReport(.get, store: "mine", duration: .zero)
        recording.operationEnded(report)
        try check(recording.reports(of: .get).first?.store == "mine", "one of somebody else")
        try await store.close()
    }

    static func roundTrips() throws {
        try SchemaRoundTrip.check(Errand.self)
        let failure = try failureOf(Swapped.self)
        try check(failure.entity == "Swapped" && failure.location.line > 0, "whose schema")
        try check(failure.problem.contains("\"last\""), "\(failure.problem)")
        try check(failure.description.contains("the schema of Swapped: "), "\(failure)")
        try check(try failureOf(Span.self).problem.contains("pass an example"), "it asks for one")
        try SchemaRoundTrip.check(Span.self, using: Span(id: 1, start: 10, end: 20))
    }

    private static func failureOf<E: Entity>(_ entity: E.Type) throws -> SchemaFailure {
        do throws(SchemaFailure) {
            try SchemaRoundTrip.check(entity)
        } catch {
            return error
        }
        throw Falsehood(subject: "\(entity) is wrong", line: #line)
    }
}

/// Its fields are in the wrong order.
private struct Swapped: Entity {
    var id: Int
    var first: String
    var last: String

    static let schema = Schema("swapped", Swapped.init) {
        Field(\.id, "id")
        Field(\.last, "last")
        Field(\.first, "first")
    }
}

/// It takes only an end after the start.
private struct Span: Entity {
    struct Backwards: Error {}

    var id: Int
    var start: Int
    var end: Int

    init(id: Int, start: Int, end: Int) {
        self.id = id
        self.start = start
        self.end = end
    }

    init(checked id: Int, _ start: Int, _ end: Int) throws {
        guard start < end else { throw Backwards() }
        self.init(id: id, start: start, end: end)
    }

    static let schema = Schema("spans", Span.init(checked:_:_:)) {
        Field(\.id, "id")
        Field(\.start, "start")
        Field(\.end, "end")
    }
}
