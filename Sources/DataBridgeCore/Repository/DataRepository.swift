/// Reads and writes the entities of one collection.
///
/// This is what an app service is given.
///
/// A repository is a light value without state of its own; every store answers the same way, and
/// the conformance suite of `DataBridgeTestKit` holds each of them to this page.
///
/// **Transactions.** Inside `transaction { }` of the same store every call joins the transaction by
/// itself. Outside, each call is a transaction of its own, also the calls that write many records:
/// they happen wholly or not at all. A call that throws has undone itself and nothing else; an
/// enclosing transaction stays usable.
///
/// **Order.** Results come in id order, or in the query's order and then in id order. Text compares
/// by UTF-8 bytes, nil sorts first ascending and last descending.
///
/// **Versions.** Each record has a version, an opaque equality token. A write that changes nothing
/// moves no version and appears in no feed. A counter-backed store never uses a version again; one
/// whose versions derive from content may (``StoreCapabilities/versionsRecur``).
///
/// **Errors.** Everything thrown is a ``DataError``, except what a closure of the caller threw.
/// Every call may throw `cancelled`, `timeout`, `closed`, `unavailable`, `notFound` for a missing
/// collection, and `transactionEnded` inside a transaction that is over. Writes may also throw
/// `readOnly`, and outside a transaction `serialization` and `busy` once their retries are used up
/// and `commitUnknown`. `corrupted` means that a stored record cannot be read as an entity.
///
/// **Cost.** Calls by id cost one lookup in the store. What a query costs, ``explain(_:)`` says.
public protocol DataRepository<E>: Sendable {
    /// The entity.
    associatedtype E: Entity

    /// The name of the collection.
    var collection: String { get }

    // MARK: By id

    /// The entity with the id, or nil when there is none.
    func get(_ id: E.ID) async throws -> E?

    /// The entity with its version, or nil when there is none.
    func record(_ id: E.ID) async throws -> Record<E>?

    /// Adds an entity.
    ///
    /// - Returns: the entity with its version.
    /// - Throws: `alreadyExists` when the id is taken, `constraint` when a unique constraint or a
    ///   reference forbids it (``DataError/fields`` says which), `invalid` when a value cannot be
    ///   stored.
    @discardableResult
    func insert(_ entity: E) async throws -> Record<E>

    /// Replaces the entity with the same id.
    ///
    /// - Parameters:
    ///   - entity: the new state.
    ///   - version: the version it is based on; nil to replace whatever is there.
    /// - Returns: the entity with its version.
    /// - Throws: `notFound` when there is none, `conflict` when `version` is not the current one
    ///   (``DataError/conflict`` says whether the record changed or is gone), `constraint`,
    ///   `invalid`.
    @discardableResult
    func update(_ entity: E, expecting version: RecordVersion?) async throws -> Record<E>

    /// Changes the entity with the id.
    ///
    /// The closure is synchronous. Outside a transaction it runs again when another writer came in
    /// between (a version check and a bounded number of attempts); inside one it runs once.
    ///
    /// - Parameters:
    ///   - id: which entity.
    ///   - change: the change; what it throws passes through and nothing is written.
    /// - Returns: the entity with its version.
    /// - Throws: `notFound` when there is none, `invalid` when the closure changes the id,
    ///   `constraint`.
    @discardableResult
    func update(_ id: E.ID, _ change: (inout E) throws -> Void) async throws -> Record<E>

    /// Adds the entity, or replaces the one with the same id.
    ///
    /// - Returns: the entity with its version.
    /// - Throws: `constraint`, `invalid`.
    @discardableResult
    func upsert(_ entity: E) async throws -> Record<E>

    /// Removes the entity with the id.
    ///
    /// - Parameters:
    ///   - id: which entity.
    ///   - version: the version it is based on; nil to remove whatever is there.
    /// - Returns: false when there was none, unless a version was expected.
    /// - Throws: `conflict` when `version` is not the current one or the record is gone,
    ///   `constraint` when a reference restricts it.
    @discardableResult
    func delete(_ id: E.ID, expecting version: RecordVersion?) async throws -> Bool

