/// What a ``DifferentialTester`` did and found.
public struct DifferentialReport: Sendable, CustomStringConvertible {
    /// The store's name.
    public var store: String
    /// What everything followed from.
    public var seed: UInt64
    /// How many operations ran, up to the disagreement if there is one.
    public var operations = 0
    /// How many times stores were opened for them.
    public var episodes = 0
    /// What the stores disagree in; nil when they agree.
    public var failure: DifferentialFailure?

    init(store: String, seed: UInt64) {
        self.store = store
        self.seed = seed
    }

    /// One line, and the failure if there is one.
    public var description: String {
        failure.map { "\($0)" }
            ?? "the \(store) store agrees in \(operations) operations (seed \(seed))"
    }
}

/// A store and the reference disagree: where, and what leads there.
///
/// Its description holds Swift that replays it.
public struct DifferentialFailure: Error, Sendable, CustomStringConvertible {
    /// The store's name.
    public var store: String
    /// What everything followed from; nil for an episode that was given.
    public var seed: UInt64?
    /// How many operations ran until it showed.
    public var operations: Int
    /// The shortest way to it that was found.
    public var episode: DifferentialEpisode
    /// Where the stores part.
    public var disagreement: Disagreement
    /// How often the episode ran again while it was made shorter.
    public var reruns = 0

    /// A failure.
    package init(
        store: String, seed: UInt64? = nil, operations: Int, episode: DifferentialEpisode,
        disagreement: Disagreement, reruns: Int = 0
    ) {
        self.store = store
        self.seed = seed
        self.operations = operations
        self.episode = episode
        self.disagreement = disagreement
        self.reruns = reruns
    }

    /// The replay as Swift: an expression, to which `.run(against: …)` is added.
    public var replay: String { SwiftSource.of(episode) }

    /// The disagreement, the seed, and Swift that replays it.
    public var description: String {
        let origin =
            seed.map { " (seed \($0), after \(operations) operations)" } ?? ""
        return """
            the \(store) store disagrees with the reference\(origin)
            \(disagreement)

            // Replays it, with the store's factory:
            try await \(replay)
            .run(against: factory)
            """
    }
}

extension DifferentialEpisode {
    /// Runs the episode on a store and on the one in memory.
    ///
    /// - Parameters:
    ///   - factory: opens the store.
    ///   - reference: opens the store that is right.
    /// - Throws: ``DifferentialFailure`` when they disagree, also in that the store does not open;
    ///   what the reference throws when that does not open.
    public func run(
        against factory: StoreFactory, reference: StoreFactory = .memory
    ) async throws {
        let run = EpisodeRun(self, on: factory, against: reference)
        let found: Disagreement?
        do {
            found = try await run.disagreement()
        } catch let error as StoreNotOpened {
            throw error.cause
        }
        guard let disagreement = found else { return }
        throw DifferentialFailure(
            store: factory.name, operations: steps.count, episode: self,
            disagreement: disagreement)
    }
}
