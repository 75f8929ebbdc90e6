import Synchronization

/// A lock for asynchronous code: whoever finds it taken suspends, and gets it in the order of
/// coming.
///
/// An uncontended acquisition is one atomic step and suspends nobody.
package final class WaitingLine: Sendable {
    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var isTaken = false
        var nextNumber: UInt64 = 0
        var waiters: [Waiter] = []
        /// Waiters cancelled before they stood in line.
        var cancelled: Set<UInt64> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes the lock.
    ///
    /// - Throws: `cancelled` when the task is cancelled while it waits.
    package func acquire(isolation: isolated (any Actor)? = #isolation) async throws {
        guard let number = takeOrNumber() else { return }
        let isMine = await withTaskCancellationHandler {
            // Taken hold of, or the closure would leave the caller's actor.
            _ = isolation
            return await withCheckedContinuation(isolation: isolation) { continuation in
                line(up: Waiter(number: number, continuation: continuation))
            }
        } onCancel: {
            cancel(number)
        }
        // A cancellation that came just too late left its number behind.
        state.withLock { _ = $0.cancelled.remove(number) }
        if !isMine { throw DataError.cancelled() }
    }

    /// Takes the lock, however long it lasts and whether or not the task is cancelled.
    package func acquireUncancellably() async {
        guard let number = takeOrNumber() else { return }
        _ = await withCheckedContinuation { continuation in
            line(up: Waiter(number: number, continuation: continuation))
        }
    }

    /// Gives the lock to the next in line.
    package func release() {
        let next: Waiter? = state.withLock { state in
            guard !state.waiters.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }

    /// Takes the lock if it is free; otherwise gives a number to stand in line with.
    private func takeOrNumber() -> UInt64? {
        state.withLock { state in
            guard state.isTaken else {
                state.isTaken = true
                return nil
            }
            state.nextNumber += 1
            return state.nextNumber
        }
    }

    private func line(up waiter: Waiter) {
        let answer: Bool? = state.withLock { state in
            if state.cancelled.remove(waiter.number) != nil { return false }
            guard state.isTaken else {
                state.isTaken = true
                return true
            }
            state.waiters.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func cancel(_ number: UInt64) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
                state.cancelled.insert(number)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }
}
