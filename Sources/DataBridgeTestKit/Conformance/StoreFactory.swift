public import DataBridgeCore

/// Opens the stores that the kit tries: a new, empty one for each case.
///
/// ```swift
/// let memory = StoreFactory("memory") { entities, options in
///     MemoryStore(entities: entities, options: options)
/// }
/// ```
///
/// A store that keeps its data somewhere gets a place for each case, so that the kit can also close
/// it, open it again and see what is left:
///
/// ```swift
/// let files = StoreFactory(
///     "file", makePlace: { try TemporaryFolder() },
///     open: { folder, entities, options in … },
///     remove: { folder in try folder.remove() })
/// ```
public struct StoreFactory: Sendable {
    /// The store's name in reports.
    public var name: String
    /// Whether a place can be opened again after its store was closed.
    public let canReopen: Bool
    /// How long a case waits for what must happen before it says that it does not.
    ///
    /// A store that keeps the contract never makes a case wait so long.
    public var patience: Duration = .seconds(30)
    /// How long one of two transactions that are to overlap waits for the other before it goes on
    /// alone.
    ///
    /// A store that lets only one writer in makes a case wait so long.
    public var courtesy: Duration = .milliseconds(400)

    private(set) var makePlace: @Sendable () async throws -> Place

    /// Where one store keeps its data.
    struct Place: Sendable {
        var open: @Sendable ([any EntitySchema], StoreOptions) async throws -> any DataStore
        var remove: @Sendable () async throws -> Void
    }

    /// Stores that leave nothing behind.
    ///
    /// - Parameters:
    ///   - name: the store's name in reports.
    ///   - open: opens a new, empty store that declares the entities.
    public init(
        _ name: String,
        _ open:
            @escaping @Sendable (
                _ entities: [any EntitySchema], _ options: StoreOptions
            ) async throws -> any DataStore
    ) {
        self.name = name
        canReopen = false
        makePlace = { Place(open: open, remove: {}) }
    }

    /// Stores that keep their data in a place, such as a folder or a database.
    ///
    /// - Parameters:
    ///   - name: the store's name in reports.
    ///   - makePlace: makes a new, empty place.
    ///   - open: opens a store there; called again after that store was closed.
    ///   - remove: removes the place after its last store was closed.
    public init<Location: Sendable>(
        _ name: String, makePlace: @escaping @Sendable () async throws -> Location,
        open:
            @escaping @Sendable (
                _ place: Location, _ entities: [any EntitySchema], _ options: StoreOptions
            ) async throws -> any DataStore,
        remove: @escaping @Sendable (_ place: Location) async throws -> Void
    ) {
        self.name = name
        canReopen = true
        self.makePlace = {
            let place = try await makePlace()
            return Place(
                open: { try await open(place, $0, $1) }, remove: { try await remove(place) })
        }
    }

    /// The same stores with something around each, such as a ``FaultyStore``.
    ///
    /// - Parameter wrap: gives the store to try; it closes the one inside when it is closed.
    public func wrapped(
        _ wrap: @escaping @Sendable (_ store: any DataStore) -> any DataStore
    ) -> StoreFactory {
        var factory = self
        factory.makePlace = { [makePlace] in
            var place = try await makePlace()
            place.open = { [open = place.open] in wrap(try await open($0, $1)) }
            return place
        }
        return factory
    }
}
