import Synchronization

/// Gives up on work that does not come to an end.
enum Watchdog {
    /// Runs a body and gives its result, or nil when it takes too long.
    ///
    /// A body that is given up is cancelled and left alone: whatever it waits for may never come,
    /// so nobody waits for it either.
    static func run<Result: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async -> Result
    ) async -> Result? {
        let race = Race<Result>()
        let work = Task { race.finish(await body()) }
        let timer = Task {
            do {
                try await Task.sleep(for: limit)
            } catch {
                return  // The work was faster.
            }
            work.cancel()
            race.finish(nil)
        }
        let result = await race.result()
        timer.cancel()
        return result
    }
}

/// Two that try to be first; the one that waits learns of the first only.
private final class Race<Result: Sendable>: Sendable {
    private enum State {
        case running
        case awaited(CheckedContinuation<Result?, Never>)
        case over(Result?)
    }

    private let state = Mutex(State.running)

    func finish(_ result: Result?) {
        let waiter: CheckedContinuation<Result?, Never>? = state.withLock { state in
            switch state {
            case .running:
                state = .over(result)
                return nil
            case .awaited(let continuation):
                state = .over(result)
                return continuation
            case .over: return nil
            }
        }
        waiter?.resume(returning: result)
    }

    func result() async -> Result? {
        await withCheckedContinuation { continuation in
            let known: Result?? = state.withLock { state in
                if case .over(let result) = state { return .some(result) }
                state = .awaited(continuation)
                return .none
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
