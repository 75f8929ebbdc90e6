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
