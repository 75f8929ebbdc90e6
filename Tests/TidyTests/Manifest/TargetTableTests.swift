import Testing

struct TargetTableTests {
    @Test func rowsNameOnlyRowsAboveThem() {
        var above: Set<String> = []
        for row in TargetTable.rows {
            #expect(row.modules.isSubset(of: above), "\(row.name) names what stands below it")
            #expect(above.insert(row.name).inserted, "\(row.name) stands twice")
        }
    }

    @Test func onlyTheThinLayerOfTheKitKnowsSwiftTesting() {
        let rows = TargetTable.rows.filter { $0.system.contains("Testing") }
        #expect(rows.map(\.name) == ["DataBridgeTesting"])
    }
}
