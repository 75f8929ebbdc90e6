import DataBridgeCore
import DataBridgeFiles

/// The file of a ``JSONDocument``: reads, and changes under the lock.
struct DocumentFile: Sendable {
    /// How often a change starts over when somebody else edits the file at the same moment.
    private static let mostAttempts = 8

    let path: String
    let options: JSONFileOptions
    let services: RuntimeServices

    func notFound() -> DataError {
        DataError(
            .notFound, "There is no such file. Check the path, or give a default to begin with.",
            source: .init(file: path))
    }

    func status() throws -> FileStatus? {
        do {
            return try options.fileSystem.status(path)
        } catch {
            throw DataError.file(error)
        }
    }

    /// The text of the file; nil when there is none.
    func read() throws -> DocumentText? {
        try snapshot().map { try DocumentText($0.bytes, path: path) }
    }

    private func snapshot() throws -> FileSnapshot? {
        do {
            return try FileSnapshot.read(path, in: options.fileSystem)
        } catch  where error.code == .notFound {
            return nil
        } catch {
            throw DataError.file(error)
        }
    }

    /// Reads, changes and replaces the file; again when somebody else edits it meanwhile.
    ///
    /// - Parameter body: gets the text and gives the new one with the result of the whole.
    func change<Result>(
        _ body: (DocumentText?) throws -> (Result, [UInt8])
    ) async throws -> Result {
        try await underLock { replace in
            let before = try snapshot()
            let text = try before.map { try DocumentText($0.bytes, path: path) }
            let (result, bytes) = try body(text)
            guard let before, let text else {
                try replace.write(bytes, to: path, expecting: .absent)
                return result
            }
            if bytes != text.tape.source {
                try replace.write(bytes, to: path, expecting: .unchanged(before.identity))
            }
            return result
        }
    }

    func delete() async throws -> Bool {
        guard try status() != nil else { return false }
        return try await underLock { replace in
            guard let status = try status() else { return false }
            try replace.remove(path, expecting: status.identity)
            return true
        }
    }

    private func underLock<Result>(
        _ body: (AtomicReplace) throws -> Result
    ) async throws -> Result {
        guard !options.isReadOnly else { throw DataError.readOnly("The document") }
        let executor = StoreExecutor(name: "databridge-json", clock: services.clock)
        let lock = try await FileTurn.take(for: path, options, services, on: executor)
        defer { lock.release() }
        let random = services.random
        let replace = AtomicReplace(in: options.fileSystem, random: { random.next() })
        tidyUp(replace)
        for attempt in 1... {
            if Task.isCancelled { throw DataError.cancelled() }
            do {
                return try body(replace)
            } catch let error as FileError {
                let isContended = error.code == .changedMeanwhile || error.code == .busy
                guard isContended, !error.isOutcomeUnknown, attempt < Self.mostAttempts else {
                    throw failure(error)
                }
                try await services.sleeper.sleep(for: .milliseconds(5 * attempt))
            }
        }
        preconditionFailure("the last attempt ends the loop")
    }

    /// Finishes or undoes what a process that ended half-way has left beside the file.
    private func tidyUp(_ replace: AtomicReplace) {
        do {
            let folder = FileTurn.folder(of: try options.fileSystem.resolvingLinks(path))
            try replace.removeStaleTemporaries(in: folder.isEmpty ? "/" : folder)
        } catch {
            // What cannot be tidied up is no reason to refuse the change; the next one tries again.
        }
    }

    private func failure(_ error: FileError) -> DataError {
        var failure = DataError.file(error)
        // There is no transaction here that could run again by itself.
        if error.code == .changedMeanwhile, !error.isOutcomeUnknown { failure.code = .conflict }
        return failure
    }
}
