import DataBridgeCore

/// A store that keeps everything in memory and nothing when it ends.
///
/// It is the executable specification of every contract: where a page leaves a question open, what
/// this store does is the answer, and the conformance suite holds the others to it. It is also
/// what tests use in place of a store that is slow to set up.
///
/// **Transactions** read an unchanging snapshot, so readers never wait for a writer's body, and a
/// writer never waits for another one: the first to commit wins, and what it affects fails with
/// `serialization` and runs again. Isolation is serializable, or snapshot where that is asked for;
/// unique constraints and references hold in both.
///
/// **Tokens** of commits are remembered until the store ends. A second commit with the token of
/// one that happened is refused with `alreadyExists`: its work is done.
///
/// **Change feed:** the newest commits as ``StoreOptions/feed`` says. A store is one incarnation:
/// positions of another one are answered with `historyTrimmed`.
///
/// **Cost.** A read by id is one lookup in a hash table. A filter on the id or on indexed fields
/// (equality, `in`, ranges, prefixes) looks at the records in that range only. A snapshot costs the
/// same however much there is, and what it holds on to is what has changed since.
public final class MemoryStore: DataStore {
    /// Carries out the contracts over the memory.
    public let engine: StoreEngine

    /// An empty store with a collection for each entity.
    ///
    /// - Parameters:
    ///   - entities: the schemas of what is going to be stored.
    ///   - options: time, chance, instrumentation, and how much of the change feed is kept. There
    ///     is nothing stored that ``StoreOptions/schemaPolicy`` could apply to.
    public init(entities: [any EntitySchema], options: StoreOptions = .standard) {
        engine = options.instrumentation.measureInline(
            .open, store: MemoryBackend.name, clock: options.services.clock
        ) {
            let collections = entities.map(\.collection)
            let backend = MemoryBackend(collections, options: options)
            return StoreEngine(
                prepared: OverlayBackend(backend, prepared: collections), entities: entities,
                options: options)
        }
    }
}
