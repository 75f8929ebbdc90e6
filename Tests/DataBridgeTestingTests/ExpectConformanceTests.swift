import DataBridgeCore
import DataBridgeTestKit
import DataBridgeTesting
import Testing
import TrialStores

struct ExpectConformanceTests {
    private func conformance(_ name: String) throws -> StoreConformance.Case {
        try #require(StoreConformance.Case(named: name))
    }

    @Test func soundStorePasses() async throws {
        await expectConformance(try conformance("get.missing-is-nil"), of: .dictionary)
    }

    @Test func brokenStoreRecordsAnIssueAtTheCallersLine() async throws {
        let bug = PlantedBug.nilSortsLast
        let found = try conformance(bug.caughtBy)
        let line = #line + 2
        await withKnownIssue {
            await expectConformance(found, of: .broken(bug))
        } matching: { issue in
            guard let failure = issue.error as? ConformanceFailure else { return false }
            return issue.sourceLocation?.line == line && failure.location.line == line
                && issue.sourceLocation?.fileID == #fileID && failure.caseName == bug.caughtBy
        }
    }

    @Test func skippedCaseIsReportedWithItsReason() async throws {
        let skipped = try conformance("token.is-unsupported-before-the-body-runs")
        await withKnownIssue {
            await expectConformance(skipped, of: .dictionary)
        } matching: { issue in
            issue.severity == .warning
                && issue.comments.contains {
                    $0.rawValue.contains("dictionary skips \(skipped.name)")
                        && $0.rawValue.contains("the store records commit tokens")
                }
        }
    }

    @Test func snapshotRecordsTheLinesThatDifferAtTheCallersLine() async throws {
        let store = try await DictionaryStore(entities: [Straight.schema])
        try await store.repository(for: Straight.self)
            .insert(Straight(id: 1, first: "Ada", last: "L"))
        let text = "straight: 1 record\n  1 first: \"Ada\", last: \"L\""
        await expectSnapshot(of: store, is: text)
        let line = #line + 2
        await withKnownIssue {
            await expectSnapshot(of: store, is: text + "ovelace")
        } matching: { issue in
            guard let mismatch = issue.error as? SnapshotMismatch else { return false }
            return issue.sourceLocation?.line == line && mismatch.location.line == line
                && mismatch.difference.contains("+   1 first: \"Ada\", last: \"L\"")
        }
    }

    @Test func roundTripRecordsAnIssueAtTheCallersLine() {
        expectRoundTrip(of: Straight.self)
        let line = #line + 2
        withKnownIssue {
            expectRoundTrip(of: Swapped.self)
        } matching: { issue in
            (issue.error as? SchemaFailure)?.location.line == line
                && issue.sourceLocation?.line == line
        }
    }
}

private struct Straight: Entity {
    var id: Int
    var first: String
    var last: String

    static let schema = Schema("straight", Straight.init) {
        Field(\.id, "id")
        Field(\.first, "first")
        Field(\.last, "last")
    }
}

private struct Swapped: Entity {
    var id: Int
    var first: String
    var last: String

    static let schema = Schema("swapped", Swapped.init) {
        Field(\.id, "id")
        Field(\.last, "last")
        Field(\.first, "first")
    }
}
