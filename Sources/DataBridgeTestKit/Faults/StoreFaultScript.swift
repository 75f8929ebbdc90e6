import DataBridgeCore
import Synchronization

/// What is to happen to which call of a ``FaultyStore``, and what has happened so far.
final class StoreFaultScript: Sendable {
    private struct State {
        var calls: [StoreCall] = []
        var faults: [StoreFault] = []
        var openSessions = 0
    }

    private let state: Mutex<State>
    private let services: RuntimeServices

    init(_ faults: [StoreFault], services: RuntimeServices) {
        state = Mutex(State(faults: faults))
        self.services = services
    }

    var calls: [StoreCall] { state.withLock { $0.calls } }

    /// The transactions and reads that have begun and not ended.
    var openSessions: Int { state.withLock { $0.openSessions } }

    func add(_ faults: [StoreFault]) { state.withLock { $0.faults += faults } }

    func removeFaults() { state.withLock { $0.faults = [] } }

    func forgetCalls() { state.withLock { $0.calls = [] } }

    func sessionBegan() { state.withLock { $0.openSessions += 1 } }

    func sessionEnded() { state.withLock { $0.openSessions -= 1 } }

    /// Writes a call down and decides what happens to it.
    func begin(
        _ kind: StoreCall.Kind, _ collection: String? = nil, _ id: Value? = nil
    ) -> [StoreFault.Effect] {
        state.withLock { state in
            var effects: [StoreFault.Effect] = []
            for index in state.faults.indices where state.faults[index].happens(to: kind) {
                effects.append(state.faults[index].effect)
            }
            effects.removeAll { !$0.applies(to: kind) }
            var call = StoreCall(
                number: state.calls.count + 1, kind: kind, collection: collection, id: id)
            if !effects.isEmpty { call.fault = effects.map(\.name).joined(separator: ", ") }
            state.calls.append(call)
            return effects
        }
    }

    /// Makes a call, or what the faults leave of it.
    func perform<Result>(
        _ kind: StoreCall.Kind, _ collection: String? = nil, _ id: Value? = nil,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let effects = begin(kind, collection, id)
        guard !effects.isEmpty else { return try await body() }
        try await before(effects)
        let result: Result
        do {
            result = try await body()
        } catch {
            await afterwards(effects)
            throw error
        }
        await afterwards(effects)
        return result
    }

    /// What happens before a call.
    ///
    /// - Parameter deadline: when the caller gives up waiting.
    func before(_ effects: [StoreFault.Effect], deadline: Duration? = nil) async throws {
        for effect in effects {
            switch effect {
            case .slow(let duration):
                let left = deadline.map { $0 - services.clock.now() } ?? duration
                try await services.sleeper.sleep(for: max(.zero, min(duration, left)))
                if left < duration { throw DataError.timeout("Waiting for a transaction") }
            case .run(let turn): await turn()
            case .fail(let error): throw error
            case .loseAnswer, .loseCommit, .runAfterwards: break
            }
        }
    }

    /// What happens after a call.
    func afterwards(_ effects: [StoreFault.Effect]) async {
        for case .runAfterwards(let turn) in effects { await turn() }
    }

    /// What happens before a call that cannot fail.
    func beforeUnfailing(_ effects: [StoreFault.Effect]) async {
        do {
            try await before(effects)
        } catch {
            // Only a wait can end so: who is cancelled does not wait for it.
        }
    }
}

extension StoreFault.Effect {
    /// Whether it can happen to a kind of call.
    fileprivate func applies(to kind: StoreCall.Kind) -> Bool {
        switch self {
        case .fail: kind != .rollback && kind != .wait
        case .loseAnswer, .loseCommit: kind == .commit
        case .slow, .run, .runAfterwards: true
        }
    }
}
