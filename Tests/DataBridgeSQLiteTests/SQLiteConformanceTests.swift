import DataBridgeCore
import DataBridgeSQLite
import DataBridgeTestKit
import DataBridgeTesting
import Testing

struct SQLiteConformanceTests {
    static let factory = StoreFactory(
        "sqlite", makePlace: { try TestFolder() },
        open: { folder, entities, options in
            try await SQLiteStore.open(folder.file("test.db"), entities: entities, options: options)
        },
        remove: { _ in })

    @Test(arguments: StoreConformance.allCases)
    func storeConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: Self.factory)
    }
}
