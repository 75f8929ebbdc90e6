import DataBridge
import DataBridgeTestKit
import DataBridgeTesting
import Foundation
import Testing

// snippet: StoreKind
enum StoreKind: CaseIterable {
    case memory, json

    func open(in folder: String) async throws -> any DataStore {
        let url =
            switch self {
            case .memory: "memory:"
            case .json: "json:\(folder)/items.json"
            }
        return try await Bridge.open(url, entities: [WorkItem.schema])
    }
}
// end

/// The code of the guide to testing.
struct TestingSnippets {
    private func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
        try await ScratchFile.with { try await body($0.folder.path) }
    }

    // snippet: EveryStore
    @Test(arguments: StoreKind.allCases)
    func nothingIsFinishedWithoutANext(_ kind: StoreKind) async throws {
        try await withTemporaryFolder { folder in
            let store = try await kind.open(in: folder)
            let items = store.repository(for: WorkItem.self)
            try await items.insert(
                WorkItem(id: "a", title: "First", status: .active, priority: 0))

            await #expect(throws: DataError.self) {
                try await Planner(items: items, transactions: store)
                    .finish("a", thenStart: "missing")
            }
            #expect(try await items.get("a")?.status == .active)
            try await store.close()
        }
    }
    // end

    private func planner(on store: any DataStore) -> Planner {
        Planner(items: store.repository(for: WorkItem.self), transactions: store)
    }

    // snippet: Seeded
    private let items = [
        WorkItem(id: "a", title: "First", status: .active, priority: 0),
        WorkItem(id: "b", title: "Second", status: .pending, priority: 3),
    ]

    @Test func finishingStartsTheNext() async throws {
        let store = try await MemoryStore.seeded(with: items)
        try await planner(on: store).finish("a", thenStart: "b")

        await expectSnapshot(
            of: store,
            is: """
                work_items: 2 records
                  "a" title: "First", status: "done", priority: 0
                  "b" title: "Second", status: "active", priority: 3
                """)
    }
    // end

    // snippet: FaultyStore
    @Test func aBusyStoreIsTriedAgain() async throws {
        let memory = try await MemoryStore.seeded(with: items)
        let store = FaultyStore(over: memory, .busy(onCall: 3))
        try await planner(on: store).finish("a", thenStart: "b")

        #expect(store.calls(of: .commit).count == 1)
        #expect(try await memory.repository(for: WorkItem.self).get("b")?.status == .active)
    }
    // end

    // snippet: FaultSweep
    @Test func finishingIsAllOrNothingWhateverFails() async throws {
        let opening: FaultSweep.Opening = { try await MemoryStore.seeded(with: items) }
        try await FaultSweep().allOrNothing(opening: opening) { store in
            try await planner(on: store).finish("a", thenStart: "b")
        }
    }
    // end

    // snippet: RoundTrip
    @Test func theFieldsOfWorkItemsAreInOrder() {
        expectRoundTrip(of: WorkItem.self)
    }
    // end

    @Test func clocks() async throws {
        try await showing("ManualTime") {
            // snippet: ManualTime
            let clock = ManualClock()
            let store = MemoryStore(
                entities: [WorkItem.schema], options: StoreOptions(services: clock.services))
            let items = store.repository(for: WorkItem.self)
            do {
                try await store.transaction(TransactionOptions(timeout: .seconds(5))) {
                    _ = try await items.count()
                    clock.advance(by: .seconds(6))
                    _ = try await items.count()
                }
            } catch .timeout {
                print("too late")  // prints too late
            }
            // end
        }
    }

    @Test func recording() async throws {
        try await showing("Recording") {
            // snippet: Recording
            let recording = RecordingInstrumentation()
            let store = MemoryStore(
                entities: [WorkItem.schema], options: StoreOptions(instrumentation: recording))
            let items = store.repository(for: WorkItem.self)
            try await items.insert(
                WorkItem(id: "a", title: "First", status: .active, priority: 0))
            _ = try await items.find(where: \.status == .done)

            print(recording.reports(of: .insert).count)  // prints 1
            print(recording.reports(of: .find).first?.rowCount ?? -1)  // prints 0
            // end
        }
    }

    @Test func failingFiles() async throws {
        try await ScratchFile.with { file in
            let path = file.path
            try await showing("FullDisk") {
                // snippet: FullDisk
                let disk = FaultyFileSystem()
                let store = try await JSONFileStore.open(
                    path, entities: [WorkItem.schema], file: JSONFileOptions(fileSystem: disk))
                let items = store.repository(for: WorkItem.self)
                try await items.insert(
                    WorkItem(id: "a", title: "First", status: .active, priority: 0))

                disk.on(.every(.write), .fail(.noSpace))
                do {
                    try await items.update("a") { $0.status = .done }
                } catch .noSpace {
                    print(try await items.count(where: \.status == .active))  // prints 1
                }
                // end
                try await store.close()
            }
            #expect(try file.text().contains("\"active\""))
        }
    }
}

// snippet: Conformance
@Suite struct MemoryConformanceTests {
    private let factory = StoreFactory("memory") { entities, options in
        MemoryStore(entities: entities, options: options)
    }

    @Test(arguments: StoreConformance.allCases)
    func conforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: factory)
    }
}
// end
