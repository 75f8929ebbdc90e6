import DataBridge
import TaskManager
import Testing

struct TaskTagsTests {
    private let feature = TaskTag("feature")

    private let seed: [TaskTag: [TaskItem]] = [
        .master: [
            .sample(1, .done), .sample(2, after: [1]), .sample(3),
            .sample(4, after: [3], subtasks: [.sample(1), .sample(2, after: [1, "3.1"])]),
            .sample(5, after: [4]), .sample(20, after: [3]),
        ],
        TaskTag("feature"): [.sample(20), .sample(21, after: [20])],
    ]

    /// What both tags hold, to compare with what was there before.
    private func contents(_ tags: TaskTags) async throws -> [TaskTag: [TaskItem]] {
        [
            .master: try await tags.tasks(in: .master).list(),
            feature: try await tags.tasks(in: feature).list(),
        ]
    }

    @Test func aTagIsAPlaceInAFile() {
        for (tag, collection) in [
            (TaskTag.master, "/master/tasks"), (.untagged, "tasks"),
            (TaskTag("a/b~c"), "/a~1b~0c/tasks"), (TaskTag("~1"), "/~01/tasks"),
        ] {
            #expect(tag.collection == collection)
            #expect(TaskTag(collection: collection) == tag)
        }
        #expect(TaskTag(collection: "/tasks") == .untagged)
        for other in ["task", "/master", "/a/b/tasks", "/master/metadata", ""] {
            #expect(TaskTag(collection: other) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func tagsComeAndGo(_ kind: StoreKind) async throws {
        try await kind.withTags([:]) { tags async throws in
            #expect(try await tags.all() == [.untagged])
            #expect(try await tags.usual() == .untagged)
            try await tags.create(feature)
            #expect(try await tags.usual() == feature)
            try await tags.create(TaskTag("zebra/ß"))
            await #expect(throws: TaskError.tagNeeded(among: [feature, TaskTag("zebra/ß")])) {
                try await tags.usual()
            }
            try await tags.create(.master)
            #expect(try await tags.usual() == .master)
            #expect(try await tags.all() == [feature, .master, TaskTag("zebra/ß")])
            await #expect { try await tags.create(feature) } throws: { .alreadyExists ~= $0 }
            await #expect(throws: TaskError.badTagName(" ")) { try await tags.create(TaskTag(" ")) }

            try await tags.remove(feature)
            #expect(try await tags.all() == [.master, TaskTag("zebra/ß")])
            await #expect(
                throws: TaskError.noSuchTag(feature, among: [.master, TaskTag("zebra/ß")])
            ) {
                try await tags.remove(feature)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aNewStoreHasAListToBeginWith(_ kind: StoreKind) async throws {
        try await kind.withTags([:]) { tags async throws in
            try await tags.tasks(in: .untagged).add("First")
            try await tags.create(feature)
            #expect(Set(try await tags.all()) == [.untagged, feature])
            try await tags.move([1], from: .untagged, to: feature)
            #expect(try await tags.all() == [feature])
            #expect(try await tags.tasks(in: feature).list().map(\.title) == ["First"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aFreeTaskMovesWithItsSubtasks(_ kind: StoreKind) async throws {
        let task = TaskItem.sample(
            7, subtasks: [.sample(1, .done), .sample(2, after: [1, "7.1"])])
        try await kind.withTags([.master: [task, .sample(8)], feature: []]) { tags async throws in
            #expect(try await tags.move(["7"], from: .master, to: feature) == [7])
            #expect(try await contents(tags) == [.master: [.sample(8)], feature: [task]])
            #expect(try await tags.move([8], from: .master, to: .master) == [8])
            #expect(try await tags.tasks(in: .master).list().map(\.id) == [8])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aTiedTaskDoesNotMove(_ kind: StoreKind) async throws {
        try await kind.withTags(seed) { tags async throws in
            await #expect { try await tags.move([4], from: .master, to: feature) } throws: {
                guard case TaskError.tied(let ties)? = $0 as? TaskError else { return false }
                return ties.map(\.description) == [
                    "4 depends on 3, which does not move",
                    "4.2 depends on 3.1, which does not move",
                    "5 depends on 4 and does not move",
                ]
            }
            #expect(try await contents(tags) == seed)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func dependenciesMoveAlong(_ kind: StoreKind) async throws {
        try await kind.withTags(seed) { tags async throws in
            let moved = try await tags.move(
                [2], from: .master, to: feature, policy: .takeDependencies)
            #expect(moved == [1, 2])
            #expect(try await tags.tasks(in: feature).list().map(\.id) == [1, 2, 20, 21])
            // 5 and 20 still need what 4 and 3 are.
            await #expect(throws: TaskError.self) {
                try await tags.move([4], from: .master, to: feature, policy: .takeDependencies)
            }
            #expect(try await tags.tasks(in: .master).list().map(\.id) == [3, 4, 5, 20])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func cutRemovesDependenciesOnBothSides(_ kind: StoreKind) async throws {
        try await kind.withTags(seed) { tags async throws in
            #expect(try await tags.move([4], from: .master, to: feature, policy: .cut) == [4])
            let moved = try await tags.tasks(in: feature).task(4)
            #expect(moved.dependencies == [])
            #expect(moved.subtasks.map(\.dependencies) == [[], [1]])
            #expect(try await tags.tasks(in: .master).task(5).dependencies == [])
            #expect(try await tags.tasks(in: .master).task(20).dependencies == [3])
            for tag in [.master, feature] {
                #expect(try await tags.tasks(in: tag).validateDependencies() == [])
            }
        }
    }

    /// The third step of six fails, after tasks were removed here and added there.
    @Test(arguments: StoreKind.allCases)
    func aTakenIDUndoesTheWholeMove(_ kind: StoreKind) async throws {
        try await kind.withTags(seed) { tags async throws in
            await #expect {
                try await tags.move([1, 2, 20], from: .master, to: feature, policy: .cut)
            } throws: {
                guard let error = $0 as? DataError else { return false }
                return error.code == .alreadyExists && error.recordID == .int(20)
                    && error.collection == "/feature/tasks"
            }
            #expect(try await contents(tags) == seed)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func moveNeedsTagsThatExist(_ kind: StoreKind) async throws {
        try await kind.withTags(seed) { tags async throws in
            let nowhere = TaskTag("nowhere")
            let missing = TaskError.noSuchTag(nowhere, among: [feature, .master])
            await #expect(throws: missing) {
                try await tags.move([1], from: .master, to: nowhere)
            }
            await #expect(throws: missing) {
                try await tags.move([1], from: nowhere, to: .master)
            }
            await #expect(throws: TaskError.noSuchTask(99)) {
                try await tags.move([1, 99], from: .master, to: feature, policy: .cut)
            }
            #expect(try await contents(tags) == seed)
        }
    }
}
