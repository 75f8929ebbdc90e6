import DataBridgeCore
import DataBridgeJSON
import DataBridgeTestKit
import DataBridgeTesting
import Testing

struct JSONFileConformanceTests {
    static let factory = StoreFactory(
        "json", makePlace: { try TestFolder() },
        open: { folder, entities, options in
            try await JSONFileStore.open(
                try folder.file(), entities: entities, options: options)
        },
        remove: { _ in })

    @Test(arguments: StoreConformance.allCases)
    func storeConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: Self.factory)
    }
}
