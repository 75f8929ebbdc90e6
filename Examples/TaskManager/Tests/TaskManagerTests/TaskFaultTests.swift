import DataBridge
import DataBridgeTestKit
import DataBridgeTesting
import TaskManager
import Testing

/// The app on stores that fail.
struct TaskFaultTests {
    private let plan: [TaskItem] = [
        .sample(1, .done, priority: nil),
        .sample(2, after: [1], subtasks: [.sample(1, .done), .sample(2)]),
        .sample(3, after: [2, "2.2"], priority: .high),
    ]

    private func tasks(on store: any DataStore) -> TaskRepository {
        TaskRepository(tasks: store.repository(for: TaskItem.self), transactions: store)
    }

    // MARK: One fault

    @Test func aBusyStoreIsTriedAgain() async throws {
        let clock = ManualClock()
        let memory = try await MemoryStore.seeded(
            with: plan, options: StoreOptions(services: clock.services))
        let store = FaultyStore(over: memory, .busy(.nth(1, .commit)))
        let added = try await tasks(on: store).add("New", dependencies: [3])
        #expect(added.id == 4)
        #expect(clock.sleeps.count == 1)
        #expect(try await tasks(on: memory).list().count == 4)
    }

    @Test func aLostAnswerIsToldAndNothingIsDoneTwice() async throws {
        let memory = try await MemoryStore.seeded(with: plan)
        let store = FaultyStore(over: memory, .lostAfterCommit())
        let error = await #expect(throws: DataError.self) { try await tasks(on: store).add("New") }
        #expect(error?.code == .commitUnknown)
        #expect(try await tasks(on: memory).list().map(\.id) == [1, 2, 3, 4])
    }

    @Test func aStoreThatIsGoneLeavesTheListAsItWas() async throws {
        let memory = try await MemoryStore.seeded(with: plan)
        let before = try await TextSnapshot(of: memory)
        let store = FaultyStore(over: memory, .unavailable(.callsFrom(6)))
        let error = await #expect(throws: DataError.self) {
            try await tasks(on: store).remove(2, detaching: true)
        }
        #expect(error?.code == .unavailable)
        await expectSnapshot(of: memory, is: before)
    }

    // MARK: What is stored

    @Test func finishingATaskTakesItsSubtasksAlong() async throws {
        let memory = try await MemoryStore.seeded(with: plan)
        try await tasks(on: memory).setStatus([2], to: .done)
        try await tasks(on: memory).remove(1, detaching: true)
        await expectSnapshot(
            of: memory, .init(layout: .fields),
            is: """
                tasks: 2 records
                  2
                    title: "Task 2"
                    priority: "medium"
                    dependencies: []
                    status: "done"
                    subtasks: [{id: 1, title: "Step 1", status: "done", dependencies: []}, \
                {id: 2, title: "Step 2", status: "done", dependencies: []}]
                  3
                    title: "Task 3"
                    priority: "high"
                    dependencies: [2, "2.2"]
                    status: "pending"
                    subtasks: []
                """)
    }

    // MARK: Every fault at every call

    private typealias Change = @Sendable (TaskTags) async throws -> Void

    private static let changes: [(String, Change)] = [
        ("add", { try await $0.tasks(in: .master).add("New", dependencies: [1]) }),
        ("set status", { try await $0.tasks(in: .master).setStatus([1, "2.2"], to: .done) }),
        ("expand", { try await $0.tasks(in: .master).expand(3, into: ["Think", "Write"]) }),
        ("remove", { try await $0.tasks(in: .master).remove(2, detaching: true) }),
        ("create a tag", { try await $0.create(TaskTag("new")) }),
        ("move", { try await $0.move([2, 3], from: .master, to: .other, policy: .cut) }),
        ("remove a tag", { try await $0.remove(.other) }),
    ]

    @Test(arguments: StoreKind.allCases, changes.indices)
    func everyChangeIsAllOrNothing(_ kind: StoreKind, _ index: Int) async throws {
        let (name, change) = Self.changes[index]
        let folder = try ScratchFolder()
        let seed: [TaskTag: [TaskItem]] = [.master: plan, .other: [.sample(9)]]
        let options = StoreOptions(services: ManualClock().services)
        let report = try await FaultSweep().allOrNothing(
            opening: { try await kind.open(in: folder, seed, options: options) },
            service: { try await change(TaskTags(store: $0)) })
        #expect(report.runCount > 20, "\(name): \(report)")
    }
}

extension TaskTag {
    fileprivate static let other = TaskTag("other")
}
