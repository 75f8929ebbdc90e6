import DataBridgeCore
import DataBridgeFiles
import DataBridgeMemory
import JSONSyntax
import Synchronization

extension JSONFileBackend {
    /// How often a commit starts over when somebody else edits the file at the same moment.
    private static let mostAttempts = 8

    func commit(_ commit: SnapshotCommit) async throws {
        guard let snapshot = commit.snapshot as? JSONFileSnapshot else {
            preconditionFailure("a snapshot is committed to the store it was taken from")
        }
        let inner = SnapshotCommit(
            snapshot: snapshot.base, changes: commit.changes, created: commit.created,
            dropped: commit.dropped, reads: commit.reads, request: commit.request)
        guard !file.isReadOnly else { throw DataError.readOnly() }
        try await line.acquire()
        defer { line.release() }
        if Task.isCancelled { throw DataError.cancelled() }
        let lock = try await FileTurn.take(for: path, file, services, on: executor)
        defer { lock.release() }
        try await write(inner)
        try await memory.commit(inner)
    }

    /// Brings the file to what it is after the commit.
    private func write(_ commit: SnapshotCommit) async throws {
        for attempt in 1... {
            let others = try await executor.perform(.look) { [self] in try needsReload() }
            if others { announce(try await reloaded()) }
            try memory.check(commit)
            do {
                return try await executor.perform(.work, isUnbounded: isLarge) { [self] in
                    try replace(commit)
                }
            } catch let error as FileError {
                let isContended = error.code == .changedMeanwhile || error.code == .busy
                guard isContended, !error.isOutcomeUnknown, attempt < Self.mostAttempts else {
                    throw failure(error, commit)
                }
                try await services.sleeper.sleep(for: .milliseconds(5 * attempt))
            }
        }
    }

    private func failure(_ error: FileError, _ commit: SnapshotCommit) -> DataError {
        guard error.isOutcomeUnknown else { return .file(error) }
        // What is in the file now is found out by reading it anew.
        state.withLock { $0.loaded = nil }
        commit.request.announce(
            CommittedChanges(
                position: nil, changes: commit.changes,
                changedCollections: commit.dropped + commit.created.map(\.name),
                outcome: .unknown))
        return .file(error)
    }

    private func replace(_ commit: SnapshotCommit) throws {
        let (known, schemas) = state.withLock { ($0.loaded, $0.contents.schemas) }
        guard let loaded = known else { throw DataError.closed() }
        let splices = try FileEdits(loaded, schemas: schemas, commit: commit).splices()
        let bytes = JSONSplice.apply(splices, to: loaded.tape.source)
        if loaded.identity != nil, bytes.hasSameBytes(as: loaded.tape.source) {
            remember(commit, written: nil)
            return
        }
        let edited = try loaded.edited(by: splices, to: bytes, declared: self.schemas)
        let next = try edited ?? checked(bytes)
        let expectation = loaded.identity.map { AtomicReplace.Expectation.unchanged($0) } ?? .absent
        let random = services.random
        let stamp = Mutex<FileTime?>(nil)
        let identity = try instrumentation.measureInline(.save, store: name, clock: services.clock)
        {
            let replace = AtomicReplace(
                in: file.fileSystem, random: { random.next() },
                now: {
                    let now = FileTime.now()
                    stamp.withLock { $0 = now }
                    return now
                })
            return try replace.write(bytes, to: path, expecting: expectation)
        }
        let isSettled = identity.keepsStamp(stamp.withLock { $0 })
        remember(commit, written: next.standing(as: identity, isSettled: isSettled))
        // Perhaps it can be read now.
        if touchesDamage(commit) { state.withLock { $0.mustReread = true } }
    }

    /// Whether a commit changes a collection in which something could not be read when the file was
    /// last looked at: a record out of the way may be all that a second one of its id waited for.
    private func touchesDamage(_ commit: SnapshotCommit) -> Bool {
        let damaged = state.withLock { Set($0.contents.damage.keys) }
        guard !damaged.isEmpty else { return false }
        return commit.changes.contains { damaged.contains(.string($0.collection)) }
    }

    /// Reads a text as it will be read from the file, before it is written: what cannot be read
    /// again must not get there.
    private func checked(_ bytes: [UInt8]) throws -> LoadedFile {
        do {
            return try LoadedFile(
                bytes, identity: nil, isSettled: false, path: path, declared: schemas)
        } catch {
            var refused = DataError.invalid(
                "The document would be nested too deeply, or be too large, to be read again.")
            refused.cause = error
            refused.commitOutcome = .rolledBack
            throw refused
        }
    }

    private func remember(_ commit: SnapshotCommit, written: LoadedFile?) {
        let now = services.clock.now()
        state.withLock { state in
            if let written {
                state.loaded = written
                state.loadedAt = now
            }
            for name in commit.dropped {
                state.contents.schemas[.string(name)] = nil
                state.contents.damage[.string(name)] = nil
                state.dropped.insert(.string(name))
            }
            for schema in commit.created {
                state.contents.schemas[.string(schema.name)] = schema
                state.contents.damage[.string(schema.name)] = nil
                state.dropped.remove(.string(schema.name))
            }
        }
    }
}

extension FileIdentity {
    /// Whether the file system kept a time of modification to the nanosecond.
    ///
    /// If so, every later write shows, however soon it comes: it gets the time of a tick of the
    /// system's clock, or one that is later, and the time kept lies between ticks.
    fileprivate func keepsStamp(_ stamp: FileTime?) -> Bool {
        guard let stamp, modified == stamp else { return false }
        // A file system that counts microseconds would give whole ones back.
        return stamp.nanoseconds % 1_000 != 0
    }
}
