/// Collections and what is done to them: all that one run of the differential tester needs.
///
/// A failure prints its episode as Swift. Pasted into a test, it replays what happened:
///
/// ```swift
/// try await DifferentialEpisode(
///     collections: [CollectionModel("c0", fields: [])],
///     steps: [.alone(.insert("c0", ["id": "a"]))]
/// ).run(against: factory)
/// ```
public struct DifferentialEpisode: Hashable, Sendable {
    /// The collections that are there at the start, empty.
    public var collections: [CollectionModel]
    /// What is done, in this order.
    public var steps: [DifferentialStep]

    /// An episode.
    public init(collections: [CollectionModel], steps: [DifferentialStep]) {
        self.collections = collections
        self.steps = steps
    }
}
