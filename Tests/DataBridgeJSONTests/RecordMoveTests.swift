import DataBridgeCore
import DataBridgeJSON
import Testing

/// Records that leave one list of a file and enter another in the same transaction.
struct RecordMoveTests {
    private static let task = """
              {
                "title": "Caf\\u00e9",
                "id": 92.10,
                "description": "", "status": "pending", "priority": "low", "dependencies": [],
                "estimate": 1.50,
                "subtasks": [{"id": 1, "status": "pending", "assignee": "Jos\\u00e9"}]
              }
        """

    private let file = """
        {
          "a": {
            "tasks": [
        \(task)
            ]
          },
          "b": {
            "tasks": []
          }
        }
        """

    private let id = LosslessID(parsing: "92.10")

    private func move(
        to target: String, in text: String, _ change: (inout TaskItem) -> Void = { _ in }
    ) async throws -> String {
        let folder = try TestFolder()
        let store = try await JSONFileStore.open(
            folder.file("tasks.json", text), entities: [TaskItem.schema])
        let from = store.repository(for: TaskItem.self, in: "/a/tasks")
        let to = store.repository(for: TaskItem.self, in: target)
        try await store.transaction {
            var task = try #require(try await from.get(id))
            if try await !store.collections().contains(target) {
                try await store.createCollection(target, like: TaskItem.self)
            }
            try await from.delete(id)
            change(&task)
            try await to.insert(task)
        }
        #expect(try await from.count() == 0)
        #expect(try await to.count() == 1)
        try await store.close()
        return try folder.text()
    }

    @Test(arguments: ["/b/tasks", "/new/tasks"])
    func undeclaredMembersAndSpellingsMoveAlong(_ target: String) async throws {
        let text = try await move(to: target, in: file)
        for part in [
            "\"title\": \"Caf\\u00e9\"", "\"id\": 92.10", "\"estimate\": 1.50",
            "\"assignee\": \"Jos\\u00e9\"",
        ] {
            #expect(text.occurrences(part) == 1, "\(part) in \(text)")
        }
    }

    @Test func whatChangesOnTheWayIsChangedOnly() async throws {
        let text = try await move(to: "/b/tasks", in: file) { task in
            task.status = "done"
            task.subtasks[0].status = "done"
        }
        #expect(text.occurrences("\"done\"") == 2)
        #expect(text.occurrences("\"pending\"") == 0)
        #expect(text.occurrences("\"assignee\": \"Jos\\u00e9\"") == 1)
        #expect(text.occurrences("\"estimate\": 1.50") == 1)
    }

    @Test func aRecordThatLeftTwoListsIsTakenFromNeither() async throws {
        let folder = try TestFolder()
        let twice = file.replacing("\"tasks\": []", with: "\"tasks\": [\n\(Self.task)\n    ]")
        let store = try await JSONFileStore.open(
            folder.file("tasks.json", twice), entities: [TaskItem.schema])
        let lists = ["/a/tasks", "/b/tasks"].map { store.repository(for: TaskItem.self, in: $0) }
        try await store.transaction {
            let task = try #require(try await lists[0].get(id))
            for list in lists { try await list.delete(id) }
            try await store.createCollection("/c/tasks", like: TaskItem.self)
            try await store.repository(for: TaskItem.self, in: "/c/tasks").insert(task)
        }
        try await store.close()
        #expect(try folder.text().occurrences("estimate") == 0)
        #expect(try folder.text().occurrences("92.10") == 1)
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func occurrences(_ part: String) -> Int { ranges(of: part).count }
}
