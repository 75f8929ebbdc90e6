import DataBridge
import DataBridgeTestKit
import Synchronization

extension KitTruth {
    private static func opened(
        _ clock: ManualClock = ManualClock(), _ faults: StoreFault...
    ) async throws -> FaultyStore {
        FaultyStore(
            over: try await MemoryStore.seeded(
                with: Errand.some, options: StoreOptions(services: clock.services)), faults)
    }

    static func calls() async throws {
        let store = try await opened()
        let errands = store.repository(for: Errand.self)
        try await errands.insert(Errand(id: 3, title: "Sing"))
        try check(store.calls.map(\.number) == Array(1...store.calls.count), "they are numbered")
        let insert = store.calls(of: .insert)[0]
        try check(insert.collection == "errands" && insert.id == 3, "what it is about")
        try check(insert.kind == .insert && insert.fault == nil, "nothing happened to it")
        try check(insert.description == "\(insert.number) insert errands 3", "in a line")
        store.forgetCalls()
        try check(store.calls.isEmpty && store.openSessions == 0, "they are forgotten")
        try await store.transaction {
            _ = try await errands.get(1)
            try check(store.openSessions == 1, "a transaction is open")
        }
        try check(store.calls.first?.number == 1, "and counted anew")
        try check(store.base.engine !== store.engine, "the store underneath has no faults")
        try check(try await store.base.repository(for: Errand.self).count() == 3, "but the data")
        try await store.close()
    }

    /// Each kind of call is made by something that an app does.
    static func everyCall() async throws {
        let store = try await opened(ManualClock(), .busy(.nth(1, .commit)))
        let errands = store.repository(for: Errand.self)
        let token = CommitToken("t")
        try await store.transaction(token: token) { try await errands.delete(2) }
        _ = try await store.outcome(of: token)
        try await store.transaction {
            try await errands.update(1) { $0.isDone = true }
            do {
                try await errands.insert(all: [Errand(id: 5, title: "A"), Errand.some[0]])
            } catch .alreadyExists {
                try await errands.insert(Errand(id: 6, title: "B"))
            }
        }
        _ = try await errands.find(where: \.isDone == true)
        _ = try await errands.sum(of: \.id)
        for try await _ in errands.stream() {}
        try await store.createCollection("more", like: Errand.self)
        _ = try await store.collections()
        try await store.dropCollection("more")
        let start = try await store.currentPosition()
        _ = try await store.changes(from: start)
        let missing = Set(StoreCall.Kind.allCases).subtracting(store.calls.map(\.kind))
        try check(missing.isSubset(of: [.find, .aggregate, .scan]), "\(missing)")
        let ofReading: Set<StoreCall.Kind> = [.find, .aggregate, .scan]
        try check(!ofReading.isDisjoint(with: store.calls.map(\.kind)), "reads")
        let busy = store.calls.first { $0.fault != nil }
        try check(busy?.kind == .commit && busy?.fault == "busy", "what the fault made of it")
        let named: [StoreCall.Kind] = [
            .begin, .get, .scan, .find, .aggregate, .insert, .update, .delete, .collections,
            .createCollection, .dropCollection, .setSavepoint, .rollBackToSavepoint,
            .releaseSavepoint, .commit, .rollback, .wait, .outcome, .changes, .currentPosition,
        ]
        try check(named == StoreCall.Kind.allCases, "all kinds")
    }

