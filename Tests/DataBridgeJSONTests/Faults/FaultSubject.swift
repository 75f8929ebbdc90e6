import DataBridgeCore
import DataBridgeFiles
import DataBridgeJSON
import Foundation

/// Something that changes a JSON file in steps, each of which is acknowledged or fails.
protocol FaultSubject: Sendable {
    /// What the file holds at the beginning; nil when there is none.
    static var initial: String? { get }
    static var stepCount: Int { get }
    /// A number of each record that a text holds, found out without the code under test.
    static func values(in text: String) throws -> [String: Int]

    init(
        opening path: String, _ file: JSONFileOptions, _ services: RuntimeServices
    ) async throws
    func step(_ number: Int) async throws
    /// Writes something that every state takes.
    func touch() async throws
    /// What ``values(in:)`` says of the file's text, as the subject itself finds it.
    func read() async throws -> [String: Int]
    func close() async throws
}

struct Counter: Entity {
    var id: String
    var n: Int

    static let schema = Schema("counters", Counter.init) {
        Field(\.id, "id")
        Field(\.n, "n")
    }
}

/// A store over a file that people have written.
struct StoreSubject: FaultSubject {
    static let initial: String? = """
        {"counters": [
          {"id": "a", "n": 1, "own": "x"},
          {"id": "b", "n": 1}
        ]}

        """
    static let stepCount = 3
    private let store: JSONFileStore

    init(
        opening path: String, _ file: JSONFileOptions, _ services: RuntimeServices
    ) async throws {
        store = try await JSONFileStore.open(
            path, entities: [Counter.schema], options: StoreOptions(services: services), file: file)
    }

    static func values(in text: String) throws -> [String: Int] {
        let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        var values: [String: Int] = [:]
        for (name, list) in root ?? [:] {
            for case let record as [String: Any] in list as? [Any] ?? [] {
                values["/\(name) \(record["id"] ?? "")"] = record["n"] as? Int
            }
        }
        return values
    }

    func step(_ number: Int) async throws {
        let counters = store.repository(for: Counter.self)
        try await store.transaction(TransactionOptions(retry: .never)) {
            switch number {
            case 1:
                try await counters.update("a") { $0.n += 1 }
            case 2:
                try await counters.update("a") { $0.n -= 2 }
                try await counters.update("b") { $0.n += 2 }
                try await counters.insert(Counter(id: "c", n: 5))
            default:
                try await store.createCollection("/more", like: Counter.self)
                try await counters.delete("b")
                let more = store.repository(for: Counter.self, in: "/more")
                try await more.insert(Counter(id: "d", n: 9))
            }
        }
    }

    func touch() async throws {
        try await store.repository(for: Counter.self).upsert(Counter(id: "z", n: 1))
    }

    func read() async throws -> [String: Int] {
        var values: [String: Int] = [:]
        for name in try await store.collections() {
            for counter in try await store.repository(for: Counter.self, in: name).find() {
                values["\(name) \(counter.id)"] = counter.n
            }
        }
        return values
    }

    func close() async throws { try await store.close() }
}

/// A store that makes its file.
struct NewFileSubject: FaultSubject {
    static let initial: String? = nil
    static let stepCount = 2
    private let store: StoreSubject
    private let counters: any DataRepository<Counter>

    init(
        opening path: String, _ file: JSONFileOptions, _ services: RuntimeServices
    ) async throws {
        let opened = try await JSONFileStore.open(
            path, entities: [Counter.schema], options: StoreOptions(services: services), file: file)
        store = StoreSubject(opened)
        counters = opened.repository(for: Counter.self)
    }

    static func values(in text: String) throws -> [String: Int] {
        try StoreSubject.values(in: text)
    }

    func step(_ number: Int) async throws {
        switch number {
        case 1: try await counters.insert(all: [Counter(id: "a", n: 1), Counter(id: "b", n: 1)])
        default: try await store.step(1)
        }
    }

    func touch() async throws { try await store.touch() }

    func read() async throws -> [String: Int] { try await store.read() }

    func close() async throws { try await store.close() }
}

extension StoreSubject {
    fileprivate init(_ store: JSONFileStore) { self.store = store }
}

/// A document of its own file.
struct DocumentSubject: FaultSubject {
    static let initial: String? = """
        {
          "a": 1,
          "b": 1
        }

        """
    static let stepCount = 3
    private let document: JSONDocument<Numbers>

    private struct Numbers: Codable {
        var a: Int?
        var b: Int?
        var c: Int?
        var z: Int?

        var values: [String: Int] {
            ["a": a, "b": b, "c": c, "z": z].compactMapValues(\.self)
        }
    }

    init(
        opening path: String, _ file: JSONFileOptions, _ services: RuntimeServices
    ) async throws {
        document = JSONDocument(path, file: file, services: services)
    }

    static func values(in text: String) throws -> [String: Int] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Int] ?? [:]
    }

    func step(_ number: Int) async throws {
        switch number {
        case 1: try await document.update { $0.a = 2 }
        case 2: try await document.update { $0 = Numbers(a: 0, b: 3, c: 5) }
        default: _ = try await document.delete()
        }
    }

    func touch() async throws {
        try await document.update(default: Numbers()) { $0.z = 1 }
    }

    func read() async throws -> [String: Int] {
        try await document.exists() ? try await document.read().values : [:]
    }

    func close() async throws {}
}
