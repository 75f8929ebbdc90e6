import DataBridgeCore
import DataBridgeJSON
import Foundation
import JSONSyntax
import Synchronization

/// The JSON file store on a file of 25 megabytes, against reading and writing it with Foundation.
let jsonFileBenchmarks: [Benchmark] = [
    Benchmark("json.load-25MB", unit: "load", reference: "Foundation read and decode") {
        let file = try BenchFile()
        return Benchmark.Sides(
            ours: {
                let store = try await file.open()
                consume(try await store.repository(for: BenchItem.self).get("item-7"))
                try await store.close()
                return 1
            },
            reference: {
                consume(try file.readWithFoundation())
                return 1
            }, tearDown: { try file.remove() })
    },
    Benchmark(
        "json.edit-one", unit: "edit", reference: "Foundation read, change, write", atMost: 0.2
    ) {
        let file = try BenchFile()
        let other = try BenchFile()
        let store = try await file.open()
        let items = store.repository(for: BenchItem.self)
        return Benchmark.Sides(
            ours: {
                try await items.update("item-70000") { $0.priority += 1 }
                return 1
            },
            reference: {
                var document = try other.readWithFoundation()
                document.items[70_000].priority += 1
                try JSONEncoder().encode(document).write(to: other.url, options: .atomic)
                return 1
            },
            tearDown: {
                try await store.close()
                try file.remove()
                try other.remove()
            })
    },
    Benchmark("json.insert-one", unit: "insert", reference: "Foundation read, append, write") {
        let file = try BenchFile()
        let other = try BenchFile()
        let store = try await file.open()
        let items = store.repository(for: BenchItem.self)
        let counter = Atomic(200_000)
        return Benchmark.Sides(
            ours: {
                let number = counter.add(1, ordering: .relaxed).newValue
                try await items.insert(.numbered(number))
                return 1
            },
            reference: {
                let number = counter.add(1, ordering: .relaxed).newValue
                var document = try other.readWithFoundation()
                document.items.append(.numbered(number))
                try JSONEncoder().encode(document).write(to: other.url, options: .atomic)
                return 1
            },
            tearDown: {
                try await store.close()
                try file.remove()
                try other.remove()
            })
    },
    Benchmark("json.save-all", unit: "save", reference: "Foundation encode and write") {
        let file = try BenchFile()
        let other = try BenchFile()
        let store = try await file.open()
        let items = store.repository(for: BenchItem.self)
        let document = try other.readWithFoundation()
        return Benchmark.Sides(
            ours: {
                try await items.updateAll(where: .all, set: [.increment(\.priority, by: 1)])
                return 1
            },
            reference: {
                try JSONEncoder().encode(document).write(to: other.url, options: .atomic)
                return 1
            },
            tearDown: {
                try await store.close()
                try file.remove()
                try other.remove()
            })
    },
]

/// A file of records in a folder of its own.
private struct BenchFile: Sendable {
    struct Document: Codable, Sendable {
        var items: [BenchItem]
    }

    let url: URL

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("databridge-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        url = folder.appendingPathComponent("items.json")
        let document = Document(items: (0..<150_000).map(BenchItem.numbered))
        try Data(StrictJSONEncoder(style: .pretty).encode(document)).write(to: url)
    }

    func open() async throws -> JSONFileStore {
        try await JSONFileStore.open(url.path, entities: [BenchItem.schema])
    }

    func readWithFoundation() throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(contentsOf: url))
    }

    func remove() throws {
        try FileManager.default.removeItem(at: url.deletingLastPathComponent())
    }
}
