import DataBridgeCore
import DataBridgeFiles
import DataBridgeMemory
import JSONSyntax
import Synchronization

/// The committed states of a JSON file: its records in memory, its text for careful edits.
///
/// One commit or reload runs at a time (`line`); transactions read the memory and wait for neither
/// unless the file was changed by somebody else.
final class JSONFileBackend: SnapshotBackend {
    /// What is known of the collections besides their records.
    struct Contents: Sendable {
        /// What each collection is read as.
        var schemas: [Value: CollectionSchema] = [:]
        /// Why collections cannot be read.
        var damage: [Value: [DataError]] = [:]
        /// Whether records that cannot be read are passed over.
        var passesOverDamage = false

        func check(_ collection: CollectionSchema) throws {
            let name = Value.string(collection.name)
            if !passesOverDamage, let error = damage[name]?.first { throw error }
            guard let schema = schemas[name] else { return }
            guard schema.hasSameRecords(as: collection) else {
                throw DataError(
                    .invalid,
                    "The collection is read as another entity, with the fields "
                        + schema.fields.map(\.name).joined(separator: ", ")
                        + ". Declare the entity under the collection's name when opening it.",
                    collection: collection.name)
            }
        }
    }

    /// What changes with every commit and reload.
    struct State: Sendable {
        var loaded: LoadedFile?
        var contents = Contents()
        /// What collections are read as that are not declared by their name.
        var bound: [Value: CollectionSchema] = [:]
        /// Declared collections that were dropped and so are not there, though they may be made.
        var dropped: Set<Value> = []
        /// Whether a collection is to be read as something else than it was.
        var mustReread = false
        /// When the text was read, on the monotonic clock.
        var loadedAt = Duration.zero
        var isClosed = false
        var notify: (@Sendable (CommittedChanges) -> Void)?
    }

    let path: String
    let file: JSONFileOptions
    let services: RuntimeServices
    let instrumentation: (any Instrumentation)?
    let memory: MemoryBackend
    let line = WaitingLine()
    /// Where the file is read and written.
    let executor: StoreExecutor
    let state = Mutex(State())
    let declared = Mutex<[CollectionSchema]>([])
    private let poller = Mutex<Task<Void, Never>?>(nil)

    init(path: String, options: StoreOptions, file: JSONFileOptions) {
        self.path = path
        self.file = file
        services = options.services
        instrumentation = options.instrumentation
        memory = MemoryBackend([], options: options)
        executor = StoreExecutor(name: "databridge-json", clock: options.services.clock)
    }

    deinit {
        poller.withLock { $0?.cancel() }
    }

    var name: String { "json" }

    var capabilities: StoreCapabilities {
        StoreCapabilities(
            feed: memory.capabilities.feed,
            versionsRecur: true, seesOtherProcesses: true, isDurable: true)
    }

    var damage: [DataError] {
        state.withLock { state in
            state.contents.damage.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }

    /// A name without a slash is the name of a list at the top.
    func collectionName(_ name: String) -> String {
        name.isEmpty || name.utf8.first == UInt8(ascii: "/") ? name : "/" + name
    }

    /// Reads a collection as what its first user takes it for, where nothing is declared for it.
    func willUse(_ collection: CollectionSchema) {
        let name = Value.string(collection.name)
        let isDeclared = declared.withLock { schemas in
            schemas.contains { ByteOrder.equal($0.name, collection.name) }
        }
        guard !isDeclared else { return }
        state.withLock { state in
            guard state.bound[name] == nil else { return }
            state.bound[name] = collection
            let current = state.contents.schemas[name]
            // An empty list that nothing showed to be a collection is one if it is used as one.
            if !(current?.hasSameRecords(as: collection) ?? false) { state.mustReread = true }
        }
    }

    func version(of record: NewRecord, in collection: CollectionSchema) -> RecordVersion {
        .content(of: record.values)
    }

    func snapshot(_ options: SessionOptions) async throws -> any StoreSnapshot {
        try await refresh()
        // Contents first: a reload in between then only makes the check stricter than need be.
        let contents = state.withLock { $0.contents }
        return JSONFileSnapshot(try await memory.snapshot(options), contents)
    }

    func changes(after position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try await memory.changes(after: position, limit: limit)
    }

    func currentPosition() async throws -> FeedPosition {
        try await memory.currentPosition()
    }

    func plan(_ query: RecordQuery, in collection: CollectionSchema) throws -> QueryPlan {
        try memory.plan(query, in: collection)
    }

    func close() async throws {
        poller.withLock { $0?.cancel() }
        await line.acquireUncancellably()
        defer { line.release() }
        state.withLock { state in
            state.isClosed = true
            state.loaded = nil
            state.notify = nil
        }
        try await memory.close()
    }
}

// MARK: Edits of others

extension JSONFileBackend {
    func notifyOfForeignCommits(_ notify: @escaping @Sendable (CommittedChanges) -> Void) {
        state.withLock { $0.notify = notify }
    }

