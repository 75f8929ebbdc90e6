import DataBridge
import Foundation
import Synchronization
import Testing

/// The code of the guide to transactions, on a bank where Ann has 100 and Ben has 20.
struct TransactionsSnippets {
    @Test func allOrNothing() async throws {
        let (_, bank) = try await Bank.sample()
        try await showing("AllOrNothing") {
            // snippet: AllOrNothing
            try await bank.transfer(30, from: "ann", to: "ben")
            print(try await bank.balances())  // prints [70, 50]

            do {
                try await bank.transfer(500, from: "ann", to: "ben")
            } catch let error as Overdrawn {
                print("\(error.account) has too little")  // prints ann has too little
            }
            print(try await bank.balances())  // prints [70, 50]
            print(try await bank.entries.count())  // prints 2
            // end
        }
    }

    @Test func savepoints() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("Savepoints") {
            // snippet: Savepoints
            var refused: [String] = []
            try await store.transaction {
                for (account, amount) in [("ann", -60), ("ben", -60), ("ann", -30)] {
                    do {
                        try await bank.book(amount, on: account)
                    } catch let error as Overdrawn {
                        refused.append(error.account)  // undone: this booking, nothing else
                    }
                }
            }
            print(refused, try await bank.balances())  // prints ["ben"] [10, 20]
            // end
        }
    }

    @Test func options() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("Options") {
            // snippet: Options
            let total = try await store.transaction(.readOnly) {
                let balances = try await bank.accounts.sum(of: \.balance)
                let bookings = try await bank.entries.sum(of: \.amount)
                return balances - bookings
            }
            print(total)  // prints 120

            let quick = TransactionOptions(timeout: .seconds(2), retry: .never)
            try await store.transaction(quick) {
                try await bank.book(5, on: "ann")
            }
            // end
        }
        #expect(try await bank.balances() == [105, 20])
    }

    @Test func retrying() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("Retrying") {
            // snippet: Retrying
            var runs = 0
            try await store.transaction {
                runs += 1
                let ann = try await bank.accounts.get("ann")?.balance ?? 0
                if runs == 1 {
                    // Somebody else commits between our read and our commit.
                    try await store.withoutTransaction {
                        try await bank.accounts.update("ann") { $0.balance = 500 }
                    }
                }
                try await bank.accounts.update("ben") { $0.balance = ann / 2 }
            }
            print(runs, try await bank.balances())  // prints 2 [500, 250]
            // end
        }
    }

    @Test func expectingAVersion() async throws {
        let (_, bank) = try await Bank.sample()
        try await showing("Expecting") {
            // snippet: Expecting
            guard let shown = try await bank.accounts.record("ann") else { return }
            // … the user edits what was shown; meanwhile somebody else commits:
            try await bank.accounts.update("ann") { $0.balance = 99 }

            var edited = shown.value
            edited.balance += 1
            do {
                try await bank.accounts.update(edited, expecting: shown.version)
            } catch let error as DataError where error.code == .conflict {
                print(error.conflict?.isGone == true ? "deleted" : "changed")  // prints changed
            }
            // end
        }
    }

    @Test func tokens() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("Tokens") {
            // snippet: Tokens
            let token = CommitToken("transfer-2031")
            do {
                try await store.transaction(token: token) {
                    try await bank.transfer(10, from: "ann", to: "ben")
                }
            } catch .commitUnknown {
                guard try await store.outcome(of: token) == .committed else {
                    return  // nothing was written: it is safe to try again
                }
            }
            print(try await store.outcome(of: token))  // prints committed
            print(try await store.outcome(of: CommitToken("other")))  // prints rolledBack
            // end
        }
    }

    @Test func afterCommit() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("AfterCommit") {
            // snippet: AfterCommit
            let cached = Mutex(["ann": 100, "ben": 20])
            let accounts = bank.accounts.collection
            let observer = store.afterCommit { commit in
                for change in commit.changes where change.collection == accounts {
                    cached.withLock { $0[change.id.idText] = nil }
                }
            }
            try await bank.book(1, on: "ben")
            print(cached.withLock { $0.keys.sorted() })  // prints ["ann"]
            observer.cancel()
            // end
        }
    }

    @Test func feed() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("Feed") {
            // snippet: Feed
            let start = try await store.currentPosition()
            try await bank.transfer(10, from: "ann", to: "ben")

            let batch = try await store.changes(from: start)
            for change in batch.commits.flatMap(\.changes)
            where change.collection == bank.accounts.collection {
                let balance = try change.new(as: Account.self)?.balance ?? 0
                print(change.operation, change.id.idText, balance)
                // prints update ann 90
                // prints update ben 30
            }
            let next = batch.position  // Codable: store it and go on from there
            print(try await store.changes(from: next).commits.count)  // prints 0
            // end
        }
    }

    @Test func observing() async throws {
        let (_, bank) = try await Bank.sample()
        try await showing("Observing") {
            // snippet: Observing
            for try await poor in bank.accounts.observe(where: \.balance < 50) {
                print(poor.map(\.id))
                // prints ["ben"]
                // prints []
                if poor.isEmpty { break }
                try await bank.accounts.updateAll(
                    where: \.balance < 50, set: [.set(\.balance, to: 50)])
            }
            // end
        }
    }

    @Test func steppingOut() async throws {
        let (store, bank) = try await Bank.sample()
        try await showing("SteppingOut") {
            // snippet: SteppingOut
            struct Refused: Error {}
            do {
                try await store.transaction {
                    try await bank.book(1, on: "ann")
                    try await store.withoutTransaction {
                        try await bank.book(7, on: "ben")  // commits at once, whatever follows
                    }
                    throw Refused()
                }
            } catch is Refused {}
            print(try await bank.balances())  // prints [100, 27]
            // end
        }
    }
}

