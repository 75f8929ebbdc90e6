import DataBridge
import Testing

struct BridgeTests {
    /// A driver that opens a memory store and keeps what it was given.
    private static func ledger(_ seen: @escaping @Sendable (StoreURL) -> Void) -> Driver {
        Driver(scheme: "ledger", pathEndings: [".ledger"], parameters: ["readonly"]) {
            url, entities, options in
            seen(url)
            return MemoryStore(entities: entities, options: options)
        }
    }

    @Test func memoryOpensAnEmptyStore() async throws {
        let store = try await Bridge.open("memory:", entities: [Document.schema])
        let documents = store.repository(for: Document.self)
        #expect(try await documents.count() == 0)
        try await documents.insert(Document(["id": 1]))
        #expect(try await documents.get(1)?["id"] == 1)
        try await store.close()
    }

    @Test func eachMemoryIsAnother() async throws {
        let first = try await Bridge.open("memory:", entities: [Document.schema])
        let second = try await Bridge.open("memory:", entities: [Document.schema])
        try await first.repository(for: Document.self).insert(Document(["id": 1]))
        #expect(try await second.repository(for: Document.self).count() == 0)
    }

    @Test(arguments: ["memory:name", "memory://", "memory:?x=1"])
    func memoryTakesNothing(_ text: String) async {
        let error = await #expect(throws: DataError.self) {
            try await Bridge.open(text, entities: [])
        }
        #expect(error?.code == .invalid)
    }

    @Test func unknownSchemeListsTheKnownOnes() async {
        let error = await #expect(throws: DataError.self) {
            try await Bridge.open(
                "sqlite:a.db", drivers: [.memory, Self.ledger { _ in }], entities: [])
        }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("memory:, ledger:") == true)
        #expect(error?.message.contains("./sqlite:a.db") == true)
    }

    @Test func pathWithoutKnownEndingSaysWhatToWrite() async {
        let error = await #expect(throws: DataError.self) {
            try await Bridge.open(
                "tasks.txt", drivers: [.memory, Self.ledger { _ in }], entities: [])
        }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("\".ledger\"") == true)
        let other = await #expect(throws: DataError.self) {
            try await Bridge.open("tasks.txt", drivers: [.memory], entities: [])
        }
        #expect(other?.message.contains("Begin it with one of memory:.") == true)
    }

    @Test func thirdPartiesAddDrivers() async throws {
        let drivers: [Driver] = [
            .memory, Self.ledger { #expect($0.path == "a b") },
        ]
        let store = try await Bridge.open(
            "LEDGER:a%20b?readonly=1", drivers: drivers, entities: [Document.schema])
        try await store.close()
    }

    @Test func pathEndingDecidesInAnyCase() async throws {
        let drivers: [Driver] = [
            .memory, Self.ledger { #expect($0.path == "data/a%20b.LEDGER") },
        ]
        let store = try await Bridge.open(
            "data/a%20b.LEDGER", drivers: drivers, entities: [Document.schema])
        try await store.close()
    }

    @Test func unknownSettingIsRefusedBeforeOpening() async {
        let drivers: [Driver] = [.memory, Self.ledger { _ in Issue.record("opened") }]
        let error = await #expect(throws: DataError.self) {
            try await Bridge.open("ledger:a?speed=9", drivers: drivers, entities: [])
        }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("\"speed\"") == true)
        #expect(error?.message.contains("It knows readonly.") == true)
    }

    @Test func twoDriversOfOneSchemeTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try? Bridge.driver(for: StoreURL("memory:"), among: [.memory, .memory])
        }
    }

    @Test func badSchemeTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = Driver(scheme: "Bad Scheme") { _, entities, options in
                MemoryStore(entities: entities, options: options)
            }
        }
    }
}
