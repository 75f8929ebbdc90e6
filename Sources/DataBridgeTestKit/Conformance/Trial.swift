import DataBridgeCore
import Synchronization

/// What a case works with: it opens stores, and closes them when the case is over.
final class Trial: Sendable {
    let factory: StoreFactory
    private let requirements: [Requirement]
    private let places = Mutex<[StoreFactory.Place]>([])
    private let stores = Mutex<[any DataStore]>([])

    init(_ factory: StoreFactory, _ requirements: [Requirement]) {
        self.factory = factory
        self.requirements = requirements
    }

    /// How long to wait for what must happen.
    var patience: Duration { factory.patience }
    /// How long to wait for what a store need not let happen.
    var courtesy: Duration { factory.courtesy }

    /// A new, empty store that declares the entities.
    func store(
        _ entities: any EntitySchema..., options: StoreOptions = .standard
    ) async throws -> any DataStore {
        try await open(makePlace(), entities, options)
    }

    /// The repository of an entity in a new store of its own.
    func repository<E: Entity>(
        of entity: E.Type, holding entities: [E] = []
    ) async throws -> any DataRepository<E> {
        let repository = try await store(E.schema).repository(for: entity)
        if !entities.isEmpty { try await repository.insert(all: entities) }
        return repository
    }

    func makePlace() async throws -> StoreFactory.Place {
        let place = try await factory.makePlace()
        places.withLock { $0.append(place) }
        return place
    }

    /// Opens a store in a place.
    ///
    /// - Throws: ``Skip`` when the store does not declare what the case needs.
    func open(
        _ place: StoreFactory.Place, _ entities: [any EntitySchema],
        _ options: StoreOptions = .standard
    ) async throws -> any DataStore {
        let store = try await place.open(entities, options)
        stores.withLock { $0.append(store) }
        let capabilities = store.capabilities
        for requirement in requirements where !requirement.isMet(by: factory, capabilities) {
            throw Skip(reason: requirement.reason)
        }
        return store
    }

    /// Closes what the case left open and removes its places.
    func end() async throws {
        var firstError: (any Error)?
        for store in stores.withLock({ $0 }) {
            do {
                try await store.close()
            } catch {
                firstError = firstError ?? error
            }
        }
        for place in places.withLock({ $0 }) {
            do {
                try await place.remove()
            } catch {
                firstError = firstError ?? error
            }
        }
        if let firstError { throw firstError }
    }
}
