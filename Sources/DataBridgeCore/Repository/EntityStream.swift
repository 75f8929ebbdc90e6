/// The entities that a query selects, read in batches as the consumer asks for them.
///
/// Outside a transaction an iteration reads one committed state, which it holds until it ends or is
/// released. Inside one it reads batch by batch behind the last entity and holds nothing in
/// between, so that the loop may write; it then sees its own writes that lie ahead of it.
public struct EntityStream<E: Entity>: AsyncSequence, Sendable {
    /// An entity.
    public typealias Element = E
    /// Reading can fail.
    public typealias Failure = any Error

    private let makeSource: @Sendable () -> @Sendable () async throws -> [E]?

    /// A stream from a source of batches, for repositories that wrap others.
    ///
    /// - Parameter makeSource: called for every iteration; what it returns gives the next batch
    ///   each time it is called, or nil at the end.
    public init(_ makeSource: @escaping @Sendable () -> @Sendable () async throws -> [E]?) {
        self.makeSource = makeSource
    }

    init(repository: StoreRepository<E>, query: Query<E>) {
        self.init {
            let source = StreamSource(repository: repository, query: query)
            return { try await source.next() }
        }
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: makeSource())
    }

    /// Reads the stream.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let source: @Sendable () async throws -> [E]?
        private var buffer: ArraySlice<E> = []

        init(source: @escaping @Sendable () async throws -> [E]?) {
            self.source = source
        }

        /// The next entity; nil at the end.
        public mutating func next() async throws -> E? {
            try await next(isolation: #isolation)
        }

        /// The next entity; nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> E? {
            while true {
                if let entity = buffer.popFirst() { return entity }
                guard let batch = try await source() else { return nil }
                buffer = batch[...]
            }
        }
    }
}
