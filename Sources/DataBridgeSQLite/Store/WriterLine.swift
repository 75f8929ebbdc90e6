import DataBridgeCore
import Synchronization

/// The line in which transactions that write wait for their turn; whoever waits suspends.
///
/// The holder may look at who comes next, and hands the turn on when it is done.
final class WriterLine: Sendable {
    fileprivate enum Answer {
        case granted
        case cancelled
        case late
    }

    private struct Waiter {
        let number: UInt64
        let mayJoin: Bool
        let continuation: CheckedContinuation<Answer, Never>
    }

    private struct State {
        var isHeld = false
        var nextNumber: UInt64 = 0
        var waiters: [Waiter] = []
        /// Where the line begins in `waiters`.
        var head = 0
        /// Those who have a number and do not stand in line yet.
        var coming: Set<UInt64> = []
        /// Those of them who gave up.
        var gone: [UInt64: Answer] = [:]

        var isEmpty: Bool { head == waiters.count }

        mutating func popFirst() -> Waiter? {
            guard !isEmpty else { return nil }
            defer {
                head += 1
                if head >= 64, head * 2 >= waiters.count {
                    waiters.removeFirst(head)
                    head = 0
                }
            }
            return waiters[head]
        }
    }

    private let state = Mutex(State())
    private let sleeper: Sleeper
    private let clock: MonotonicClock

    init(_ services: RuntimeServices) {
        sleeper = services.sleeper
        clock = services.clock
    }

    /// Waits for the turn.
    ///
    /// - Parameters:
    ///   - mayJoin: whether the transaction may share the commit of those before it.
    ///   - deadline: when waiting ends, on the store's clock.
    /// - Throws: `cancelled`, `timeout`.
    func acquire(
        mayJoin: Bool, deadline: Duration?, isolation: isolated (any Actor)? = #isolation
    ) async throws {
        guard let number = takeOrNumber() else { return }
        let timer = deadline.map { deadline in
            Task { [sleeper, clock] in
                // A sleep ends early only when the timer is cancelled.
                guard (try? await sleeper.sleep(for: deadline - clock.now())) != nil else { return }
                leave(number, .late)
            }
        }
        let answer = await withTaskCancellationHandler {
            // Taken hold of, or the closure would leave the caller's actor.
            _ = isolation
            return await withCheckedContinuation(isolation: isolation) { continuation in
                lineUp(number, mayJoin, continuation)
            }
        } onCancel: {
            leave(number, .cancelled)
        }
        timer?.cancel()
        switch answer {
        case .granted: return
        case .cancelled: throw DataError.cancelled()
        case .late: throw DataError.timeout("Waiting for other transactions that write")
        }
    }

    /// Takes the turn if nobody has it.
    func tryAcquire() -> Bool {
        state.withLock { state in
            guard !state.isHeld else { return false }
            state.isHeld = true
            return true
        }
    }

    /// Whether the next in line may share the holder's commit; nil when nobody waits.
    var nextMayJoin: Bool? {
        state.withLock { $0.isEmpty ? nil : $0.waiters[$0.head].mayJoin }
    }

    /// A turn that was taken for somebody who waits, and who can no longer leave.
    struct Turn {
        fileprivate let continuation: CheckedContinuation<Answer, Never>

        /// Lets them go on.
        func grant() {
            continuation.resume(returning: .granted)
        }
    }

    /// Takes the next in line out of it, if they may share the holder's commit: the turn goes from
    /// the holder to them without being free in between.
    func takeJoiner() -> Turn? {
        state.withLock { state in
            guard !state.isEmpty, state.waiters[state.head].mayJoin else { return nil }
            return state.popFirst().map { Turn(continuation: $0.continuation) }
        }
    }

    /// Hands the turn to the next in line.
    func pass() {
        let next: Waiter? = state.withLock { state in
            guard let next = state.popFirst() else {
                state.isHeld = false
                return nil
            }
            return next
        }
        next?.continuation.resume(returning: .granted)
    }

    private func takeOrNumber() -> UInt64? {
        state.withLock { state in
            guard state.isHeld else {
                state.isHeld = true
                return nil
            }
            state.nextNumber += 1
            state.coming.insert(state.nextNumber)
            return state.nextNumber
        }
    }

    private func lineUp(
        _ number: UInt64, _ mayJoin: Bool, _ continuation: CheckedContinuation<Answer, Never>
    ) {
        let answer: Answer? = state.withLock { state in
            state.coming.remove(number)
            if let answer = state.gone.removeValue(forKey: number) { return answer }
            guard state.isHeld else {
                state.isHeld = true
                return .granted
            }
            state.waiters.append(
                Waiter(number: number, mayJoin: mayJoin, continuation: continuation))
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func leave(_ number: UInt64, _ answer: Answer) {
        let waiter: Waiter? = state.withLock { state in
            let line = state.waiters[state.head...]
            guard let index = line.firstIndex(where: { $0.number == number }) else {
                // A timer may come too late, when the wait is over.
                if state.coming.contains(number) { state.gone[number] = answer }
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: answer)
    }
}
