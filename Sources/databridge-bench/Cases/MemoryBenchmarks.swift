import DataBridgeCore
import DataBridgeMemory
import Synchronization

/// The in-memory store against a plain dictionary and a plain array of 100,000 records.
let memoryBenchmarks: [Benchmark] = [
    Benchmark("memory.get", unit: "get", reference: "dictionary behind a Mutex", atMost: 3) {
        let (repository, dictionary) = try await filledStore()
        let ids = probes(1_000)
        return Benchmark.Sides(
            ours: {
                for id in ids { consume(try await repository.get(id)) }
                return ids.count
            },
            reference: {
                for id in ids { consume(dictionary.get(id)) }
                return ids.count
            })
    },
    Benchmark("memory.insert", unit: "insert", reference: "dictionary behind a Mutex") {
        let counter = Atomic(0)
        let target = LockedDictionary([:])
        let repository = try await emptyStore()
        return Benchmark.Sides(
            ours: {
                for _ in 0..<100 {
                    let number = counter.add(1, ordering: .relaxed).newValue
                    try await repository.insert(.numbered(number))
                }
                return 100
            },
            reference: {
                for _ in 0..<100 {
                    target.set(.numbered(counter.add(1, ordering: .relaxed).newValue))
                }
                return 100
            })
    },
    Benchmark("memory.insert.batch", unit: "record", reference: "dictionary behind a Mutex") {
        let counter = Atomic(0)
        let target = LockedDictionary([:])
        let repository = try await emptyStore()
        return Benchmark.Sides(
            ours: {
                let start = counter.add(1_000, ordering: .relaxed).newValue
                try await repository.insert(all: (start..<start + 1_000).map(BenchItem.numbered))
                return 1_000
            },
            reference: {
                let start = counter.add(1_000, ordering: .relaxed).newValue
                for number in start..<start + 1_000 { target.set(.numbered(number)) }
                return 1_000
            })
    },
    Benchmark("memory.update", unit: "update", reference: "dictionary behind a Mutex") {
        let (repository, dictionary) = try await filledStore()
        let ids = probes(100)
        return Benchmark.Sides(
            ours: {
                for id in ids { try await repository.update(id) { $0.priority += 1 } }
                return ids.count
            },
            reference: {
                for id in ids { dictionary.update(id) { $0.priority += 1 } }
                return ids.count
            })
    },
    Benchmark("memory.transaction", unit: "transaction", reference: "dictionary behind a Mutex") {
        let store = MemoryStore(entities: [BenchItem.schema])
        let repository = store.repository(for: BenchItem.self)
        let dictionary = LockedDictionary([:])
        let ids = probes(3)
        for number in 0..<3 {
            var item = BenchItem.numbered(number)
            item.id = ids[number]
            try await repository.insert(item)
            dictionary.set(item)
        }
        return Benchmark.Sides(
            ours: {
                try await store.transaction {
                    for id in ids { try await repository.update(id) { $0.priority += 1 } }
                }
                return 1
            },
            reference: {
                for id in ids { dictionary.update(id) { $0.priority += 1 } }
                return 1
            })
    },
    Benchmark(
        "memory.find.indexed", unit: "find", reference: "the same find by a scan", atMost: 0.02
    ) {
        let (repository, _) = try await filledStore()
        return Benchmark.Sides(
            ours: {
                let found = try await repository.find(where: \.group == 500)
                precondition(found.count == 100)
                return 1
            },
            reference: {
                // The score follows the number, and has no index.
                let found = try await repository.find(where: .between(\.score, 12_500, 12_524.75))
                precondition(found.count == 100)
                return 1
            })
    },
    Benchmark("memory.find.scan", unit: "find", reference: "filter of a plain array") {
        let (repository, dictionary) = try await filledStore()
        let array = dictionary.sorted()
        return Benchmark.Sides(
            ours: {
                let found = try await repository.find(
                    where: \.priority == 3 && \.status == .active)
                precondition(!found.isEmpty)
                return 1
            },
            reference: {
                let found = array.filter { $0.priority == 3 && $0.status == .active }
                precondition(!found.isEmpty)
                return 1
            })
    },
    Benchmark("memory.observe", unit: "commit", reference: "AsyncStream of the values") {
        let repository = try await emptyStore()
        try await repository.insert(.numbered(0))
        let observed = repository.observe(where: \.id == "item-0").makeAsyncIterator()
        let results = IteratorBox(observed)
        _ = try await results.next()
        let (stream, continuation) = AsyncStream.makeStream(of: [BenchItem].self)
        let plain = StreamBox(stream.makeAsyncIterator())
        return Benchmark.Sides(
            ours: {
                for _ in 0..<100 {
                    try await repository.update("item-0") { $0.priority += 1 }
                    consume(try await results.next())
                }
                return 100
            },
            reference: {
                for number in 0..<100 {
                    continuation.yield([.numbered(number)])
                    consume(await plain.next())
                }
                return 100
            })
    },
]

private let recordCount = 100_000

private func emptyStore() async throws -> any DataRepository<BenchItem> {
    let store = MemoryStore(entities: [BenchItem.schema])
    return store.repository(for: BenchItem.self)
}

private func filledStore() async throws -> (any DataRepository<BenchItem>, LockedDictionary) {
    let repository = try await emptyStore()
    let items = (0..<recordCount).map(BenchItem.numbered)
    try await repository.insert(all: items)
    let pairs = items.map { ($0.id, $0) }
    return (repository, LockedDictionary(Dictionary(uniqueKeysWithValues: pairs)))
}

/// Ids spread over all records.
private func probes(_ count: Int) -> [String] {
    (0..<count).map { "item-\($0 &* 7_919 % recordCount)" }
}

/// The reference: what one writes without a store.
final class LockedDictionary: Sendable {
    private let items: Mutex<[String: BenchItem]>

    init(_ items: [String: BenchItem]) {
        self.items = Mutex(items)
    }

    func get(_ id: String) -> BenchItem? {
        items.withLock { $0[id] }
    }

    func set(_ item: BenchItem) {
        items.withLock { $0[item.id] = item }
    }

    func update(_ id: String, _ change: (inout BenchItem) -> Void) {
        items.withLock { items in
            guard var item = items[id] else { return }
            change(&item)
            items[id] = item
        }
    }

    func sorted() -> [BenchItem] {
        items.withLock { items in items.values.sorted { $0.id < $1.id } }
    }
}

/// Holds an iterator that only one task uses.
///
/// `@unchecked Sendable`: a benchmark runs its sides in turns on one task.
private final class IteratorBox: @unchecked Sendable {
    private var iterator: Observation<BenchItem>.AsyncIterator

    init(_ iterator: Observation<BenchItem>.AsyncIterator) {
        self.iterator = iterator
    }

    func next() async throws -> [BenchItem]? { try await iterator.next() }
}

/// Holds an iterator that only one task uses.
///
/// `@unchecked Sendable`: a benchmark runs its sides in turns on one task.
private final class StreamBox: @unchecked Sendable {
    private var iterator: AsyncStream<[BenchItem]>.AsyncIterator

    init(_ iterator: AsyncStream<[BenchItem]>.AsyncIterator) {
        self.iterator = iterator
    }

    func next() async -> [BenchItem]? { await iterator.next(isolation: nil) }
}
