import DataBridge
import Foundation
import TaskManager

/// The stores that every rule of the app is tested on: the one argument of a test that swaps them.
enum StoreKind: String, CaseIterable {
    case memory
    case json

    /// Opens a new, empty store for the duration of a test.
    ///
    /// - Parameters:
    ///   - seed: tasks by tag; each tag is made.
    ///   - body: the test, on the tags of the store.
    func withTags(
        _ seed: [TaskTag: [TaskItem]] = [.master: []], _ body: (TaskTags) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let store = try await open(in: folder, seed)
        try await body(TaskTags(store: store))
        try await store.close()
    }

    /// Opens a new store that holds tasks by tag.
    func open(
        in folder: ScratchFolder, _ seed: [TaskTag: [TaskItem]],
        options: StoreOptions = .standard
    ) async throws -> any DataStore {
        let store = try await Bridge.open(
            url(in: folder), entities: [TaskItem.schema], options: options)
        let tags = TaskTags(store: store)
        for (tag, tasks) in seed.sorted(by: { $0.key.collection < $1.key.collection }) {
            try await tags.create(tag)
            try await store.repository(for: TaskItem.self, in: tag.collection).insert(all: tasks)
        }
        return store
    }

    /// The same with the tasks of one tag.
    func withTasks(
        _ seed: [TaskItem] = [], _ body: (TaskRepository) async throws -> Void
    ) async throws {
        try await withTags([.master: seed]) { try await body($0.tasks(in: .master)) }
    }

    private func url(in folder: ScratchFolder) throws -> String {
        switch self {
        case .memory: return "memory:"
        case .json:
            return "json:"
                + (try folder.write(Data("{}\n".utf8), to: UUID().uuidString + ".json")).path
        }
    }
}
