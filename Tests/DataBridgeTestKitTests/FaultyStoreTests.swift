import DataBridgeCore
import DataBridgeMemory
import DataBridgeTestKit
import DataBridgeTesting
import Synchronization
import Testing

/// What a service meets on a store whose calls fail.
struct FaultyStoreTests {
    private let clock = ManualClock()

    private func memory(_ coins: Coin...) async throws -> MemoryStore {
        try await MemoryStore.seeded(
            with: coins, declaring: [Coin.schema], options: StoreOptions(services: clock.services))
    }

    // MARK: One fault of each kind

    @Test func callsAreListedInOrder() async throws {
        let store = FaultyStore(over: try await memory())
        let coins = store.repository(for: Coin.self)
        try await coins.insert(Coin(id: 1, mint: "Wien"))
        #expect(store.calls.map(\.kind) == [.begin, .get, .insert, .scan, .commit])
        #expect(store.calls.map(\.number) == [1, 2, 3, 4, 5])
        #expect(store.calls[2].description == "3 insert coins 1")
        store.forgetCalls()
        _ = try await coins.get(1)
        try await coins.update(1) { $0.worth = 5 }
        try await coins.delete(1)
        #expect(store.calls(of: .get).count == 3)
        #expect(store.calls(of: .update).map(\.id) == [1])
        #expect(store.calls(of: .delete).map(\.collection) == ["coins"])
        #expect(store.calls.first?.number == 1)
        #expect(store.openSessions == 0)
    }

    @Test func busyCallIsTriedAgain() async throws {
        let store = FaultyStore(over: try await memory(), .busy(onCall: 3))
        try await store.repository(for: Coin.self).insert(Coin(id: 1))
        #expect(store.calls(of: .begin).count == 2)
        #expect(store.calls(of: .wait).count == 1)
        #expect(store.calls[2].description == "3 insert coins 1: busy")
        #expect(clock.sleeps.count == 1)
        #expect(try await store.base.repository(for: Coin.self).count() == 1)
    }

