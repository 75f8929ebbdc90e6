import DataBridgeCore
import DataBridgeJSON
import Foundation
import JSONSyntax

/// The JSON file store on a file of the size that people keep, a `tasks.json` of a hundred tasks.
let smallFileBenchmarks: [Benchmark] = [
    Benchmark(
        "json.commit-small", unit: "commit",
        reference: "Foundation read, change, write, without a sync"
    ) {
        let file = try TaskFile()
        let other = try TaskFile()
        let store = try await JSONFileStore.open(file.url.path, entities: [BenchTask.schema])
        let tasks = store.repository(for: BenchTask.self)
        let ids = [7, 42, 93]
        return Benchmark.Sides(
            ours: {
                try await store.transaction {
                    for id in ids { try await tasks.update(id) { $0.priority += 1 } }
                }
                return 1
            },
            reference: {
                var document = try other.read()
                for id in ids { document.master.tasks[id - 1].priority += 1 }
                try other.write(document)
                return 1
            },
            tearDown: {
                try await store.close()
                try file.remove()
                try other.remove()
            })
    }
]

/// A task as such files hold it.
private struct BenchTask: Entity, Codable {
    var id: Int
    var title: String
    var description: String
    var status: String
    var priority: Int
    var dependencies: [Int]

    static let schema = Schema("/master/tasks", BenchTask.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.description, "description")
        Field(\.status, "status")
        Field(\.priority, "priority")
        Field(\.dependencies, "dependencies")
    }

    static func numbered(_ number: Int) -> BenchTask {
        BenchTask(
            id: number, title: "Task number \(number)",
            description: "What is to be done in this task, in a sentence or two of usual length.",
            status: number.isMultiple(of: 3) ? "done" : "pending", priority: number % 5,
            dependencies: number > 2 ? [number - 1, number - 2] : [])
    }
}

/// A file of a hundred tasks in a folder of its own.
private struct TaskFile: Sendable {
    struct Document: Codable, Sendable {
        struct Tag: Codable, Sendable {
            var tasks: [BenchTask]
        }

        var master: Tag
    }

    let url: URL

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        url = folder.appendingPathComponent("tasks.json")
        let tasks = (1...100).map(BenchTask.numbered)
        let document = Document(master: Document.Tag(tasks: tasks))
        try Data(StrictJSONEncoder(style: .pretty).encode(document)).write(to: url)
    }

    func read() throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(contentsOf: url))
    }

    func write(_ document: Document) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .prettyPrinted
        try encoder.encode(document).write(to: url, options: .atomic)
    }

    func remove() throws {
        try FileManager.default.removeItem(at: url.deletingLastPathComponent())
    }
}