    /// Each fault in its two forms, and what comes to the caller.
    static func faults() async throws {
        let full = DataError(.noSpace, "The disk is full.")
        let faults: [(StoreFault, DataError.Code)] = [
            (.busy(onCall: 1), .busy), (.busy(.every(.get)), .busy),
            (.serialization(onCall: 2), .serialization),
            (.serialization(.every(.get)), .serialization),
            (.timedOut(onCall: 2), .timeout), (.timedOut(.nth(1, .get)), .timeout),
            (.cancelled(onCall: 2), .cancelled), (.cancelled(.nth(1, .get)), .cancelled),
            (.unavailable(onCall: 2), .unavailable), (.unavailable(.nth(1, .get)), .unavailable),
            (.failing(full, onCall: 2), .noSpace), (.failing(full, .nth(1, .get)), .noSpace),
        ]
        for (fault, code) in faults {
            let store = try await opened(ManualClock(), fault)
            let error = try await failure(DataError.self) {
                try await store.transaction(TransactionOptions(retry: .never)) {
                    _ = try await store.repository(for: Errand.self).get(1)
                }
            }
            try check(error.code == code, "\(error) for \(code)")
            guard case .fail(let told) = fault.effect else {
                throw Falsehood(subject: "its effect", line: #line)
            }
            let same = try await opened(ManualClock(), StoreFault(.fail(told), fault.trigger))
            let again = try await failure(DataError.self) {
                try await same.transaction(TransactionOptions(retry: .never)) {
                    _ = try await same.repository(for: Errand.self).get(1)
                }
            }
            try check(told.code == code && again.code == code, "spelled out it is the same")
            store.removeFaults()
            try check(try await store.repository(for: Errand.self).get(1) != nil, "it goes on")
        }
        let clock = ManualClock()
        let slow = try await opened(clock, .slow(.seconds(9), onCall: 1))
        _ = try await slow.repository(for: Errand.self).get(1)
        try check(clock.elapsed == .seconds(9), "a slow call")
        slow.inject(.slow(.seconds(1), .every(.get)))
        _ = try await slow.repository(for: Errand.self).get(1)
        try check(clock.elapsed == .seconds(10), "slow calls of a kind")
        slow.removeFaults()
        slow.inject(StoreFault(.slow(.seconds(2)), .nth(1, .get)))
        _ = try await slow.repository(for: Errand.self).get(1)
        try check(clock.elapsed == .seconds(12), "spelled out")
    }

    static func lostAnswers() async throws {
        let faults: [(StoreFault, Int)] = [
            (.lostAfterCommit(), 1), (.lostBeforeCommit(), 2),
            (StoreFault(.loseAnswer, .nth(1, .commit)), 1),
            (StoreFault(.loseCommit, .nth(1, .commit)), 2),
        ]
        for (fault, count) in faults {
            let store = try await opened(ManualClock(), fault)
            let error = try await failure(DataError.self) {
                try await store.repository(for: Errand.self).delete(1)
            }
            try check(error.code == .commitUnknown, "nobody can tell")
            try check(
                try await store.base.repository(for: Errand.self).count() == count, "but it is so")
            try check(fault.trigger.kinds == [.commit], "the first commit")
        }
    }

    static func turnsOfOthers() async throws {
        let turns = Mutex<[String]>([])
        let store = try await opened()
        store.inject(
            StoreFault(.run { turns.withLock { $0.append("before") } }, .nth(1, .commit)),
            StoreFault(.runAfterwards { turns.withLock { $0.append("after") } }, .nth(1, .commit)))
        let observer = store.afterCommit { _ in turns.withLock { $0.append("commit") } }
        try await store.repository(for: Errand.self).delete(1)
        observer.cancel()
        let order = turns.withLock { $0 }
        try check(order.first == "before" && order.contains("after"), "\(order)")
    }

    static func triggers() async throws {
        let triggers: [(StoreFault.Trigger, Set<Int>)] = [
            (.call(4), [4]), (.callsFrom(5), [5, 6]), (.nth(2, .get), [2]),
            (.every(.get, .insert), [1, 2, 3, 4, 5, 6]), (.each(3, .get), [3, 6]),
            (.chance(1, seed: 1, .get), [1, 2, 3, 4, 5, 6]), (.chance(0, seed: 1), []),
        ]
        for (trigger, expected) in triggers {
            let store = try await opened(ManualClock(), .unavailable(trigger))
            var failures: Set<Int> = []
            for number in 1...6 {
                do {
                    _ = try await store.repository(for: Errand.self).get(1)
                } catch .unavailable {
                    failures.insert(number)
                }
            }
            // A read of its own is a single call.
            try check(failures == expected, "\(trigger): \(failures)")
        }
        var trigger = StoreFault.Trigger.each(2)
        try check(trigger.kinds == nil, "calls of every kind")
        trigger.kinds = [.get]
        try check(StoreFault(.loseAnswer, trigger).trigger.kinds == [.get], "or of one")
    }
}
