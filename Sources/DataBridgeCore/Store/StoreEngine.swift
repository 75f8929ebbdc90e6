import Synchronization

/// Carries out the contracts of ``DataStore`` over a ``StoreBackend``: it hands out repositories,
/// binds units of work to tasks, retries, announces commits, and ends in order.
///
/// A backend's store holds one and exposes it as ``DataStore/engine``; apps never need it.
public final class StoreEngine: Sendable {
    /// The backend.
    package let backend: any StoreBackend
    /// What the store can do.
    package let capabilities: StoreCapabilities
    /// Time and chance.
    public let services: RuntimeServices
    /// Hears of every operation.
    public let instrumentation: (any Instrumentation)?
    let declared: DeclaredSchemas
    /// The backend's, asked for once, as point reads are the hottest path there is; nil where
    /// every operation is reported.
    let committedReader: (any CommittedReader)?
    let announcer: CommitAnnouncer

    private let phase = Atomic<UInt8>(Phase.open)
    private let running = Atomic<Int>(0)

    private enum Phase {
        static let open: UInt8 = 0
        /// Running transactions may end, none begins.
        static let draining: UInt8 = 1
        /// Running transactions get `closed` at their next call.
        static let closed: UInt8 = 2
    }

    /// An engine over a backend whose ``StoreBackend/prepare(_:policy:)`` has been called with
    /// the same entities, or that needs no such call.
    ///
    /// For a store that is there at once. It reports its opening itself
    /// (``Swift/Optional/measureInline(_:store:collection:clock:attributes:rowCount:_:)``), which
    /// ``open(_:entities:options:)`` does otherwise.
    public init(
        prepared backend: any StoreBackend, entities: [any EntitySchema], options: StoreOptions
    ) {
        self.backend = backend
        capabilities = backend.capabilities
        committedReader = options.instrumentation == nil ? backend.committedReader : nil
        services = options.services
        instrumentation = options.instrumentation
        declared = DeclaredSchemas(entities) { [backend] in backend.collectionName($0) }
        announcer = CommitAnnouncer { [weak backend] in backend?.listeningChanged($0) }
        backend.notifyOfForeignCommits { [announcer] changes in
            announcer.enqueue(changes)
            announcer.deliver()
        }
    }

    /// Prepares a backend and makes its engine.
    ///
    /// - Throws: what ``StoreBackend/prepare(_:policy:)`` throws.
    public static func open(
        _ backend: any StoreBackend, entities: [any EntitySchema],
        options: StoreOptions = .standard
    ) async throws -> StoreEngine {
        try await options.instrumentation.measure(.open, store: backend.name) {
            let schemas = entities.map { schema in
                schema.collection.named(backend.collectionName(schema.collection.name))
            }
            do {
                try await backend.prepare(schemas, policy: options.schemaPolicy)
            } catch {
                throw DataError.wrapping(
                    error, as: .unavailable, "The \(backend.name) store could not be opened.")
            }
        }
        return StoreEngine(prepared: backend, entities: entities, options: options)
    }

    /// The repository of an entity; the collection named by its schema unless another is given.
    func repository<E: Entity>(
        for entity: E.Type, in collection: String?
    ) -> any DataRepository<E> {
        StoreRepository(engine: self, schema: schema(of: entity, in: collection))
    }

    func schema<E: Entity>(of entity: E.Type, in collection: String?) -> Schema<E> {
        guard let schema = declared.schema(of: entity, in: collection) else {
            preconditionFailure(
                "the entity \(E.self) was not declared when the \(backend.name) store was opened: "
                    + "add \(E.self).schema to its entities")
        }
        backend.willUse(schema.collection)
        return schema
    }
}

// MARK: Sessions and their end