    /// Looks at the file from time to time for as long as somebody waits for commits.
    func listeningChanged(_ isListening: Bool) {
        poller.withLock { poller in
            poller?.cancel()
            poller = isListening ? file.pollInterval.map(poll) : nil
        }
    }

    private func poll(every interval: Duration) -> Task<Void, Never> {
        let sleeper = services.sleeper
        return Task { [weak self] in
            while !Task.isCancelled {
                do {
                    try await sleeper.sleep(for: interval)
                    try await self?.refresh()
                } catch .cancelled {
                    return
                } catch {
                    // What is wrong with the file is told to whoever reads it next.
                }
                if self == nil { return }
            }
        }
    }

    /// Takes over what others have done to the file since it was last looked at.
    func refresh() async throws {
        guard try await mayDiffer() else { return }
        try await line.acquire()
        let changes: CommittedChanges?
        do {
            changes = try await mayDiffer() ? try await reloaded() : nil
        } catch {
            line.release()
            throw error
        }
        // Under the line, so that commits are announced in their order.
        announce(changes)
        line.release()
    }

    private func mayDiffer() async throws -> Bool {
        try await executor.perform(.look) { [self] in try needsReload() }
    }

    func reloaded() async throws -> CommittedChanges? {
        try await executor.perform(.work, isUnbounded: isLarge) { [self] in try reload() }
    }

    /// Whether the file takes so long to read and write that it is never done on the caller's
    /// thread.
    var isLarge: Bool {
        state.withLock { $0.loaded?.tape.source.count ?? 0 } > JSONFileBackend.largestInline
    }

    /// What is read or written in about as long as a hop to another thread may take.
    private static let largestInline = 128 << 10

    func announce(_ changes: CommittedChanges?) {
        guard let changes else { return }
        state.withLock { $0.notify }?(changes)
    }

    /// Whether the file may say something else than what is loaded.
    func needsReload() throws -> Bool {
        let (loaded, loadedAt, isClosed, mustReread) = state.withLock {
            ($0.loaded, $0.loadedAt, $0.isClosed, $0.mustReread)
        }
        if isClosed { throw DataError.closed() }
        guard let loaded, !mustReread else { return true }
        let status: FileStatus?
        do {
            status = try file.fileSystem.status(path)
        } catch {
            throw DataError.file(error)
        }
        if status?.identity != loaded.identity { return true }
        // An edit of the same length within one tick of the file system's clock shows in no
        // identity; once that tick is over, one more look at the content settles it.
        return !loaded.isSettled
            && services.clock.now() - loadedAt >= FileSnapshot.settlingTime
    }

    /// Reads the file and takes over what differs.
    ///
    /// The caller holds the line.
    ///
    /// - Returns: what is to be announced; nil when nothing differs.
    func reload() throws -> CommittedChanges? {
        try instrumentation.measureInline(
            .load, store: name, clock: services.clock
        ) {
            let snapshot = try readFile()
            if state.withLock({ keepText(snapshot, &$0) }) { return nil }
            let fresh = try LoadedFile(
                snapshot.bytes, identity: snapshot.identity, isSettled: snapshot.isSettled,
                path: path, declared: schemas)
            let read = ReadRecords(fresh, path: path, declared: schemas)
            return try take(fresh, read)
        }
    }

