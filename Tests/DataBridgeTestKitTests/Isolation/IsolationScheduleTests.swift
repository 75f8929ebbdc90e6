import DataBridgeCore
import DataBridgeMemory
@testable import DataBridgeTestKit
import Testing
import TrialStores

struct IsolationScheduleTests {
    private static let memory: StoreFactory = {
        var factory = StoreFactory("memory") { entities, options in
            MemoryStore(entities: entities, options: options)
        }
        // Nothing waits there, so only a very slow machine makes a step take so long.
        factory.courtesy = .seconds(10)
        return factory
    }()

    @Test func memoryStoreKeepsItsLevels() async {
        let report = await IsolationSchedule.run(on: Self.memory)
        #expect(report.isPassed, "\(report)")
        #expect(report.levels == [.snapshot, .serializable])
        for (schedule, outcomes) in report.rows {
            #expect(outcomes.count == 2)
            // Nothing waits, and what snapshots do not exclude, they really let through.
            let isPossible = if case .observed = outcomes[0] { true } else { false }
            #expect(isPossible == (schedule.isExcludedFrom == .serializable), "\(schedule)")
            #expect(outcomes[0] != .prevented(.waited) && outcomes[1] != .prevented(.waited))
            guard case .prevented = outcomes[1] else {
                Issue.record("\(schedule): \(String(describing: outcomes[1]))")
                continue
            }
        }
    }

    /// Schedules that need more than a lack of isolation: the core compares versions itself, and a
    /// query's writes are only wrong where the store carries them out one by one.
    private static let subtle = ["P4-expecting", "P4-expecting-late", "PMP-by-query-write"]

    /// Where nothing is isolated, anomalies happen: each schedule finds what it is about.
    @Test(arguments: IsolationSchedule.allCases.filter { !subtle.contains($0.name) })
    func everyScheduleCatchesAStoreWithoutIsolation(_ schedule: IsolationSchedule) async throws {
        let store = StoreFactory.weak(.none, claiming: [.serializable])
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await schedule.run(on: store, at: .serializable)
        }
        #expect(failure?.caseName == "isolation.\(schedule.name)")
        #expect(failure?.subject.contains(schedule.anomaly.symbol) == true)
        #expect(failure?.found.contains("T1 begins") == true, "\(failure?.found ?? "")")
        #expect(failure?.found.contains("In the end ") == true)
        #expect(failure?.location.fileID.hasSuffix("IsolationScheduleTests.swift") == true)
    }

    @Test func readCommittedIsOnlyThat() async {
        let report = await IsolationSchedule.run(
            on: .weak(.readCommitted, claiming: [.readCommitted]))
        #expect(report.isPassed, "\(report)")
        #expect(report.levels == [.readCommitted])
        let possible = report.rows.filter { _, outcomes in
            if case .observed = outcomes[0] { true } else { false }
        }
        #expect(
            possible.map(\.schedule.name) == [
                "PMP", "P4-late", "G-single", "G-single-read-only", "G-single-by-query",
                "G-single-by-query-write", "G2-item", "G2", "read-only",
            ])
        let claiming = await IsolationSchedule.run(
            on: .weak(.readCommitted, claiming: [.snapshot]))
        #expect(claiming.failures.count == 6, "\(claiming)")
        #expect(claiming.markdown.contains("**let through**"))
        #expect(claiming.description.contains("the weak store fails isolation.PMP"))
    }

    /// Steps that wait are noticed, and the schedule goes on without them.
    @Test func lockingStoreWaits() async throws {
        let report = await IsolationSchedule.run(on: .locking)
        #expect(report.isPassed, "\(report)")
        for (schedule, outcomes) in report.rows {
            let isAlone = schedule.name == "G-single-read-only"
            #expect(outcomes == [.prevented(isAlone ? .keptApart : .waited)], "\(schedule)")
        }
        #expect(report.markdown.contains("| prevented: one waits |"))
    }

    @Test(arguments: [
        (
            PlantedBug.lostUpdate,
            ["P4", "P4-late", "P4-expecting", "P4-expecting-late", "G2-item", "G2"]
        ),
        (.writeSkew, ["G2-item", "G2", "read-only"]),
        (.dirtyRead, ["G1a", "G1b", "G1c"]),
        (.readerMovesOn, ["G-single-read-only"]),
        (.rollbackCommits, ["G1a"]),
    ])
    func brokenStoreIsCaught(_ bug: PlantedBug, _ names: [String]) async {
        let report = await IsolationSchedule.run(on: .broken(bug))
        let caught = report.failures.map(\.caseName)
        for name in names {
            #expect(caught.contains("isolation.\(name)"), "\(bug): \(caught)")
        }
    }

    @Test func deletesByHalfOldValuesAreCaught() throws {
        let schedule = try #require(
            IsolationSchedule.allCases.first { $0.name == "PMP-by-query-write" })
        var story = Story(committed: [1, 2])
        for (final, isRight) in [([1: 20], true), ([2: 30], true), ([1: 20, 2: 30], false)] {
            story.final = final
            #expect((schedule.verdict(story) == nil) == isRight)
        }
        story.committed = [1]
        #expect(schedule.verdict(story) == nil)
    }

    @Test func levelThatIsNotDeclaredDoesNotApply() async throws {
        let schedule = try #require(IsolationSchedule.allCases.first)
        #expect(
            try await schedule.run(on: .dictionary, at: .snapshot)
                == .notApplicable("the store does not declare the level snapshot"))
        #expect(
            try await schedule.run(on: .dictionary, at: .serializable)
                == .prevented(.failed(.serialization)))
    }

    @Test func tableHasARowForEachSchedule() async {
        let report = await IsolationSchedule.run(
            IsolationSchedule.allCases.filter { ["G1a", "G2"].contains($0.name) }, on: Self.memory)
        #expect(
            report.markdown == """
                | Anomaly | Schedule | at `snapshot` | at `serializable` |
                | --- | --- | --- | --- |
                | G1a: aborted read | one reads while and after another one writes and rolls back \
                | prevented | prevented |
                | G2: write skew on a query | two find nothing, and each inserts what the other \
                looks for | **possible** | prevented: `serialization` |

                """)
    }

    @Test func schedulesAreNamedAndCoverEveryAnomaly() {
        let all = IsolationSchedule.allCases
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(Set(all).count == all.count)
        #expect(Set(all.map(\.anomaly)) == Set(Anomaly.allCases))
        for schedule in all {
            #expect(schedule.script.contains { $0.hasSuffix(" commits") }, "\(schedule)")
            #expect(schedule.name.hasPrefix(schedule.anomaly.symbol), "\(schedule)")
        }
        #expect(all.first?.script.first == "T1 begins")
    }
}