extension StoreEngine {
    /// Begins a session that counts as running until it is ended.
    func begin(_ options: SessionOptions) async throws -> any StoreSession {
        running.add(1, ordering: .sequentiallyConsistent)
        do {
            try checkOpen()
            var options = options
            options.isInsideWriter = !options.isReadOnly && UnitList.isInsideWriter(of: self)
            return try await backend.begin(options)
        } catch {
            running.subtract(1, ordering: .sequentiallyConsistent)
            throw DataError.wrapping(
                error, as: .unavailable, "The store could not begin a transaction.")
        }
    }

    /// Notes that a session begun by ``begin(_:)`` has ended.
    func sessionEnded() {
        running.subtract(1, ordering: .sequentiallyConsistent)
    }

    func checkOpen() throws {
        guard phase.load(ordering: .acquiring) == Phase.open else { throw DataError.closed() }
    }

    func checkNotAborted() throws {
        guard phase.load(ordering: .acquiring) != Phase.closed else { throw DataError.closed() }
    }

    func close(deadline: Duration) async throws {
        let (isFirst, _) = phase.compareExchange(
            expected: Phase.open, desired: Phase.draining, ordering: .sequentiallyConsistent)
        let end = services.clock.now() + deadline
        guard isFirst else {
            // Somebody else is closing the store; it is closed when they are done.
            while phase.load(ordering: .acquiring) != Phase.closed, services.clock.now() < end {
                try await services.sleeper.sleep(for: .milliseconds(2))
            }
            return
        }
        var isDrained = running.load(ordering: .sequentiallyConsistent) == 0
        while !isDrained, services.clock.now() < end {
            do {
                try await services.sleeper.sleep(for: .milliseconds(2))
            } catch {
                break  // Whoever cancels a close does not want to wait, but still to close.
            }
            isDrained = running.load(ordering: .sequentiallyConsistent) == 0
        }
        phase.store(Phase.closed, ordering: .sequentiallyConsistent)
        announcer.finish()
        try await instrumentation.measure(.close, store: backend.name) {
            try await backend.close()
        }
        if !isDrained {
            throw DataError.timeout(
                "Transactions were still running when the store closed; they are rolled back.")
        }
    }
}

// MARK: What the store tells

extension StoreEngine {
    func outcome(of token: CommitToken) async throws -> CommitOutcome {
        try checkOpen()
        return try await backend.outcome(of: token)
    }

    func changes(from position: FeedPosition, limit: Int) async throws -> ChangeBatch {
        try checkNotAborted()  // What commits while the store drains is told, too.
        guard limit > 0 else { throw DataError(.invalid, "A change feed's limit is 1 or more.") }
        return try await backend.changes(after: position, limit: limit)
    }

    func currentPosition() async throws -> FeedPosition {
        try checkOpen()
        return try await backend.currentPosition()
    }

    func health() async -> HealthReport {
        do {
            try checkOpen()
        } catch {
            return HealthReport(
                backend.name, checks: [.init("open", .unhealthy, "The store is closed.")])
        }
        return await backend.health()
    }
}

// MARK: Collections

extension StoreEngine {
    func collections() async throws -> [String] {
        try await instrumentation.measure(
            .collections, store: backend.name, clock: services.clock, rowCount: { $0.count }
        ) {
            try await read { try await $0.collections() }
        }
    }

    func createCollection<E: Entity>(_ name: String, like entity: E.Type) async throws {
        let schema = schema(of: entity, in: name).collection
        guard capabilities.collections else {
            throw DataError.unsupported("The \(backend.name) store cannot make collections.")
        }
        try await write(.createCollection, schema) { session in
            try await session.createCollection(schema)
        }
    }

    func dropCollection(_ name: String) async throws {
        guard capabilities.collections else {
            throw DataError.unsupported("The \(backend.name) store cannot remove collections.")
        }
        let name = backend.collectionName(name)
        try await write(.dropCollection, declared.collectionSchema(named: name)) {
            [declared] session in
            let constraints = ConstraintChecker(declared: declared, session: session)
            try await constraints.checkDrop(of: name)
            try await session.dropCollection(name)
        }
    }
}