    /// Keeps what is loaded when the text is the same, which is much faster seen than read.
    private func keepText(_ fresh: ReadText, _ state: inout State) -> Bool {
        guard !state.mustReread, let loaded = state.loaded,
            (loaded.identity == nil) == (fresh.identity == nil),
            fresh.bytes.hasSameBytes(as: loaded.tape.source)
        else { return false }
        state.loaded = loaded.standing(
            as: fresh.identity,
            isSettled: fresh.isSettled || fresh.identity == loaded.identity)
        state.loadedAt = services.clock.now()
        return true
    }

    /// What collections are read as: what is declared, and what others are used as.
    var schemas: [CollectionSchema] {
        declared.withLock { $0 } + state.withLock { Array($0.bound.values) }
    }

    /// The text of the file, and what the file was.
    private struct ReadText {
        let bytes: [UInt8]
        /// Nil when there is none.
        let identity: FileIdentity?
        let isSettled: Bool
    }

    private func readFile() throws -> ReadText {
        let snapshot: FileSnapshot
        do {
            snapshot = try FileSnapshot.read(
                path, in: file.fileSystem, maximumSize: JSONParsingOptions.largestText)
        } catch let error where error.code == .notFound {
            return ReadText(bytes: LoadedFile.emptyText, identity: nil, isSettled: true)
        } catch {
            throw DataError.file(error)
        }
        guard !snapshot.bytes.isEmpty else {
            throw DataError.corrupted(
                "The file is empty. Restore it, put {} into it, or remove it.",
                source: .init(file: path, line: 1, column: 1))
        }
        return ReadText(
            bytes: snapshot.bytes, identity: snapshot.identity, isSettled: snapshot.isSettled)
    }

    /// Makes a text the loaded one and its records the committed ones.
    private func take(_ fresh: LoadedFile, _ read: ReadRecords) throws -> CommittedChanges? {
        let contents = contents(of: fresh, read)
        let before = state.withLock { $0.contents }
        let difference = FileDifference(
            from: before, to: contents, records: read.records, of: fresh)
        let step = try difference.step { try memory.records(in: $0) }
        // The records first: whoever sees the new text as loaded must find them.
        let changes = memory.applyForeign(step)
        let now = services.clock.now()
        state.withLock { state in
            state.loaded = fresh
            state.loadedAt = now
            state.contents = contents
            state.mustReread = false
        }
        return changes
    }

    private func contents(of file: LoadedFile, _ read: ReadRecords) -> Contents {
        var contents = Contents(
            damage: read.damage, passesOverDamage: self.file.passesOverBadRecords)
        for (name, collection) in file.collections { contents.schemas[name] = collection.schema }
        for schema in declared.withLock({ $0 }) where mayBeMade(schema, beside: file) {
            contents.schemas[.string(schema.name)] = schema
        }
        return contents
    }

    /// Whether a declared collection that is not in the file counts as an empty one.
    ///
    /// Not where the file has lists of the same last part elsewhere: there the program means one of
    /// these and has to say which, or it would begin a new list beside the real ones.
    private func mayBeMade(_ schema: CollectionSchema, beside file: LoadedFile) -> Bool {
        let name = Value.string(schema.name)
        guard file.collections[name] == nil, !state.withLock({ $0.dropped.contains(name) }),
            file.tape.root.kind == .object,
            let pointer = try? JSONPointer(schema.name), (1...2).contains(pointer.tokens.count)
        else { return false }
        // Documents are declared to read what is there, not to begin a list of that name.
        if schema.documentIndex != nil, !file.collections.isEmpty { return false }
        let last = JSONPointer.last(of: schema.name)
        let hasNamesakes = file.collections.values.contains { other in
            guard let otherLast = JSONPointer.last(of: other.schema.name), let last else {
                return false
            }
            return ByteOrder.equal(otherLast, last)
        }
        return !hasNamesakes && file.tape.root[pointer] == nil
    }
}

extension CollectionSchema {
    /// Whether the values of records stand for the same in both.
    func hasSameRecords(as other: CollectionSchema) -> Bool {
        idIndex == other.idIndex && documentIndex == other.documentIndex && fields == other.fields
    }
}
