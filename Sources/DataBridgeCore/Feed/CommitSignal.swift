import Synchronization

/// Wakes one waiting task when something happened; signals that nobody waited for are kept as one.
final class CommitSignal: Sendable {
    private struct State {
        var isPending = false
        var isFinished = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the waiting task, or the next one to wait.
    func fire() {
        let waiter = state.withLock { state in
            if state.waiter == nil { state.isPending = true }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Wakes the waiting task for good: from now on nobody waits.
    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Waits for the next signal.
    ///
    /// - Returns: false when the signals have ended or the task was cancelled.
    func wait(isolation: isolated (any Actor)? = #isolation) async -> Bool {
        await withTaskCancellationHandler {
            // Taken hold of, or the closure would leave the caller's actor.
            _ = isolation
            await withCheckedContinuation(isolation: isolation) { continuation in
                let isReady = state.withLock { state in
                    if state.isPending || state.isFinished || Task.isCancelled {
                        state.isPending = false
                        return true
                    }
                    precondition(state.waiter == nil, "an iterator is used by one task at a time")
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            fire()
        }
        return !Task.isCancelled && !state.withLock { $0.isFinished }
    }
}
