import DataBridge
import TaskManager
import Testing

/// Every rule on every store: the argument is all that differs.
struct TaskRepositoryTests {
    private let plan: [TaskItem] = [
        .sample(1, .done, priority: .high), .sample(2, after: [1], priority: .low),
        .sample(3, after: [1], priority: .high, subtasks: [.sample(1, .done), .sample(2)]),
        .sample(4, after: [3], subtasks: [.sample(1, after: ["3.2"])]),
    ]

    // MARK: Reading

    @Test(arguments: StoreKind.allCases)
    func listsByStatusInIDOrder(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan.reversed()) { tasks async throws in
            #expect(try await tasks.list() == plan)
            #expect(try await tasks.list(status: .pending).map(\.id) == [2, 3, 4])
            #expect(try await tasks.list(status: .review) == [])
            let progress = try await tasks.progress()
            #expect(progress.finished == 1 && progress.total == 4)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func nextIsTheMostUrgentReadyTask(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            #expect(try await tasks.ready().map(\.id) == [3, 2])
            #expect(try await tasks.next()?.id == 3)
            try await tasks.setStatus([3, 2], to: .done)
            #expect(try await tasks.next()?.id == 4)
            try await tasks.setStatus([4], to: .deferred)
            #expect(try await tasks.next() == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aTaskIsFoundHoweverItsIDIsTyped(_ kind: StoreKind) async throws {
        let decimal = LosslessID(parsing: "7.10")
        try await kind.withTasks([.sample(5), .sample("6"), .sample(decimal)]) {
            tasks async throws in
            for (typed, id) in [("5", 5), ("6", "6"), ("7.10", decimal)] {
                let found = try await tasks.task(LosslessID(parsing: typed))
                #expect(found.id == id)
            }
            await #expect(throws: TaskError.noSuchTask(LosslessID(parsing: "7.1"))) {
                try await tasks.task(LosslessID(parsing: "7.1"))
            }
        }
    }

    // MARK: Adding

    @Test(arguments: StoreKind.allCases)
    func addTakesTheNextWholeNumber(_ kind: StoreKind) async throws {
        try await kind.withTasks { tasks async throws in
            let first = try await tasks.add("First")
            let second = try await tasks.add("Second", dependencies: [1])
            #expect([first.id, second.id] == [1, 2])
        }
        let seed = [TaskItem.sample("zebra"), .sample(LosslessID(parsing: "7.10")), .sample(3)]
        try await kind.withTasks(seed) { tasks async throws in
            let added = try await tasks.add(
                "Übersicht", description: "日本語", priority: .high, dependencies: ["3", "zebra"])
            #expect(added.id == 8)
            #expect(added.dependencies == [3, "zebra"])
            #expect(try await tasks.task(8) == added)
            #expect(try await tasks.list().map(\.id) == [3, seed[1].id, 8, "zebra"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func addRefusesWhatMakesNoSense(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            await #expect(throws: TaskError.emptyTitle) { try await tasks.add(" \n") }
            await #expect(throws: TaskError.noSuchTask(9)) {
                try await tasks.add("A", dependencies: [1, 9])
            }
            #expect(try await tasks.list() == plan)
        }
        try await kind.withTasks([.sample(.integer(.max))]) { tasks async throws in
            await #expect(throws: TaskError.noFreeID(after: .integer(.max))) {
                try await tasks.add("One too many")
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func concurrentAddsGetDifferentIDs(_ kind: StoreKind) async throws {
        try await kind.withTasks { tasks async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...8 {
                    group.addTask { try await tasks.add("Task \(number)") }
                }
                try await group.waitForAll()
            }
            let list = try await tasks.list()
            #expect(list.map(\.id) == (1...8).map { .integer($0) })
            #expect(Set(list.map(\.title)).count == 8)
        }
    }

    // MARK: Status

    @Test(arguments: StoreKind.allCases)
    func aFinalStatusTakesOpenSubtasksAlong(_ kind: StoreKind) async throws {
        let steps: [Subtask] = [.sample(1, .cancelled), .sample(2, .inProgress), .sample(3)]
        try await kind.withTasks([.sample(1, subtasks: steps)]) { tasks async throws in
            try await tasks.setStatus([1], to: .inProgress)
            #expect(try await tasks.task(1).subtasks == steps)
            try await tasks.setStatus([1], to: .done)
            #expect(try await tasks.task(1).status == .done)
            #expect(
                try await tasks.task(1).subtasks.map(\.status) == [.cancelled, .done, .done])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aSubtaskHasItsOwnStatus(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            let changed = try await tasks.setStatus(["3.2", "2"], to: .review)
            #expect(changed == [TaskReference(3, subtask: 2), TaskReference(2)])
            #expect(try await tasks.task(3).status == .pending)
            #expect(try await tasks.task(3).subtasks.map(\.status) == [.done, .review])
            let unknown = TaskStatus(rawValue: "en attente")
            try await tasks.setStatus([2], to: unknown)
            #expect(try await tasks.list(status: unknown).map(\.id) == [2])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func oneUnknownIDLeavesAllAsTheyWere(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            await #expect(throws: TaskError.noSuchTask("3.9")) {
                try await tasks.setStatus([1, 2, "3.9"], to: .cancelled)
            }
            #expect(try await tasks.list() == plan)
        }
    }

    // MARK: Expanding

    @Test(arguments: StoreKind.allCases)
    func expandAddsSubtasksBehindTheOthers(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            let task = try await tasks.expand(3, into: ["Think", "Write"])
            #expect(task.subtasks.map(\.id) == [1, 2, 3, 4])
            #expect(task.subtasks.suffix(2).map(\.title) == ["Think", "Write"])
            #expect(task.subtasks.suffix(2).map(\.status) == [.pending, .pending])
            #expect(try await tasks.task(3) == task)
            #expect(try await tasks.expand(2, into: ["Only"]).subtasks.map(\.id) == [1])
            await #expect(throws: TaskError.isSubtask(TaskReference(3, subtask: 1))) {
                try await tasks.expand("3.1", into: ["Deeper"])
            }
            await #expect(throws: TaskError.emptyTitle) {
                try await tasks.expand(3, into: ["Good", ""])
            }
            #expect(try await tasks.task(3) == task)
        }
    }

    // MARK: Removing

    @Test(arguments: StoreKind.allCases)
    func aNeededTaskIsRemovedOnlyWithTheDependenciesOnIt(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            let needed = TaskError.stillNeeded(
                3, by: [TaskReference(4), TaskReference(4, subtask: 1)])
            await #expect(throws: needed) { try await tasks.remove(3) }
            #expect(try await tasks.list() == plan)

            try await tasks.remove(3, detaching: true)
            #expect(try await tasks.list().map(\.id) == [1, 2, 4])
            #expect(try await tasks.task(4).dependencies == [])
            #expect(try await tasks.task(4).subtasks[0].dependencies == [])
            #expect(try await tasks.validateDependencies() == [])

            try await tasks.remove(2)
            await #expect(throws: TaskError.noSuchTask(2)) { try await tasks.remove(2) }
        }
    }

    // MARK: Watching

    @Test(arguments: StoreKind.allCases)
    func watchDeliversTheListAfterEveryCommit(_ kind: StoreKind) async throws {
        try await kind.withTasks(plan) { tasks async throws in
            var lists = tasks.watch(status: .pending).makeAsyncIterator()
            #expect(try await lists.next()?.map(\.id) == [2, 3, 4])
            try await tasks.setStatus([2, 4], to: .done)
            #expect(try await lists.next()?.map(\.id) == [3])
            _ = try? await tasks.setStatus([3, 9], to: .done)
            try await tasks.add("New")
            #expect(try await lists.next()?.map(\.id) == [3, 5])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func problemsOfAListAreFound(_ kind: StoreKind) async throws {
        let bad: [TaskItem] = [.sample(1, after: [2]), .sample(2, after: [1, 8])]
        try await kind.withTasks(bad) { tasks async throws in
            #expect(
                try await tasks.validateDependencies() == [
                    .dangling(in: TaskReference(2), id: 8),
                    .cycle([TaskReference(1), TaskReference(2)]),
                ])
        }
    }
}
