import DataBridgeCore
import DataBridgeJSON
import DataBridgeTestKit
import Foundation
import Testing

struct JSONFileDifferentialTests {
    private static let isSoak = ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] == "1"

    @Test func storeAgreesWithMemory() async throws {
        let tester = DifferentialTester.suite()
        let report = try await tester.run(
            against: Self.isSoak ? Self.mostlyInMemory() : JSONFileConformanceTests.factory)
        print(report)
        #expect(report.failure == nil)
        #expect(report.operations == tester.operations)
    }

    /// Puts one file of ten on the disk and the others in memory.
    ///
    /// On the disk alone a long run waits for it four fifths of the time. What a disk adds, syncs
    /// that are slow and a thread of the store's own for them, shows in a tenth as well.
    private static func mostlyInMemory() -> StoreFactory {
        StoreFactory(
            "json",
            makePlace: {
                Int.random(in: 0..<10) == 0
                    ? try TestFolder() : try TestFolder(in: TestFolder.quickPlace)
            },
            open: { folder, entities, options in
                try await JSONFileStore.open(
                    try folder.file(), entities: entities, options: options)
            },
            remove: { _ in })
    }
}
