import DataBridgeCore
import Synchronization

/// A store of an episode cannot be opened, or not be used from the start.
struct StoreNotOpened: Error {
    /// What the store threw.
    var cause: any Error
}

/// One of the two stores: does an episode's steps, whatever they are about.
final class StoreDriver: Sendable {
    private struct State {
        var store: any DataStore
        var operators: [Value: any CollectionOperating] = [:]
        /// The episode's names of collections by the store's.
        var names: [Value: String] = [:]
        var observer: CommitObserver?
        var position: FeedPosition?
        var workers: [Int: TransactionWorker] = [:]
    }

    let memory = StoreMemory()
    private let factory: StoreFactory
    private let place: StoreFactory.Place
    private let models: [CollectionModel]
    /// Declared collections and those that the episode makes.
    private let known: [CollectionModel]
    private let clock = StepClock()
    private let announced = Mutex<[CommittedChanges]>([])
    private let state: Mutex<State>

    /// - Throws: ``StoreNotOpened``; what the factory throws when it makes a place.
    init(_ factory: StoreFactory, _ episode: DifferentialEpisode) async throws {
        self.factory = factory
        let place = try await factory.makePlace()
        self.place = place
        models = episode.collections
        known = episode.collections + episode.madeCollections
        do {
            let store = try await place.open(models.map(\.schema), clock.options)
            state = Mutex(State(store: store))
        } catch {
            // Why it does not open is what counts, also where its place cannot be removed.
            try? await place.remove()
            throw StoreNotOpened(cause: error)
        }
        do {
            try await attach()
        } catch {
            try? await end()  // For the same reason.
            throw StoreNotOpened(cause: error)
        }
    }

    var capabilities: StoreCapabilities { store.capabilities }
    /// The names of the collections that operations can be about.
    var collectionNames: [String] { known.map(\.name) }

    private var store: any DataStore { state.withLock { $0.store } }

    /// Prepares what belongs to a store that was just opened.
    private func attach() async throws {
        let store = store
        var operators: [Value: any CollectionOperating] = [:]
        var names: [Value: String] = [:]
        for model in known {
            let entry = model.makeOperator(of: store, patience: factory.patience)
            operators[.string(model.name)] = entry
            names[.string(entry.collection)] = model.name
        }
        let observer = store.afterCommit { [weak self] changes in
            self?.announced.withLock { $0.append(changes) }
        }
        let hasFeed = store.capabilities.feed != .none
        let position = hasFeed ? try await store.currentPosition() : nil
        let old = state.withLock { state in
            defer { state.observer = observer }
            state.operators = operators
            state.names = names
            state.position = position
            return state.observer
        }
        withExtendedLifetime(old) {}
    }

    /// Ends the store and removes what it kept.
    func end() async throws {
        for worker in state.withLock({ Array($0.workers.values) }) {
            while worker.depth > 0 { _ = await worker.perform(.rollBack) }
        }
        memory.release()
        try await store.close()
        try await place.remove()
    }

    private func name(_ collection: String) -> String {
        state.withLock { $0.names[.string(collection)] } ?? collection
    }
}

// MARK: Steps

extension StoreDriver {
    /// How many transactions are open in each other under the number.
    func depth(of unit: Int) -> Int {
        state.withLock { $0.workers[unit] }?.depth ?? 0
    }

    func perform(_ step: DifferentialStep) async -> Outcome {
        clock.advance()
        return await performWithoutTime(step)
    }

    /// Does a step at the time of the one before.
    private func performWithoutTime(_ step: DifferentialStep) async -> Outcome {
        guard let unit = step.unit else { return await perform(step.operation) }
        if case .begin(let isolation, let isReadOnly, let token) = step.operation {
            guard depth(of: unit) == 0 else { return .skipped }
            let worker = TransactionWorker(store) { [unowned self] in await perform($0) }
            state.withLock { $0.workers[unit] = worker }
            return await worker.begin(
                TransactionOptions(
                    isolation: isolation, isReadOnly: isReadOnly, retry: .never,
                    token: token.map { CommitToken($0) }))
        }
        guard let worker = state.withLock({ $0.workers[unit] }), worker.depth > 0 else {
            return .skipped
        }
        return await worker.perform(step.operation)
    }

    /// Does an operation in the task of the caller: in its transaction, if it is in one.
    private func perform(_ operation: DifferentialOperation) async -> Outcome {
        do {
            return try await perform(checked: operation)
        } catch {
            return .failure(Outcome.Failure(error))
        }
    }

