import DataBridgeCore
import DataBridgeJSON
import Foundation
import JSONSyntax
import Testing

@Suite(.enabled(if: !SharedData.taskFiles.isEmpty, "the shared data is absent"))
struct RealTaskFileTests {
    static let wellFormed = SharedData.taskFiles.filter { !SharedData.foreignFiles.contains($0) }

    private func opened(
        _ name: String, _ entities: [any EntitySchema],
        _ body: (JSONFileStore, TestFolder, [UInt8]) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let bytes = try SharedData.task(name)
        let path = try folder.file("tasks.json", String(decoding: bytes, as: UTF8.self))
        let store = try await JSONFileStore.open(path, entities: entities)
        try await body(store, folder, bytes)
        try await store.close()
    }

    /// The lists of a file with their expected numbers of tasks and subtasks.
    private func golden(_ name: String) throws -> [String: (tasks: Int, subtasks: Int)] {
        let tape = try JSONTape(parsing: try SharedData.task("GOLDEN-tasks.json"))
        var found: [String: (tasks: Int, subtasks: Int)] = [:]
        for list in try #require(tape.root[name]?["lists"]).members {
            let tag = try #require(list.key.string)
            found[tag == "<root>" ? "/tasks" : "/\(tag)/tasks"] = (
                Int(list.value["tasks"]?.int64 ?? -1), Int(list.value["subtasks"]?.int64 ?? -1)
            )
        }
        return found
    }

    private func changedLines(_ old: [UInt8], _ new: [UInt8]) -> Int {
        let left = old.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let right = new.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard left.count == right.count else { return .max }
        return zip(left, right).count { $0 != $1 }
    }

    @Test(arguments: wellFormed)
    func listsHaveTheirRecords(_ name: String) async throws {
        try await opened(name, [TaskItem.schema]) { store, folder, bytes in
            let golden = try golden(name)
            #expect(try await store.collections() == golden.keys.sorted())
            for (list, counts) in golden {
                let tasks = try await store.repository(for: TaskItem.self, in: list).find()
                #expect(tasks.count == counts.tasks)
                #expect(tasks.reduce(0) { $0 + $1.subtasks.count } == counts.subtasks)
            }
            #expect(try folder.text() == String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: wellFormed)
    func changedFieldOfADocumentIsOneLine(_ name: String) async throws {
        try await opened(name, [Document.schema]) { store, folder, bytes in
            for list in try await store.collections() {
                let documents = store.repository(for: Document.self, in: list)
                for document in try await documents.find().prefix(5) {
                    let title = document["title"]
                    try await documents.update(document.id) { $0["title"] = "Größer \"now\"" }
                    #expect(changedLines(bytes, Array(try folder.text().utf8)) == 1)
                    try await documents.update(document.id) { $0["title"] = title }
                    #expect(Array(try folder.text().utf8) == bytes)
                }
            }
        }
    }

    @Test(arguments: wellFormed)
    func changedFieldOfAnEntityIsOneLine(_ name: String) async throws {
        try await opened(name, [TaskItem.schema]) { store, folder, bytes in
            for list in try await store.collections() {
                let tasks = store.repository(for: TaskItem.self, in: list)
                for task in try await tasks.find().suffix(4) {
                    try await tasks.update(task.id) { $0.status = "brand-new" }
                    #expect(changedLines(bytes, Array(try folder.text().utf8)) == 1)
                    if !task.subtasks.isEmpty {
                        try await tasks.update(task.id) {
                            $0.status = task.status
                            $0.subtasks[$0.subtasks.count - 1].status = "brand-new"
                        }
                        #expect(changedLines(bytes, Array(try folder.text().utf8)) == 1)
                    }
                    try await tasks.update(task.id) { $0 = task }
                    #expect(Array(try folder.text().utf8) == bytes)
                }
            }
        }
    }

    @Test(arguments: wellFormed)
    func addedAndRemovedRecordLeavesNoTrace(_ name: String) async throws {
        try await opened(name, [TaskItem.schema]) { store, folder, bytes in
            for list in try await store.collections() {
                let tasks = store.repository(for: TaskItem.self, in: list)
                let new = TaskItem(
                    id: "brand-new", title: "New", description: "", status: "pending",
                    priority: "low", dependencies: [1], details: nil, testStrategy: nil,
                    subtasks: [Subtask(id: 1, title: "Part", status: "pending")])
                try await tasks.insert(new)
                #expect(try await tasks.get("brand-new") == new)
                #expect(try await tasks.delete("brand-new"))
                #expect(Array(try folder.text().utf8) == bytes)
            }
        }
    }

    @Test(arguments: SharedData.foreignFiles.sorted())
    func otherFormatIsRefused(_ name: String) async throws {
        let folder = try TestFolder()
        let bytes = try SharedData.task(name)
        let path = try folder.file("tasks.json", String(decoding: bytes, as: UTF8.self))
        let error = await #expect(throws: DataError.self) {
            let store = try await JSONFileStore.open(path, entities: [TaskItem.schema])
            _ = try await store.repository(for: TaskItem.self).find()
        }
        #expect(error?.code == .corrupted)
        #expect(error?.source?.file == path)
        #expect(error?.source?.line != nil)
        #expect(error?.message.contains("dependencies") == true)
        #expect(error?.message.contains("expected") == true)
        let tagged = await #expect(throws: DataError.self) {
            let store = try await JSONFileStore.open(path, entities: [Document.schema])
            _ = try await store.repository(for: Document.self, in: "/master/tasks").find()
        }
        #expect(tagged?.code == .notFound)
        #expect(Array(try folder.text().utf8) == bytes)
    }
}