/// What the guide to transactions says without code.
struct TransactionsGuideTests {
    @Test func aTaskThatOutlivesTheTransactionIsTooLate() async throws {
        let (store, bank) = try await Bank.sample()
        let late = try await store.transaction {
            Task {
                try await Task.sleep(for: .milliseconds(20))
                try await bank.book(1, on: "ann")
            }
        }
        await #expect {
            try await late.value
        } throws: {
            ($0 as? DataError)?.code == .transactionEnded
        }
        #expect(try await bank.balances() == [100, 20])
    }

    @Test func aTimeoutActsAtTheNextCall() async throws {
        let time = Mutex(Duration.zero)
        let now = { @Sendable in time.withLock { $0 } }
        let (store, bank) = try await Bank.sample(
            StoreOptions(services: RuntimeServices(clock: MonotonicClock(now))))
        await #expect(throws: DataError.self) {
            try await store.transaction(TransactionOptions(timeout: .seconds(1))) {
                try await bank.book(1, on: "ann")
                time.withLock { $0 = .seconds(2) }
                do {
                    try await bank.book(1, on: "ann")
                } catch .timeout {
                    throw DataError.timeout("seen")
                }
            }
        }
        #expect(try await bank.balances() == [100, 20])
    }

    @Test func aCancelledTaskWritesNothing() async throws {
        let (store, bank) = try await Bank.sample()
        let task = Task {
            try await store.transaction {
                try await bank.book(1, on: "ann")
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: DataError.self) { try await task.value }
        #expect(try await bank.balances() == [100, 20])
    }

    @Test func nestedOptionsMustFit() async throws {
        let (store, bank) = try await Bank.sample()
        for options in [
            TransactionOptions(token: CommitToken("inner")), TransactionOptions.standard,
        ] {
            var outer = TransactionOptions(isolation: .serializable)
            outer.isReadOnly = options.token == nil
            await #expect {
                try await store.transaction(outer) {
                    try await store.transaction(options) { try await bank.accounts.count() }
                }
            } throws: {
                ($0 as? DataError)?.code == .invalid
            }
        }
        await #expect {
            try await store.transaction(TransactionOptions(isolation: .snapshot)) {
                try await store.transaction { try await bank.accounts.count() }
            }
        } throws: {
            ($0 as? DataError)?.code == .invalid
        }
    }

    @Test func aWriteInAReadOnlyTransactionIsRefused() async throws {
        let (store, bank) = try await Bank.sample()
        await #expect {
            try await store.transaction(.readOnly) { try await bank.accounts.delete("ann") }
        } throws: {
            ($0 as? DataError)?.code == .readOnly
        }
    }

    @Test func waitingInsideForWorkOutsideEndsOnlyByCancellation() async throws {
        let (store, bank) = try await Bank.sample()
        let hasEnded = Mutex(false)
        let stuck = Task {
            defer { hasEnded.withLock { $0 = true } }
            try await store.transaction {
                let outer = Task {
                    try await Task.sleep(for: .milliseconds(20))
                    return try await bank.accounts.count()
                }
                try await store.transaction {
                    try await withTaskCancellationHandler {
                        try await outer.value
                    } onCancel: {
                        outer.cancel()
                    }
                }
            }
        }
        try await Task.sleep(for: .milliseconds(200))
        #expect(!hasEnded.withLock { $0 })
        stuck.cancel()
        await #expect(throws: (any Error).self) { try await stuck.value }
        #expect(try await bank.balances() == [100, 20])
    }

    @Test func childTasksJoin() async throws {
        let (store, bank) = try await Bank.sample()
        try await store.transaction {
            async let one: Void = bank.book(1, on: "ann")
            async let two: Void = bank.book(2, on: "ben")
            _ = try await (one, two)
            #expect(try await store.withoutTransaction { try await bank.balances() } == [100, 20])
        }
        #expect(try await bank.balances() == [101, 22])
    }

    @Test func aTokenIsForOnePieceOfWork() async throws {
        let (store, bank) = try await Bank.sample()
        let token = CommitToken("once")
        try await store.transaction(token: token) { try await bank.book(1, on: "ann") }
        await #expect {
            try await store.transaction(token: token) { try await bank.book(1, on: "ann") }
        } throws: {
            ($0 as? DataError)?.code == .alreadyExists
        }
        #expect(try await bank.balances() == [101, 20])
    }
}