    // MARK: By query

    /// The entities that a query selects, in its order.
    ///
    /// - Throws: `invalid` before any I/O when the query names an undeclared field.
    func find(_ query: Query<E>) async throws -> [E]

    /// The entities that a query selects, with their versions.
    func records(_ query: Query<E>) async throws -> [Record<E>]

    /// One page of a query's result: the next `size` entities behind the cursor, found by the
    /// values of the sort fields and not by counting, so that entities inserted or deleted in
    /// front of it shift nothing.
    ///
    /// - Parameters:
    ///   - query: what to find; its limit and offset do not apply.
    ///   - cursor: ``Page/next`` of the page before; nil for the first page.
    ///   - size: how many entities, at least 1.
    /// - Throws: `invalid` when the cursor belongs to another query or collection.
    func page(_ query: Query<E>, after cursor: Cursor?, size: Int) async throws -> Page<E>

    /// The entities that a query selects, one by one as the consumer asks for them.
    ///
    /// Outside a transaction the stream is one committed state; inside one it reads in batches and
    /// holds nothing between them, so that the loop may write.
    func stream(_ query: Query<E>) -> EntityStream<E>

    /// A single value computed over the entities that a filter selects; null when there is none.
    ///
    /// - Throws: `invalid` for an undeclared field, a sum over something that is no number, or a
    ///   sum that leaves the range of Int64.
    func aggregate(_ aggregate: Aggregate, where filter: Filter<E>) async throws -> Value

    /// Changes every entity that a filter selects.
    ///
    /// - Returns: how many entities the filter selected.
    /// - Throws: `invalid` for an assignment that a record cannot take, `constraint`; nothing is
    ///   changed then.
    @discardableResult
    func updateAll(where filter: Filter<E>, set: [Assignment<E>]) async throws -> Int

    /// Removes every entity that a filter selects.
    ///
    /// - Returns: how many entities were removed by the filter; those that a cascade removes
    ///   besides do not count.
    /// - Throws: `constraint` when a reference restricts it; nothing is removed then.
    @discardableResult
    func deleteAll(where filter: Filter<E>) async throws -> Int

    // MARK: Batches: one transaction each

    /// Adds entities.
    ///
    /// References within the batch may point in any direction.
    ///
    /// - Returns: the entities with their versions, in the order given.
    /// - Throws: as ``insert(_:)``; nothing is added then.
    @discardableResult
    func insert(all entities: [E]) async throws -> [Record<E>]

    /// Adds entities or replaces those with the same ids.
    ///
    /// - Returns: the entities with their versions, in the order given.
    /// - Throws: as ``upsert(_:)``; nothing is changed then.
    @discardableResult
    func upsert(all entities: [E]) async throws -> [Record<E>]

    /// Removes the entities with the ids.
    ///
    /// - Returns: how many there were.
    /// - Throws: `constraint` when a reference restricts it; nothing is removed then.
    @discardableResult
    func delete(ids: [E.ID]) async throws -> Int

    // MARK: Watching, scopes, plans

    /// The query's latest result, now and after every commit that changes it.
    ///
    /// Only committed state is delivered, also when called inside a transaction. The newest result
    /// is kept for a slow consumer, older ones are dropped. Commits of other processes are seen
    /// where the store notices them (``StoreCapabilities/seesOtherProcesses``).
    func observe(_ query: Query<E>) -> Observation<E>

    /// The same collection seen through a filter that every operation obeys, those by id included:
    /// what does not match is not there, and writing an entity that does not match is `invalid`.
    ///
    /// The filter's values are part of every query made through it, of its cursors and cache keys.
    func scoped(to filter: Filter<E>) -> any DataRepository<E>

    /// The same collection with soft-deleted entities in view; the same for a schema without
    /// ``Schema/softDelete(_:)``.
    func includingDeleted() -> any DataRepository<E>

    /// What the store does for a query and what is left to the core.
    ///
    /// Nothing is read.
    ///
    /// - Throws: `invalid` when the query names an undeclared field.
    func explain(_ query: Query<E>) throws -> QueryPlan
}
