import DataBridgeFiles
import Synchronization

/// What is to happen to which call, and what has happened so far; shared by a faulty file system
/// and the files and folders opened through it.
final class FaultScript: Sendable {
    /// What becomes of a call.
    enum Verdict {
        case proceed
        case fail(FileError.Code)
        case failAfterwards(FileError.Code)
        case tear(afterBytes: Int, FileError.Code)
        case drop
        case crash(afterBytes: Int)
    }

    private struct State {
        var calls: [FileCall] = []
        var faults: [FileFault] = []
        var hasCrashed = false
        var files: [WeakFile] = []
    }

    private struct WeakFile {
        weak var file: (any OpenFile)?
    }

    private let state = Mutex(State())

    var calls: [FileCall] {
        state.withLock { $0.calls }
    }

    var hasCrashed: Bool {
        state.withLock { $0.hasCrashed }
    }

    func add(_ fault: FileFault) {
        state.withLock { $0.faults.append(fault) }
    }

    func reset() {
        state.withLock {
            $0.calls = []
            $0.faults = []
            $0.hasCrashed = false
        }
    }

    /// Remembers a file, so that a crash can close it.
    func track(_ file: any OpenFile) {
        state.withLock {
            $0.files.removeAll { $0.file == nil }
            $0.files.append(WeakFile(file: file))
        }
    }

    /// Makes a call, or what the faults leave of it.
    func perform<Value>(
        _ call: FileCall, _ body: () throws(FileError) -> Value
    ) throws(FileError) -> Value {
        let (number, verdict) = begin(call)
        switch verdict {
        case .proceed:
            break
        case .drop:
            if let nothing = () as? Value {
                return nothing
            }
        case .fail(let code), .tear(_, let code):
            throw failure(code, number, call)
        case .failAfterwards(let code):
            _ = try finish(number, body)
            throw failure(code, number, call)
        case .crash:
            throw crash(number, call)
        }
        return try finish(number, body)
    }

    /// Makes a call that writes, or what the faults leave of it.
    func performWrite(
        _ call: FileCall, _ bytes: RawSpan, _ write: (RawSpan) throws(FileError) -> Void
    ) throws(FileError) {
        let (number, verdict) = begin(call)
        switch verdict {
        case .proceed:
            try finish(number) { () throws(FileError) in try write(bytes) }
        case .drop:
            break
        case .fail(let code):
            throw failure(code, number, call)
        case .failAfterwards(let code):
            try write(bytes)
            throw failure(code, number, call)
        case .tear(let count, let code):
            try write(bytes.extracting(first: count))
            throw failure(code, number, call)
        case .crash(let count):
            try write(bytes.extracting(first: count))
            throw crash(number, call)
        }
    }

    /// Writes the call down, lets others have their turn, and decides.
    private func begin(_ call: FileCall) -> (number: Int, verdict: Verdict) {
        let (number, effects) = state.withLock { state in
            var call = call
            call.number = state.calls.count + 1
            state.calls.append(call)
            var effects: [FileFault.Effect] = state.hasCrashed ? [.crash] : []
            for index in state.faults.indices where !state.hasCrashed {
                if let effect = state.faults[index].effect(on: call) {
                    effects.append(effect)
                }
            }
            return (call.number, effects)
        }
        var verdict = Verdict.proceed
        for effect in effects {
            switch effect {
            case .run(let hook): hook()
            case .fail(let code): verdict = .fail(code)
            case .failAfterwards(let code): verdict = .failAfterwards(code)
            case .tear(let count, let code): verdict = .tear(afterBytes: count, code)
            case .fillDisk(let count): verdict = .tear(afterBytes: count, .noSpace)
            case .drop: verdict = .drop
            case .crash: verdict = .crash(afterBytes: 0)
            case .crashAfter(let count): verdict = .crash(afterBytes: count)
            }
        }
        return (number, verdict)
    }

    private func finish<Value>(
        _ number: Int, _ body: () throws(FileError) -> Value
    ) throws(FileError) -> Value {
        do {
            return try body()
        } catch {
            note(error.code, number)
            throw error
        }
    }

    private func failure(_ code: FileError.Code, _ number: Int, _ call: FileCall) -> FileError {
        note(code, number)
        return FileError(code, call.kind.rawValue, call.path, detail: "A test made it fail.")
    }

    private func crash(_ number: Int, _ call: FileCall) -> FileError {
        let files = state.withLock { state in
            state.hasCrashed = true
            defer { state.files = [] }
            return state.files.compactMap(\.file)
        }
        for file in files {
            // What a kernel does with the files of a killed process reports to nobody either.
            try? file.close()
        }
        return failure(.crashed, number, call)
    }

    private func note(_ code: FileError.Code, _ number: Int) {
        state.withLock { state in
            if state.calls.indices.contains(number - 1) {
                state.calls[number - 1].failure = code
            }
        }
    }
}

extension FileFault {
    /// What it does to this call, which it counts.
    fileprivate mutating func effect(on call: FileCall) -> Effect? {
        if let kinds = trigger.kinds, !kinds.contains(call.kind) {
            return nil
        }
        seen += 1
        guard trigger.numbers.contains(seen) else {
            return nil
        }
        guard case .fillDisk(let capacity) = effect else {
            return effect
        }
        guard call.kind == .write || call.kind == .append, let count = call.byteCount else {
            return nil
        }
        let fitting = max(0, min(count, capacity - bytesWritten))
        bytesWritten += fitting
        return fitting == count ? nil : .fillDisk(afterBytes: fitting)
    }
}
