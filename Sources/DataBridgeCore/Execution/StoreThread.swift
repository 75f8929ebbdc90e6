import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread of a store's own, for work that blocks: it takes none of the threads that tasks share.
///
/// It begins with the first piece of work and ends when the last reference to it is gone. Pieces
/// run one after the other, in the order they came.
package final class StoreThread: Sendable {
    private let line: WorkLine

    /// A thread that has not begun.
    ///
    /// - Parameter name: What debuggers call it, where Swift can say so.
    package init(name: String) {
        line = WorkLine(name: name)
    }

    deinit {
        line.finish()
    }

    /// Runs a piece of work on the thread and suspends until it is done, cancelled or not.
    package func run<Success: Sendable>(
        _ work: @escaping @Sendable () throws -> Success
    ) async throws -> Success {
        // A system that has no thread left gives none; slowly is then better than not at all.
        guard line.start() else { return try work() }
        return try await withCheckedThrowingContinuation { continuation in
            line.add { continuation.resume(with: Result { try work() }) }
        }
    }
}

/// The work that waits for a thread, kept alive by the thread itself.
private final class WorkLine: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isStarted = false
        var isFinished = false
    }

    private let name: String
    private let state = Mutex(State())
    private let signal = WakeSignal()

    init(name: String) {
        self.name = name
    }

    /// Makes the thread, unless it is there.
    func start() -> Bool {
        state.withLock { state in
            if !state.isStarted { state.isStarted = begin() }
            return state.isStarted
        }
    }

    func add(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.waiting.append(work) }
        signal.wake()
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        signal.wake()
    }

    /// What is to be done next; nil at the end.
    private func next() -> (@Sendable () -> Void)? {
        while true {
            let (work, isFinished) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isFinished)
            }
            if let work { return work }
            if isFinished { return nil }
            signal.wait()
        }
    }

    private func run() {
        #if canImport(Darwin)
        // Elsewhere the call is hidden from Swift.
        pthread_setname_np(name)
        #endif
        while let work = next() { work() }
    }

    private func begin() -> Bool {
        let own = Unmanaged.passRetained(self)
        #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<WorkLine>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, own.toOpaque())
        if result == 0, let thread { pthread_detach(thread) }
        #else
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<WorkLine>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, own.toOpaque())
        if result == 0 { pthread_detach(thread) }
        #endif
        if result != 0 { own.release() }
        return result == 0
    }
}

/// What one thread sleeps on until another one wakes it; a wake before the wait is not lost.
private final class WakeSignal: @unchecked Sendable {
    // @unchecked: the flag is only touched under the lock, which the system makes safe to share.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isAwake = false

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(lock)
        condition.deallocate()
        lock.deallocate()
    }

    func wake() {
        pthread_mutex_lock(lock)
        isAwake = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(lock)
    }

    func wait() {
        pthread_mutex_lock(lock)
        while !isAwake { pthread_cond_wait(condition, lock) }
        isAwake = false
        pthread_mutex_unlock(lock)
    }
}
