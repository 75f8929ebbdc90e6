import DataBridgeCore
import DataBridgeJSON
import Testing

/// What becomes of the text of records whose list is dropped while records of the same ids enter
/// other lists.
struct DroppedRecordTests {
    private func store(
        _ text: String, _ entity: any EntitySchema, in folder: TestFolder
    ) async throws -> JSONFileStore {
        try await JSONFileStore.open(folder.file("tasks.json", text), entities: [entity])
    }

    private func task(_ text: String) -> String {
        #"{"id": "1", "title": "\#(text)", "description": "", "status": "done", "#
            + #""priority": "low", "dependencies": [], "estimate": 1.50}"#
    }

    @Test func newRecordInAListThatWasThereTakesNothingOver() async throws {
        let folder = try TestFolder()
        let store = try await store(
            #"{"old": {"tasks": [\#(task("Old"))]}, "kept": {"tasks": []}}"#, TaskItem.schema,
            in: folder)
        let kept = store.repository(for: TaskItem.self, in: "/kept/tasks")
        var item = try #require(
            try await store.repository(for: TaskItem.self, in: "/old/tasks").find().first)
        item.title = "New"
        item.status = "pending"
        try await store.transaction {
            try await store.dropCollection("/old/tasks")
            try await kept.insert(item)
        }
        try await store.close()
        let text = try folder.text()
        #expect(text.contains("\"New\""))
        #expect(!text.contains("estimate"))
    }

    @Test func oneOfTwoEqualCopiesIsTaken() async throws {
        let folder = try TestFolder()
        let store = try await store(
            #"{"a": {"tasks": [\#(task("Same"))]}, "b": {"tasks": [\#(task("Same"))]}}"#,
            TaskItem.schema, in: folder)
        try await store.transaction {
            let from = store.repository(for: TaskItem.self, in: "/a/tasks")
            try await store.createCollection("/m/tasks", like: TaskItem.self)
            let items = try await from.find()
            try await store.repository(for: TaskItem.self, in: "/m/tasks").insert(all: items)
            try await store.dropCollection("/a/tasks")
            try await store.dropCollection("/b/tasks")
        }
        try await store.close()
        let text = try folder.text()
        #expect(text.ranges(of: "\"estimate\": 1.50").count == 1, "\(text)")
    }

    @Test(arguments: [false, true])
    func recordOfAnOlderVersionKeepsWhatChangedOnItsWay(drops: Bool) async throws {
        typealias Person = RecordUpgradeTests.Person
        let folder = try TestFolder()
        let store = try await store(
            #"{"a": {"people": [{"id": 1, "name": "Ada Lovelace", "born": 1815.0}]}}"#,
            Person.schema, in: folder)
        let from = store.repository(for: Person.self, in: "/a/people")
        try await store.transaction {
            try await store.createCollection("/b/people", like: Person.self)
            var ada = try #require(try await from.get(1))
            ada.given = "Augusta"
            try await store.repository(for: Person.self, in: "/b/people").insert(ada)
            if drops {
                try await store.dropCollection("/a/people")
            } else {
                try await from.delete(1)
            }
        }
        try await store.close()
        #expect(try folder.text().contains("1815.0"))
        let again = try await JSONFileStore.open(
            folder.file(), entities: [Person.schema])
        let moved = again.repository(for: Person.self, in: "/b/people")
        #expect(try await moved.get(1)?.given == "Augusta")
        try await again.close()
    }
}
