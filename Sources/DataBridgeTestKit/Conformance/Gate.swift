import Synchronization

/// A point that one task waits at until another opens it; once open it stays open.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var nextNumber = 0
        var waiters: [Int: CheckedContinuation<Bool, Never>] = [:]
        /// Waits that were over before they began.
        var expired: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Lets everybody through, now and later.
    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Waits until the gate is open, and no longer than the limit.
    ///
    /// - Returns: whether it is open.
    @discardableResult
    func wait(atMost limit: Duration) async -> Bool {
        let number: Int? = state.withLock { state in
            if state.isOpen { return nil }
            state.nextNumber += 1
            return state.nextNumber
        }
        guard let number else { return true }
        let timer = Task {
            do {
                try await Task.sleep(for: limit)
            } catch {
                return  // The gate opened before.
            }
            giveUp(number)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let answer: Bool? = state.withLock { state in
                if state.isOpen { return true }
                if state.expired.remove(number) != nil { return false }
                state.waiters[number] = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    private func giveUp(_ number: Int) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: number)
            if waiter == nil, !state.isOpen { state.expired.insert(number) }
            return waiter
        }
        waiter?.resume(returning: false)
    }
}