    private func perform(checked operation: DifferentialOperation) async throws -> Outcome {
        switch operation {
        case .nextPage(let number): return try await nextPage(number)
        case .continueStream(let number, let count):
            return try await memory.stream(number)?(count) ?? .skipped
        case .look(let number): return try await memory.observer(number)?() ?? .skipped
        case .collections:
            return .names(
                try await store.collections().map(name).sorted(by: ByteOrder.precedes))
        case .createCollection(let name):
            guard let model = known.first(where: { ByteOrder.equal($0.name, name) }) else {
                return .skipped
            }
            try await store.createCollection(name, like: model.schema.entityType)
            return .done
        case .dropCollection(let name):
            guard let collection = target(name)?.collection else { return .skipped }
            try await store.dropCollection(collection)
            return .done
        case .outcome(let token):
            return .names(["\(try await store.outcome(of: CommitToken(token)))"])
        case .reopen: return try await reopen()
        case .begin, .savepoint, .commit, .rollBack, .cancel: return .skipped
        default: break
        }
        guard let view = operation.view, let target = target(view.name) else {
            return .skipped
        }
        let outcome = try await target.perform(operation, with: memory)
        memory.note(outcome.rows, in: view.name)
        return outcome
    }

    private func target(_ collection: String) -> (any CollectionOperating)? {
        state.withLock { $0.operators[.string(collection)] }
    }

    private func nextPage(_ number: Int) async throws -> Outcome {
        guard let open = memory.page(number), let target = target(open.view.name) else {
            return .skipped
        }
        let (outcome, next) = try await target.nextPage(open)
        var page = open
        if let next { page.cursor = next }
        memory.setPage(number, next == nil ? nil : page)
        return outcome
    }

    private func reopen() async throws -> Outcome {
        guard state.withLock({ $0.workers.values.allSatisfy { $0.depth == 0 } }) else {
            return .skipped
        }
        // For both stores alike, also for the one that does not survive it.
        memory.release()
        guard factory.canReopen, capabilities.isDurable else { return .done }
        try await store.close()
        let store = try await place.open(models.map(\.schema), clock.options)
        state.withLock { $0.store = store }
        try await attach()
        return .done
    }

    /// Whether there are the declared collections and no others: opening a store makes those that
    /// are missing, and a store may read others as something else until they are used.
    func hasDeclaredCollections() async -> Bool {
        guard case .names(let names) = await perform(.collections) else { return false }
        let declared = models.map(\.name).sorted(by: ByteOrder.precedes)
        return names.count == declared.count
            && zip(names, declared).allSatisfy { ByteOrder.equal($0, $1) }
    }

}

// MARK: Looks of the tester's own

extension StoreDriver {
    /// A read of the tester's own, of the record that a step expects a version of.
    struct Look {
        fileprivate var step: DifferentialStep
        fileprivate var version: RecordVersion
        /// What the record held at that version.
        fileprivate var former: [Value]
    }

    /// How to look at the record that the step expects a version of; nil when it expects none that
    /// is known.
    func look(before step: DifferentialStep) -> Look? {
        guard let (view, id, expectation) = step.operation.expected,
            let version = memory.version(of: id, in: view.name, expectation),
            let former = memory.content(of: version)
        else { return nil }
        let wide = CollectionView(view.name, includesDeleted: true)
        return Look(
            step: DifferentialStep(unit: step.unit, operation: .record(wide, id)),
            version: version, former: former)
    }

    /// Whether the record has what it had at the version that is expected, so that a version made
    /// of content is the same again.
    func findsFormerContent(_ look: Look) async -> Bool {
        guard let row = await take(look).rows.first, row.version != look.version else {
            return false
        }
        return row.hasSameValues(as: Outcome.Row(id: row.id, values: look.former))
    }

    /// Reads the record, of which nothing is remembered; but the transaction has read it.
    @discardableResult
    func take(_ look: Look) async -> Outcome {
        memory.isNoting = false
        defer { memory.isNoting = true }
        return await performWithoutTime(look.step)
    }
}

// MARK: What the store tells

extension StoreDriver {
    /// The commits that were announced since the last time.
    func takeAnnouncements() -> Outcome {
        let commits = announced.withLock { announced in
            defer { announced = [] }
            return announced
        }
        return .commits(commits.map { .init($0, name: name) })
    }

    /// The commits in the feed since the last time, read a few at a time.
    func takeFeed() async -> Outcome {
        guard var position = state.withLock({ $0.position }) else { return .skipped }
        var images: [Outcome.CommitImage] = []
        do {
            while true {
                let batch = try await store.changes(from: position, limit: 7)
                images += batch.commits.map { .init($0, name: name) }
                if batch.position == position { break }
                position = batch.position
            }
        } catch {
            return .failure(Outcome.Failure(error))
        }
        let end = position
        state.withLock { $0.position = end }
        return .commits(images)
    }
}
