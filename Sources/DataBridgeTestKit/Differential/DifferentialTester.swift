public import DataBridgeCore
import DataBridgeMemory

/// How far transactions of one episode overlap.
public enum TransactionOverlap: String, Hashable, Sendable, CaseIterable {
    /// Any transactions at any time: each sees the state at its beginning, and a conflict is found
    /// at the commit, where the reference finds it.
    case any
    /// One that writes and several that read: for a store that lets one writer in.
    case oneWriter
    /// One at a time.
    case none
}

/// Runs random operations on a store and on the one in memory, and finds what they disagree in.
///
/// Collections of all field types, indexes, unique constraints and references are drawn at random;
/// so are data, from empty texts to the extremes of every number, and operations: reads, writes,
/// batches, transactions that overlap, savepoints, pages and streams that are read on while others
/// write, observers, collections that come and go. After each operation the results are compared,
/// errors by their code, versions up to renaming, and what was announced; at the end of an episode
/// the change feed and everything that is stored.
///
/// ```swift
/// let report = try await DifferentialTester(operations: 20_000).run(against: factory)
/// if let failure = report.failure { print(failure) }
/// ```
///
/// A failure is made as short as a bounded number of reruns allows, and prints itself as Swift that
/// replays it (``DifferentialFailure``). What the store does not declare (``StoreCapabilities``) is
/// not tried. The same seed gives the same operations in every process.
public struct DifferentialTester: Sendable {
    /// What everything follows from.
    public var seed: UInt64
    /// How many operations to run.
    public var operations: Int
    /// How many operations use the same stores before new ones are opened.
    public var episodeLength = 100
    /// How far transactions overlap.
    public var overlap = TransactionOverlap.any
    /// How often a failing episode is run again to make it shorter.
    public var maximumReruns = 1_000
    /// The store that is right.
    public var reference = StoreFactory.memory
    /// Why it cannot run.
    private var refusal: DataError?

    /// A tester.
    ///
    /// - Parameters:
    ///   - seed: what everything follows from; drawn at random by default.
    ///   - operations: how many operations to run.
    public init(seed: UInt64? = nil, operations: Int = 20_000) {
        self.seed = seed ?? SystemRandomSource().next() >> 16
        self.operations = operations
    }

    /// Runs the operations, up to the first disagreement.
    ///
    /// - Throws: what a factory throws when it makes a place or opens a store without collections;
    ///   `invalid` for a seed of the environment that is no number; `CancellationError`.
    public func run(against factory: StoreFactory) async throws -> DifferentialReport {
        if let refusal { throw refusal }
        let capabilities = try await probe(factory)
        let limits = EpisodeLimits(
            capabilities, reference: try await probe(reference), overlap: overlap)
        var seeds = SeededGenerator(seed: seed)
        var report = DifferentialReport(store: factory.name, seed: seed)
        while report.operations < operations {
            try Task.checkCancellation()
            var generator = EpisodeGenerator(
                seed: seeds.next(), for: capabilities, canReopen: factory.canReopen,
                within: limits)
            let episode = generator.episode(
                stepCount: min(max(episodeLength, 1), operations - report.operations))
            report.episodes += 1
            let run = EpisodeRun(episode, on: factory, against: reference)
            guard let disagreement = try await run.disagreement() else {
                report.operations += episode.steps.count
                continue
            }
            report.operations += (disagreement.step ?? episode.steps.count - 1) + 1
            var shrinker = Shrinker(
                episode, disagreement, on: factory, against: reference, within: limits,
                maximumReruns: maximumReruns)
            try await shrinker.shrink()
            report.failure = DifferentialFailure(
                store: factory.name, seed: seed, operations: report.operations,
                episode: shrinker.episode, disagreement: shrinker.disagreement,
                reruns: shrinker.reruns)
            return report
        }
        return report
    }

    /// What the store can do.
    private func probe(_ factory: StoreFactory) async throws -> StoreCapabilities {
        let driver: StoreDriver
        do {
            driver = try await StoreDriver(
                factory, DifferentialEpisode(collections: [], steps: []))
        } catch let error as StoreNotOpened {
            throw error.cause
        }
        let capabilities = driver.capabilities
        try await driver.end()
        return capabilities
    }
}

extension StoreFactory {
    /// The store in memory, which defines what is right.
    public static let memory = StoreFactory("memory") { entities, options in
        MemoryStore(entities: entities, options: options)
    }
}

extension DifferentialTester {
    /// A tester as a test suite runs it: 20,000 operations, or 2,000,000 with `DATABRIDGE_SOAK=1`;
    /// the seed is that of `DATABRIDGE_SEED`, or a new one each time.
    ///
    /// With a seed that is no number it does not run: to run with another one would look as if
    /// what was wrong were right now.
    public static func suite(
        in environment: ProcessEnvironment = .current()
    ) -> DifferentialTester {
        let text = environment["DATABRIDGE_SEED"]
        var tester = DifferentialTester(
            seed: text.flatMap { UInt64($0) },
            operations: environment["DATABRIDGE_SOAK"] == "1" ? 2_000_000 : 20_000)
        if let text, UInt64(text) == nil {
            tester.refusal = DataError(
                .invalid, "The seed in DATABRIDGE_SEED, \"\(text)\", is no whole number.")
        }
        return tester
    }
}
