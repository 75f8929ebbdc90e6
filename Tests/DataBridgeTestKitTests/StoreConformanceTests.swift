import DataBridgeMemory
import DataBridgeTestKit
import DataBridgeTesting
import Testing
import TrialStores

/// Stores that keep the contract, each with other capabilities.
struct StoreConformanceTests {
    static let memory = StoreFactory("memory") { entities, options in
        MemoryStore(entities: entities, options: options)
    }

    @Test(arguments: StoreConformance.allCases)
    func memoryStoreConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: Self.memory)
    }

    @Test(arguments: StoreConformance.allCases)
    func dictionaryStoreConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: .dictionary)
    }

    @Test(arguments: StoreConformance.allCases)
    func durableDictionaryStoreConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: .durableDictionary)
    }

    @Test(arguments: StoreConformance.allCases)
    func bareDictionaryStoreConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: .bareDictionary)
    }

    @Test(arguments: StoreConformance.allCases)
    func contentDictionaryStoreConforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: .contentDictionary)
    }

    /// Every case applies to one of the stores above.
    @Test func noCaseIsSkippedEverywhere() async throws {
        for conformance in StoreConformance.allCases {
            let outcomes = [
                try await conformance.run(on: .durableDictionary),
                try await conformance.run(on: .bareDictionary),
            ]
            #expect(outcomes.contains(.passed), "\(conformance)")
        }
    }

    @Test func namesAreUniqueAndStable() {
        let names = StoreConformance.allCases.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            let parts = name.split(separator: ".")
            #expect(parts.count == 2 && name.utf8.allSatisfy { $0 != 0x20 }, "\(name)")
        }
    }
}
