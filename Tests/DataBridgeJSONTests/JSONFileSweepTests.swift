import DataBridgeCore
import DataBridgeJSON
import DataBridgeTestKit
import DataBridgeTesting
import Testing

/// The file store under faults and cancellation at each of its calls, and as a faulty store's base.
struct JSONFileSweepTests {
    private struct Jar: Entity {
        var id: Int
        var level: Int

        static let schema = Schema("jars", Jar.init) {
            Field(\.id, "id")
            Field(\.level, "level")
        }
    }

    @Test func transactionIsAllOrNothingUnderEveryFault() async throws {
        let folder = try TestFolder()
        let path = try folder.file("jars.json")
        let report = try await FaultSweep(FaultSweep.Kind.all + [.slow]).allOrNothing(
            opening: {
                let store = try await JSONFileStore.open(
                    path, entities: [Jar.schema],
                    options: StoreOptions(services: ManualClock().services),
                    file: JSONFileOptions(pollInterval: nil))
                let jars = store.repository(for: Jar.self)
                try await jars.upsert(all: [Jar(id: 1, level: 5), Jar(id: 2, level: 5)])
                try await jars.deleteAll(where: \.id > 2)
                return store
            },
            service: { store in
                let jars = store.repository(for: Jar.self)
                try await store.transaction {
                    try await jars.update(1) { $0.level -= 1 }
                    try await store.transaction { try await jars.insert(Jar(id: 3, level: 0)) }
                    try await jars.updateAll(where: \.id > 1, set: [.increment(\.level, by: 1)])
                }
            })
        #expect(report.runCount > 100, "\(report)")
    }

    private static let faulty = StoreFactory(
        "faulty json", makePlace: { try TestFolder() },
        open: { folder, entities, options in
            FaultyStore(
                over: try await JSONFileStore.open(
                    try folder.file(), entities: entities, options: options))
        },
        remove: { _ in })

    @Test(arguments: StoreConformance.allCases)
    func faultyStoreOverAFileConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: Self.faulty)
    }
}
