/// The latest result of a query, now and after every commit that changes it.
///
/// The newest result is kept for a slow consumer, older ones are dropped. The sequence ends when
/// the store closes or the consuming task is cancelled. Each iteration observes for itself.
public struct Observation<E: Entity>: AsyncSequence, Sendable {
    /// A result.
    public typealias Element = [E]
    /// Reading can fail.
    public typealias Failure = any Error

    private let makeSource: @Sendable () -> @Sendable () async throws -> [E]?

    /// A sequence of results from a source, for repositories that wrap others.
    ///
    /// - Parameter makeSource: called for every iteration; what it returns gives the next result
    ///   each time it is called, or nil at the end.
    public init(_ makeSource: @escaping @Sendable () -> @Sendable () async throws -> [E]?) {
        self.makeSource = makeSource
    }

    init(repository: StoreRepository<E>, query: Query<E>) {
        self.init {
            let source = ObservedQuery(repository: repository, query: query)
            return { try await source.next() }
        }
    }

    /// Starts observing.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: makeSource())
    }

    /// Waits for results.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let source: @Sendable () async throws -> [E]?

        /// The next result; nil when the store is closed or the task cancelled.
        public mutating func next() async throws -> [E]? {
            try await source()
        }

        /// The next result; nil when the store is closed or the task cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [E]? {
            try await source()
        }
    }
}
