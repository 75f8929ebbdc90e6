import DataBridgeFiles
import Synchronization

/// Something a hook leaves to be done later.
final class LateWork: Sendable {
    /// Something a hook has seen.
    final class Flag: Sendable {
        private let state = Mutex(false)

        func set(_ value: Bool) { state.withLock { $0 = value } }
        var value: Bool { state.withLock { $0 } }
    }

    private let work = Mutex<@Sendable () -> Void>({})

    func set(_ work: @escaping @Sendable () -> Void) {
        self.work.withLock { $0 = work }
    }

    func run() {
        work.withLock { $0 }()
    }

    /// Does it, unless that has been done.
    func runOnce() {
        let work = work.withLock { work in
            defer { work = {} }
            return work
        }
        work()
    }
}

/// The file error of a call that may fail or not.
func failure(of call: () throws -> Void) -> FileError? {
    do {
        try call()
        return nil
    } catch {
        return error as? FileError
    }
}
