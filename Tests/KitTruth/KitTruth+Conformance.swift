import DataBridge
import DataBridgeTestKit
import Synchronization

extension KitTruth {
    static func cases() async throws {
        let all = StoreConformance.allCases
        try check(Set(all.map(\.id)).count == all.count && all.count > 40, "names are unique")
        guard let insert = StoreConformance.Case(named: all[0].name) else {
            throw Falsehood(subject: "a case by its name", line: #line)
        }
        try check(insert == all[0] && insert.description == insert.name, "the case of the name")
        try check(StoreConformance.Case(named: "nothing") == nil, "no case of the name")

        try check(try await insert.run(on: .memory) == .passed, "the store in memory is right")
        var reasons: [String] = []
        for conformance in all where conformance.name.hasPrefix("durable.") {
            // There is no place to open it again in.
            let outcome = try await conformance.run(on: .memory)
            reasons.append("the store's data ends with the process")
            try check(outcome == .skipped(reasons[0]), "\(conformance): \(outcome)")
        }
        try check(!reasons.isEmpty, "why a case does not apply")

        let some = Array(all.prefix(2)) + all.filter { $0.name.hasPrefix("durable.") }
        let report = await StoreConformance.run(some, on: .memory)
        try check(report.isPassed && report.failures.isEmpty, "\(report)")
        try check(report.store == "memory" && report.passed.first == all[0], "what passed")
        try check(report.passed.count + report.skipped.count == some.count, "each has an end")
        try check(report.skipped.map(\.reason) == reasons, "the report says why")
        try check(report.skipped.allSatisfy { some.contains($0.case) }, "and what was skipped")
        try check(report.description.hasSuffix("skipped, 0 failed"), "its closing line")
    }

    static func casesThatFail() async throws {
        guard let insert = StoreConformance.Case(named: "get.finds-what-was-inserted") else {
            throw Falsehood(subject: "a case that writes", line: #line)
        }
        let failure = try await failure(ConformanceFailure.self) {
            try await insert.run(on: refusing(.insert))
        }
        try check(failure.caseName == insert.name && failure.store == "memory", "what failed")
        try check((failure.cause as? DataError)?.code == .unavailable, "its cause")
        try check(failure.expected == "no error" && !failure.subject.isEmpty, "what was expected")
        try check(failure.found.contains("unavailable"), "what was found instead")
        try check(failure.checkedAt.fileID.hasPrefix("DataBridgeTestKit/"), "the kit's line")
        try check(failure.location.fileID.hasSuffix("KitTruth+Conformance.swift"), "my file")
        try check(failure.description.contains("fails \(insert.name)"), "\(failure)")

        // What a test framework of one's own passes on.
        let told = try await self.failure(ConformanceFailure.self) {
            try await insert.run(
                on: refusing(.insert), fileID: "Mine/Test.swift", filePath: "/Test.swift", line: 7,
                column: 3)
        }
        let here = told.location
        try check(here.fileID == "Mine/Test.swift" && here.filePath == "/Test.swift", "the file")
        try check(here.line == 7 && here.column == 3, "the place in it")
        try check(here.description == "Mine/Test.swift:7:3", "as editors write it")

        let report = await StoreConformance.run([insert], on: refusing(.insert))
        try check(!report.isPassed && report.failures.map(\.caseName) == [insert.name], "failed")
        try check(report.description.contains("1 failed"), "\(report)")
    }

    static func factories() async throws {
        let opened = Mutex(0)
        let removed = Mutex(0)
        var factory = StoreFactory("placed") {
            opened.withLock { $0 += 1 }
            return Place()
        } open: { place, entities, options in
            let store = MemoryStore(entities: entities, options: options)
            place.stores.withLock { $0 += 1 }
            return store
        } remove: { place in
            // A case that opens no store has a place all the same.
            removed.withLock { $0 += 1 }
        }
        try check(factory.canReopen && !StoreFactory.memory.canReopen, "a place is opened again")
        try check(factory.patience > factory.courtesy, "how long it waits")
        factory.patience = .seconds(20)
        factory.courtesy = .milliseconds(50)
        factory.name = "in places"
        let report = await StoreConformance.run(
            Array(StoreConformance.allCases.prefix(3)), on: factory)
        try check(report.isPassed && report.store == "in places", "\(report)")
        let places = opened.withLock { $0 }
        try check(places >= 3 && removed.withLock { $0 } == places, "every place is removed")
    }

    /// Where stores are kept, as it were.
    private final class Place: Sendable {
        let stores = Mutex(0)
    }
}
