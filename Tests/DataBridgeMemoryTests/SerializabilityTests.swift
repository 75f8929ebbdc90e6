import DataBridgeCore
import DataBridgeMemory
import Testing

/// The anomalies that the isolation levels exclude, each provoked by a commit in the middle of a
/// transaction.
struct SerializabilityTests {
    private let fixture = Fixture()
    private var store: MemoryStore { fixture.store }
    private var items: any DataRepository<Item> { fixture.items }

    private let once = TransactionOptions(retry: .never)
    private let snapshot = TransactionOptions(isolation: .snapshot, retry: .never)

    /// Runs a transaction, and in its middle another one.
    private func run(
        _ options: TransactionOptions, before: () async throws -> Void,
        meanwhile: () async throws -> Void, after: () async throws -> Void
    ) async throws {
        try await store.transaction(options) { () async throws -> Void in
            try await before()
            try await store.withoutTransaction(meanwhile)
            try await after()
        }
    }

    @Test func aLostUpdateIsRefused() async throws {
        try await items.insert(Item(id: 1))
        for options in [once, snapshot] {
            await expectError(.serialization) {
                try await run(options) {
                    _ = try await items.get(1)
                } meanwhile: {
                    try await items.update(1) { $0.rank += 10 }
                } after: {
                    try await items.update(1) { $0.rank += 1 }
                }
            }
        }
        #expect(try await items.get(1)?.rank == 20)
    }

    @Test func writeSkewIsRefusedWhenSerializable() async throws {
        try await items.insert(all: [Item(id: 1, rank: 1), Item(id: 2, rank: 1)])
        func skew(_ options: TransactionOptions) async throws {
            try await run(options) {
                let other = try await items.get(2)
                #expect(other?.rank == 1)
            } meanwhile: {
                _ = try await items.get(1)
                try await items.update(2) { $0.rank = 0 }
            } after: {
                try await items.update(1) { $0.rank = 0 }
            }
        }
        await expectError(.serialization) { try await skew(once) }
        #expect(try await items.get(1)?.rank == 1)
        try await items.update(2) { $0.rank = 1 }
        // Snapshot isolation allows it.
        try await skew(snapshot)
        #expect(try await items.get(1)?.rank == 0)
    }

    @Test func aPhantomIsRefusedWhenSerializable() async throws {
        func phantom(_ options: TransactionOptions, _ id: Int, group: Int) async throws {
            try await run(options) {
                _ = try await items.count(where: \.group == 7)
            } meanwhile: {
                try await items.insert(Item(id: id, group: group))
            } after: {
                try await items.insert(Item(id: id + 1))
            }
        }
        await expectError(.serialization) { try await phantom(once, 10, group: 7) }
        try await phantom(once, 20, group: 8)
        try await phantom(snapshot, 30, group: 7)
    }

    @Test func aPhantomInFrontOfALimitedResultIsRefused() async throws {
        try await items.insert(all: (10..<90).map { Item(id: $0) })
        func first(_ meanwhile: Item, _ written: Int) async throws {
            try await run(once) {
                let found = try await items.find(limit: 3)
                #expect(found.count == 3)
            } meanwhile: {
                try await items.insert(meanwhile)
            } after: {
                try await items.insert(Item(id: written))
            }
        }
        await expectError(.serialization) { try await first(Item(id: 1), 100) }
        // Behind everything that was looked at nothing matters.
        try await first(Item(id: 1_000), 101)
    }

    @Test func readsSeeOneStateThroughout() async throws {
        try await items.insert(Item(id: 1))
        try await store.transaction(.readOnly) {
            #expect(try await items.get(1)?.rank == 0)
            try await store.withoutTransaction {
                try await items.update(1) { $0.rank = 5 }
                try await items.insert(Item(id: 2))
                #expect(try await items.get(1)?.rank == 5)
            }
            #expect(try await items.get(1)?.rank == 0)
            #expect(try await items.find().map(\.id) == [1])
        }
        #expect(try await items.count() == 2)
    }

    @Test func aTransactionThatOnlyReadNeverFails() async throws {
        try await items.insert(Item(id: 1))
        try await run(once) {
            _ = try await items.find()
        } meanwhile: {
            try await items.delete(1)
        } after: {
            let item = try await items.get(1)
            #expect(item != nil)
        }
    }

