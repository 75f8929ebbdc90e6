import DataBridgeTestKit
import DataBridgeTesting
import Foundation
import Testing
import TextFileStore

// snippet: TextFileConformance
struct TextFileConformanceTests {
    private static let factory = StoreFactory(
        "text file", makePlace: { try ScratchFolder() },
        open: { folder, entities, options in
            try await TextFileStore(folder.file, entities: entities, options: options)
        },
        remove: { folder in try folder.remove() })

    @Test(arguments: StoreConformance.allCases)
    func conforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: Self.factory)
    }
}
// end
