import Synchronization

/// Takes elements of a sequence one by one, without waiting for ever for one that does not come.
///
/// The sequence is iterated on a task of its own, which begins where the puller is made: inside a
/// transaction it inherits that.
final class Puller<Element: Sendable>: Sendable {
    private final class Answer: Sendable {
        let gate = Gate()
        let result = Mutex<Result<Element?, any Error>?>(nil)
    }

    private let requests: AsyncStream<Answer>.Continuation
    private let pending = Mutex<Answer?>(nil)
    private let task: Task<Void, Never>

    init<Base: AsyncSequence & Sendable>(_ base: Base) where Base.Element == Element {
        let (stream, requests) = AsyncStream<Answer>.makeStream()
        self.requests = requests
        task = Task {
            var iterator = base.makeAsyncIterator()
            for await answer in stream {
                let result: Result<Element?, any Error>
                do {
                    result = .success(try await iterator.next())
                } catch {
                    result = .failure(error)
                }
                answer.result.withLock { $0 = result }
                answer.gate.open()
            }
        }
    }

    deinit {
        requests.finish()
        task.cancel()
    }

    /// Begins to wait for the next element.
    func request() {
        _ = currentAnswer()
    }

    /// Whether an element that was requested has come, or the sequence has ended.
    func isAnswered(within limit: Duration) async -> Bool {
        await currentAnswer().gate.wait(atMost: limit)
    }

    /// The next element; nil when the sequence has ended.
    func next(_ subject: String, within limit: Duration) async throws -> Element? {
        let answer = currentAnswer()
        guard await answer.gate.wait(atMost: limit), let result = answer.result.withLock({ $0 })
        else {
            throw Mismatch(subject, expected: "an element", found: "nothing within \(limit)")
        }
        pending.withLock { $0 = nil }
        return try result.get()
    }

    /// Ends the task that waits.
    func cancel() {
        task.cancel()
    }

    private func currentAnswer() -> Answer {
        pending.withLock { pending in
            if let pending { return pending }
            let answer = Answer()
            requests.yield(answer)
            pending = answer
            return answer
        }
    }
}