    @Test func busyForEverEndsTheRetries() async throws {
        let store = FaultyStore(over: try await memory(), .busy(.every(.commit)))
        let runs = Mutex(0)
        let error = await #expect(throws: DataError.self) {
            try await store.transaction {
                runs.withLock { $0 += 1 }
                try await store.repository(for: Coin.self).insert(Coin(id: 1))
            }
        }
        #expect(error?.code == .busy)
        #expect(error?.commitOutcome == .rolledBack)
        #expect(runs.withLock { $0 } == 3)
        #expect(try await store.base.repository(for: Coin.self).count() == 0)
        #expect(store.openSessions == 0)
    }

    @Test(arguments: [
        (StoreFault.timedOut(onCall: 2), DataError.Code.timeout),
        (.cancelled(onCall: 2), .cancelled), (.unavailable(onCall: 2), .unavailable),
        (.failing(.corrupted("Broken."), onCall: 2), .corrupted),
    ])
    func failedCallUndoesItselfOnly(_ fault: StoreFault, _ code: DataError.Code) async throws {
        let store = FaultyStore(over: try await memory())
        let coins = store.repository(for: Coin.self)
        try await store.transaction {
            try await coins.insert(Coin(id: 1))
            store.inject(fault)
            let error = await #expect(throws: DataError.self) {
                try await coins.insert(Coin(id: 2))
            }
            #expect(error?.code == code)
            try await coins.insert(Coin(id: 3))
        }
        #expect(try await coins.find().map(\.id) == [1, 3])
    }

    @Test func serializationRunsTheBodyAgain() async throws {
        let store = FaultyStore(over: try await memory(), .serialization(.nth(1, .commit)))
        let coins = store.repository(for: Coin.self)
        try await store.transaction { try await coins.insert(Coin(id: 1)) }
        #expect(store.calls(of: .commit).map(\.fault) == ["serialization", nil])
        #expect(try await coins.count() == 1)
    }

    @Test func failureThatCannotBeUndoneEndsTheTransaction() async throws {
        let store = FaultyStore(
            over: try await memory(Coin(id: 1)), .unavailable(.nth(1, .rollBackToSavepoint)))
        let coins = store.repository(for: Coin.self)
        let error = await #expect(throws: DataError.self) {
            try await store.transaction {
                try await store.transaction {
                    // Half of the batch is written and stays, so this must not be committed.
                    do { try await coins.insert(all: [Coin(id: 3), Coin(id: 1)]) } catch {}
                    do { try await coins.insert(Coin(id: 4)) } catch .unavailable {}
                }
            }
        }
        #expect(error?.code == .unavailable)
        #expect(try await coins.find().map(\.id) == [1])
        store.inject(.busy(.nth(1, .rollBackToSavepoint)))
        try await store.transaction {
            do { try await coins.insert(all: [Coin(id: 3), Coin(id: 1)]) } catch {}
        }
        #expect(try await coins.find().map(\.id) == [1])
        #expect(clock.sleeps.count == 1)
    }

    // MARK: Which calls

    @Test func everyKthCallFails() async throws {
        let store = FaultyStore(over: try await memory(), .unavailable(.each(3, .get)))
        let coins = store.repository(for: Coin.self)
        var failures: [Int] = []
        for number in 1...7 {
            do { _ = try await coins.get(1) } catch { failures.append(number) }
        }
        #expect(failures == [3, 6])
        store.removeFaults()
        store.inject(.unavailable(.callsFrom(2)))
        _ = try await coins.get(1)
        for _ in 0..<3 {
            await #expect(throws: DataError.self) { try await coins.get(1) }
        }
    }

    @Test func chanceRepeatsItself() async throws {
        func failures(seed: UInt64) async throws -> [Int] {
            let store = FaultyStore(over: try await memory(), .busy(.chance(0.3, seed: seed)))
            let coins = store.repository(for: Coin.self)
            var failures: [Int] = []
            for number in 0..<100 {
                do { _ = try await coins.get(1) } catch { failures.append(number) }
            }
            return failures
        }
        let first = try await failures(seed: 1)
        #expect((15...45).contains(first.count))
        #expect(try await failures(seed: 1) == first)
        #expect(try await failures(seed: 2) != first)
    }

    // MARK: Slow calls

    @Test func slowCallPassesTheTimeOfTheClock() async throws {
        let store = FaultyStore(over: try await memory(Coin(id: 1)), .slow(.seconds(7), onCall: 1))
        let coins = store.repository(for: Coin.self)
        #expect(try await coins.get(1)?.id == 1)
        #expect(clock.elapsed == .seconds(7))
        store.inject(.slow(.seconds(7), .every(.insert, .rollback)))
        await #expect(throws: DataError.self) {
            try await store.transaction(TransactionOptions(timeout: .seconds(5))) {
                try await coins.insert(Coin(id: 2))
                try await coins.insert(Coin(id: 3))
            }
        }
        #expect(clock.elapsed == .seconds(21))
        #expect(try await coins.count() == 1)
    }

    @Test func transactionThatCannotBeginInTimeSaysSo() async throws {
        let store = FaultyStore(over: try await memory(), .slow(.seconds(9), .every(.begin)))
        let error = await #expect(throws: DataError.self) {
            try await store.transaction(TransactionOptions(timeout: .seconds(5))) {}
        }
        #expect(error?.code == .timeout)
        #expect(clock.elapsed == .seconds(5))
        #expect(store.openSessions == 0)
    }

    // MARK: Lost commits

    @Test(arguments: [true, false])
    func lostCommitIsUnknownUntilItIsAskedFor(_ happened: Bool) async throws {
        let fault = happened ? StoreFault.lostAfterCommit() : .lostBeforeCommit()
        let store = FaultyStore(over: try await memory(Coin(id: 1)), fault)
        let coins = store.repository(for: Coin.self)
        let token = CommitToken("t")
        let runs = Mutex(0)
        let heard = Mutex<[String]>([])
        let observers = [store as any DataStore, store.base].map { store in
            store.afterCommit { commit in
                let changes = commit.changes.map { "\($0.operation) \($0.id)" }
                heard.withLock {
                    $0.append("\(commit.outcome) \(changes.joined(separator: " "))")
                }
            }
        }
        let error = await #expect(throws: DataError.self) {
            try await store.transaction(token: token) {
                runs.withLock { $0 += 1 }
                try await coins.update(1) { $0.worth = 2 }
                try await coins.insert(Coin(id: 2))
                do {
                    try await coins.insert(all: [Coin(id: 3), Coin(id: 1)])
                } catch .alreadyExists {}
            }
        }
        #expect(error?.code == .commitUnknown)
        #expect(error?.commitOutcome == .unknown)
        #expect(runs.withLock { $0 } == 1)
        #expect(try await store.outcome(of: token) == (happened ? .committed : .rolledBack))
        #expect(try await coins.count() == (happened ? 2 : 1))
        #expect(heard.withLock { $0 } == Array(repeating: "unknown update 1 insert 2", count: 2))
        #expect(store.calls(of: .outcome).count == 1)
        observers.forEach { $0.cancel() }
    }

    // MARK: Both stores

    @Test func commitsOfEitherReachTheObserversOfBoth() async throws {
        let base = try await memory()
        let store = FaultyStore(over: base)
        let heard = Mutex<[String]>([])
        let observers = [("base", base as any DataStore), ("faulty", store)].map { name, store in
            store.afterCommit { commit in
                heard.withLock { $0.append("\(name) \(commit.changes.map(\.id))") }
            }
        }
        try await base.repository(for: Coin.self).insert(Coin(id: 1))
        try await store.repository(for: Coin.self).insert(Coin(id: 2))
        #expect(
            heard.withLock { $0.sorted() } == ["base [1]", "base [2]", "faulty [1]", "faulty [2]"])
        observers.forEach { $0.cancel() }
        try await store.repository(for: Coin.self).insert(Coin(id: 3))
        #expect(heard.withLock { $0.count } == 4)
        try await store.close()
        let error = await #expect(throws: DataError.self) {
            try await base.repository(for: Coin.self).count()
        }
        #expect(error?.code == .closed)
    }

    @Test func somebodyElsesTurnComesBeforeOrAfterTheCall() async throws {
        let base = try await memory(Coin(id: 1))
        let coins = base.repository(for: Coin.self)
        let store = FaultyStore(
            over: base,
            StoreFault(
                .run {
                    await #expect(throws: Never.self) {
                        try await coins.update(1) { $0.worth = 10 }
                    }
                }, .nth(1, .commit)),
            StoreFault(
                .runAfterwards {
                    await #expect(throws: Never.self) {
                        try await coins.insert(Coin(id: 2))
                    }
                }, .nth(2, .commit)))
        try await store.repository(for: Coin.self).update(1) { $0.worth += 1 }
        #expect(try await coins.find().map(\.worth) == [11, 1])
        #expect(store.calls(of: .commit).count == 2)
    }
}

/// Without faults a faulty store is the store underneath.
struct FaultlessFaultyStoreTests {
    private let memory = StoreFactory("faulty memory") { entities, options in
        FaultyStore(over: MemoryStore(entities: entities, options: options))
    }

    @Test(arguments: StoreConformance.allCases)
    func conforms(_ conformance: StoreConformance.Case) async {
        await expectConformance(conformance, of: memory)
    }
}
