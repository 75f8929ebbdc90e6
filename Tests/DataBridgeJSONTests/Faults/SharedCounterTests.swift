import DataBridgeCore
import DataBridgeJSON
import Foundation
import Testing

/// Several stores of one process on one file.
struct SharedCounterTests {
    private typealias Increment =
        @Sendable (JSONFileStore, any DataRepository<Counter>) async throws -> Void

    @Test func countersOfSeveralStoresLoseNothing() async throws {
        let counted = try await count { store, counters in
            try await store.transaction(TransactionOptions(retry: RetryPolicy(attempts: 60))) {
                let old = try await counters.get("a")
                try await counters.update("a") { $0.n = (old?.n ?? 0) + 1 }
            }
        }
        #expect(counted == 37)
    }

    /// Read outside, written inside: what the transaction is there to prevent.
    @Test func checkFindsCountersThatAreReadOutside() async throws {
        for _ in 1...5 {
            let counted = try await count { store, counters in
                let old = try await counters.get("a")
                await Task.yield()
                try await store.transaction(TransactionOptions(retry: RetryPolicy(attempts: 60))) {
                    try await counters.update("a") { $0.n = (old?.n ?? 0) + 1 }
                }
            }
            if counted < 37 { return }
        }
        Issue.record("no increment was lost in five rounds")
    }

    private func count(_ increment: @escaping Increment) async throws -> Int {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", StoreSubject.initial)
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    let store = try await JSONFileStore.open(path, entities: [Counter.schema])
                    for _ in 0..<12 {
                        try await increment(store, store.repository(for: Counter.self))
                    }
                    try await store.close()
                }
            }
            try await group.waitForAll()
        }
        let text = try folder.text()
        let values = try StoreSubject.values(in: text)
        let counted = try #require(values["/counters a"])
        let expected = StoreSubject.initial?.replacing(
            #""a", "n": 1"#, with: "\"a\", \"n\": \(counted)")
        #expect(text == expected)
        #expect(try folder.names() == ["tasks.json"])
        #expect(try folder.text(".databridge/.gitignore") == "*\n")
        return counted
    }
}