    @Test func constraintsHoldInSnapshotIsolationToo() async throws {
        try await items.insert(Item(id: 1))
        await expectError(.serialization) {
            try await run(snapshot) {
                try await items.insert(Item(id: 2, name: "taken"))
            } meanwhile: {
                try await items.insert(Item(id: 3, name: "taken"))
            } after: {
            }
        }
        await expectError(.serialization) {
            try await run(snapshot) {
                try await items.insert(Item(id: 4, parent: 1))
            } meanwhile: {
                try await items.delete(1)
            } after: {
            }
        }
        try await items.insert(Item(id: 1))
        await expectError(.serialization) {
            try await run(snapshot) {
                try await items.delete(1)
            } meanwhile: {
                try await items.insert(Item(id: 5, parent: 1))
            } after: {
            }
        }
        #expect(try await items.find().map(\.id) == [1, 3, 5])
    }

    @Test func theBodyRunsAgainAndThenCommits() async throws {
        try await items.insert(Item(id: 1))
        var runs = 0
        try await store.transaction {
            runs += 1
            let rank = try await items.get(1)?.rank ?? 0
            if runs == 1 {
                _ = try await store.withoutTransaction {
                    try await items.update(1) { $0.rank = 40 }
                }
            }
            try await items.update(1) { $0.rank = rank + 2 }
        }
        #expect(runs == 2)
        #expect(try await items.get(1)?.rank == 42)
    }

    @Test func longHistoriesAreChecked() async throws {
        try await items.insert(all: (0..<200).map { Item(id: $0) })
        func skew(touching id: Int) async throws {
            try await run(once) {
                _ = try await items.get(0)
            } meanwhile: {
                for other in 1..<150 { try await items.update(other) { $0.rank += 1 } }
                try await items.update(id) { $0.rank += 1 }
            } after: {
                try await items.update(199) { $0.rank += 1 }
            }
        }
        try await skew(touching: 150)
        await expectError(.serialization) { try await skew(touching: 0) }
        #expect(try await items.get(199)?.rank == 1)
    }

    @Test func concurrentTransfersKeepTheSum() async throws {
        try await items.insert(all: (0..<8).map { Item(id: $0, rank: 100) })
        let retrying = TransactionOptions(
            retry: RetryPolicy(attempts: 200, baseDelay: .microseconds(50)))
        try await withThrowingTaskGroup { group in
            for task in 0..<4 {
                group.addTask {
                    for step in 0..<60 {
                        let (from, to) = ((task + step) % 8, (task * 3 + step * 5 + 1) % 8)
                        try await store.transaction(retrying) {
                            try await items.update(from) { $0.rank -= 1 }
                            try await items.update(to) { $0.rank += 1 }
                        }
                        let sum: Int = try await items.sum(of: \.rank)
                        #expect(sum == 800)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func collectionsAreCheckedLikeRecords() async throws {
        await expectError(.serialization) {
            try await run(once) {
                try await store.createCollection("new", like: Item.self)
            } meanwhile: {
                try await store.createCollection("new", like: Item.self)
            } after: {
            }
        }
        let new = store.repository(for: Item.self, in: "new")
        await expectError(.serialization) {
            try await run(once) {
                try await new.insert(Item(id: 1))
            } meanwhile: {
                try await store.dropCollection("new")
            } after: {
            }
        }
        try await store.createCollection("new", like: Item.self)
        await expectError(.serialization) {
            try await run(once) {
                try await store.dropCollection("new")
            } meanwhile: {
                try await new.insert(Item(id: 1))
            } after: {
            }
        }
        #expect(try await new.count() == 1)
    }

    @Test func largeCommitsAreCheckedLikeSmallOnes() async throws {
        let batch = (0..<1_500).map { Item(id: $0) }
        await expectError(.serialization) {
            try await run(once) {
                try await items.insert(all: batch)
            } meanwhile: {
                try await store.dropCollection("items")
            } after: {
            }
        }
        try await store.createCollection("items", like: Item.self)
        await expectError(.serialization) {
            try await run(once) {
                try await items.insert(all: batch)
            } meanwhile: {
                try await items.insert(Item(id: 700, rank: 5))
            } after: {
            }
        }
        #expect(try await items.find() == [Item(id: 700, rank: 5)])
    }

    @Test func largeAndSmallCommitsAtTheSameTimeAllArrive() async throws {
        try await withThrowingTaskGroup { group in
            for task in 0..<3 {
                group.addTask {
                    let start = task * 10_000
                    try await items.insert(
                        all: (start..<start + 1_200).map { Item(id: $0, group: task) })
                }
            }
            group.addTask {
                for id in 90_000..<90_200 { try await items.insert(Item(id: id, group: 9)) }
            }
            try await group.waitForAll()
        }
        #expect(try await items.count() == 3_800)
        for task in 0..<3 { #expect(try await items.count(where: \.group == task) == 1_200) }
        #expect(try await items.get(10_700)?.group == 1)
    }
}
