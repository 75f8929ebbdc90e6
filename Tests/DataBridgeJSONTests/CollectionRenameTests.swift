import DataBridgeCore
import DataBridgeJSON
import Testing

/// Tags that are renamed in one transaction: the records move, and their list goes.
struct CollectionRenameTests {
    private static let record = """
               { "title": "Caf\\u00e9",
                   "id": 92.10, "description": "", "status": "pending",
                 "priority": "low", "dependencies": [ ],
                 "estimate": 1.50, "x": {"deep":[1e2]} }
        """

    private let file = """
        {
          "a": {
            "tasks": [
        \(record)
            ]
          },
          "c": {"tasks": [{"id": 92.10, "title": "C", "description": "", "status": "done", \
        "priority": "low", "dependencies": [], "own": 7.0}]}
        }
        """

    private func renamed(
        _ names: [(from: String, to: String)], deleting: Bool = false,
        _ change: (inout TaskItem) -> Void = { _ in }
    ) async throws -> String {
        let folder = try TestFolder()
        let store = try await JSONFileStore.open(
            folder.file("tasks.json", file), entities: [TaskItem.schema])
        try await store.transaction {
            for name in names {
                let from = store.repository(for: TaskItem.self, in: name.from)
                let to = store.repository(for: TaskItem.self, in: name.to)
                try await store.createCollection(name.to, like: TaskItem.self)
                for var task in try await from.find() {
                    change(&task)
                    try await to.insert(task)
                    if deleting { try await from.delete(task.id) }
                }
                try await store.dropCollection(name.from)
            }
        }
        try await store.close()
        return try folder.text()
    }

    /// What only the moved record has, in the order of its text.
    private let parts = [
        "\"title\": \"Caf\\u00e9\"", "\"estimate\": 1.50", "\"deep\"", "1e2",
    ]

    @Test(arguments: [false, true])
    func recordsKeepTheirText(deleting: Bool) async throws {
        let text = try await renamed([("/a/tasks", "/b/tasks")], deleting: deleting)
        for part in parts { #expect(text.ranges(of: part).count == 1, "\(part) in \(text)") }
        #expect(text.ranges(of: "\"id\": 92.10").count == 2)
        #expect(!text.contains("\"a\""))
        #expect(text.contains("\"own\": 7.0"))
    }

    @Test func severalListsWithTheSameIDsAreNotMixedUp() async throws {
        let text = try await renamed([("/a/tasks", "/b/tasks"), ("/c/tasks", "/d/tasks")])
        for part in parts { #expect(text.ranges(of: part).count == 1, "\(part) in \(text)") }
        #expect(text.ranges(of: "\"own\": 7.0").count == 1)
        let ownRange = try #require(text.firstRange(of: "\"own\""))
        let lastTag = try #require(text.firstRange(of: "\"d\""))
        #expect(lastTag.lowerBound < ownRange.lowerBound)
    }

    @Test func whatChangesOnTheWayIsChangedOnly() async throws {
        let text = try await renamed([("/a/tasks", "/b/tasks")]) { $0.status = "review" }
        #expect(text.contains("\"review\""))
        #expect(!text.contains("\"pending\""))
        for part in parts { #expect(text.ranges(of: part).count == 1, "\(part) in \(text)") }
    }
}
