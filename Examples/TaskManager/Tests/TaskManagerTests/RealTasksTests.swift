import DataBridge
import Foundation
import TaskManager
import Testing

/// The app on what people really have in their `tasks.json`.
@Suite(.enabled(if: RealTasks.folder != nil, "no shared data beside the repository"))
struct RealTasksTests {
    @Test func filesAreThere() {
        #expect(RealTasks.names.count == 11)
        #expect(RealTasks.lists.values.reduce(0) { $0 + $1.count } == 13)
    }

    @Test(arguments: RealTasks.names)
    func everyListIsReadAsItIs(_ name: String) async throws {
        let folder = try ScratchFolder()
        let content = try RealTasks.content(of: name)
        let file = try folder.write(content, to: "tasks.json")
        let store = try await Bridge.open("json:\(file.path)", entities: [TaskItem.schema])
        let tags = TaskTags(store: store)
        let expected = try #require(RealTasks.lists[name])
        #expect(Set(try await tags.all()) == Set(expected.keys))
        for (tag, list) in expected {
            try await check(tags.tasks(in: tag), list)
        }
        try await store.close()
        #expect(try folder.read("tasks.json") == content)
    }

    /// The same rules give the same answers when the tasks are kept elsewhere.
    @Test(arguments: RealTasks.names)
    func everyListIsTheSameInMemory(_ name: String) async throws {
        let folder = try ScratchFolder()
        let file = try folder.write(try RealTasks.content(of: name), to: "tasks.json")
        let source = try await Bridge.open("json:\(file.path)", entities: [TaskItem.schema])
        let target = try await Bridge.open("memory:", entities: [TaskItem.schema])
        for (tag, list) in try #require(RealTasks.lists[name]) {
            let tasks = source.repository(for: TaskItem.self, in: tag.collection)
            if try await !target.collections().contains(tag.collection) {
                try await TaskTags(store: target).create(tag)
            }
            try await target.repository(for: TaskItem.self, in: tag.collection)
                .insert(all: try await tasks.find())
            try await check(TaskTags(store: target).tasks(in: tag), list)
        }
        try await target.close()
        try await source.close()
    }

    @Test(arguments: RealTasks.names)
    func problemsOfDependenciesAreFound(_ name: String) async throws {
        let folder = try ScratchFolder()
        let file = try folder.write(try RealTasks.content(of: name), to: "tasks.json")
        let store = try await Bridge.open("json:\(file.path)", entities: [TaskItem.schema])
        let tags = TaskTags(store: store)
        var found: [String] = []
        for tag in try await tags.all() {
            found += try await tags.tasks(in: tag).validateDependencies().map(\.description)
        }
        let expected = RealTasks.problems[name] ?? []
        #expect(found.count == expected.count, "\(found)")
        for problem in expected {
            #expect(found.contains { $0.hasPrefix(problem) }, "\(problem) in \(found)")
        }
        try await store.close()
    }

    @Test(arguments: RealTasks.otherFormats)
    func filesOfOtherToolsAreRefused(_ name: String) async throws {
        let folder = try ScratchFolder()
        let content = try RealTasks.content(of: name)
        let file = try folder.write(content, to: "tasks.json")
        await #expect {
            let store = try await Bridge.open("json:\(file.path)", entities: [TaskItem.schema])
            _ = try await TaskTags(store: store).tasks(in: .untagged).list()
        } throws: { error in
            let error = try #require(error as? DataError)
            return error.code == .corrupted && error.message.contains("dependencies")
        }
        #expect(try folder.read("tasks.json") == content)
    }

    private func check(_ tasks: TaskRepository, _ expected: RealTasks.List) async throws {
        let list = try await tasks.list()
        let subtasks = list.flatMap(\.subtasks)
        #expect(list.count == expected.tasks)
        #expect(subtasks.count == expected.subtasks)
        #expect(list.reduce(0) { $0 + $1.dependencies.count } == expected.dependencyEdges)
        #expect(counts(list.map(\.status.rawValue)) == expected.status)
        #expect(counts(list.compactMap(\.priority?.rawValue)) == expected.priority)
        #expect(counts(subtasks.map(\.status.rawValue)) == expected.subtaskStatus)
        // The known ids are in the order of the file, ours in the order of ids or of work.
        let done = try await tasks.list(status: .done)
        #expect(done.map(\.id) == expected.doneIDs.sorted())
        let ready = try await tasks.ready()
        #expect(ready.map(\.id).sorted() == expected.readyIDs.sorted())
        #expect(try await tasks.next()?.id == ready.first?.id)
    }

    private func counts(_ words: [String]) -> [String: Int] {
        Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
    }
}
