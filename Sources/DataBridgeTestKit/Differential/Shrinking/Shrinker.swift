import DataBridgeCore

/// Makes a failing episode shorter and simpler, as long as it still fails.
///
/// Whatever fails counts, also if it is another disagreement: the shortest is the best to look at.
/// But a store that does not come to an end is not tried again: it may have kept a thread, of which
/// there are few, and waiting for it takes long.
struct Shrinker {
    /// How often the stores may take their whole patience.
    private static let mostSlowReruns = 10

    private(set) var episode: DifferentialEpisode
    private(set) var disagreement: Disagreement
    private(set) var reruns = 0
    private let factory: StoreFactory
    private let reference: StoreFactory
    private let limits: EpisodeLimits
    private let maximumReruns: Int
    private var slowReruns = 0
    private var isEndless: Bool

    init(
        _ episode: DifferentialEpisode, _ disagreement: Disagreement, on factory: StoreFactory,
        against reference: StoreFactory, within limits: EpisodeLimits, maximumReruns: Int
    ) {
        self.episode = episode
        self.disagreement = disagreement
        self.factory = factory
        self.reference = reference
        self.limits = limits
        self.maximumReruns = maximumReruns
        isEndless = disagreement.isEndless
    }

    /// Whether another candidate can be tried.
    private var mayRerun: Bool {
        reruns < maximumReruns && slowReruns < Shrinker.mostSlowReruns && !isEndless
    }

    mutating func shrink() async throws {
        cutBehindDisagreement()
        try await removeSteps()
        var didChange = true
        while didChange, mayRerun {
            didChange = try await simplify()
            if didChange { try await removeSteps() }
        }
    }

    /// Runs a candidate; takes it over if it fails.
    private mutating func accepts(_ candidate: DifferentialEpisode) async throws -> Bool {
        guard mayRerun, candidate != episode, limits.allow(candidate) else { return false }
        reruns += 1
        let start = ContinuousClock.now
        let run = EpisodeRun(candidate, on: factory, against: reference)
        let result: Disagreement?
        do {
            result = try await run.disagreement()
        } catch is StoreNotOpened {
            return false  // The reference does not open: the collections make no sense any more.
        }
        if ContinuousClock.now - start >= factory.patience { slowReruns += 1 }
        guard let found = result else { return false }
        if found.isEndless {
            isEndless = true
            return false
        }
        episode = candidate
        disagreement = found
        cutBehindDisagreement()
        return true
    }

    private mutating func cutBehindDisagreement() {
        guard let step = disagreement.step else { return }
        episode.steps.removeLast(episode.steps.count - step - 1)
    }

    /// Removes runs of steps, long ones first.
    private mutating func removeSteps() async throws {
        var size = max(episode.steps.count / 2, 1)
        while true {
            var start = 0
            var didChange = false
            while start < episode.steps.count, mayRerun {
                var candidate = episode
                candidate.steps.removeSubrange(
                    start..<min(start + size, candidate.steps.count))
                if try await accepts(candidate) {
                    didChange = true
                } else {
                    start += size
                }
            }
            if size == 1, !didChange || !mayRerun { return }
            if size > 1 { size /= 2 }
        }
    }

    /// Tries everything that makes the episode simpler by one bit.
    private mutating func simplify() async throws -> Bool {
        var didChange = false
        var index = 0
        while true {
            // The list changes with the episode; where it goes on is good enough.
            let candidates = EpisodeSimplification.candidates(for: episode)
            guard index < candidates.count, mayRerun else { return didChange }
            if try await accepts(candidates[index]) {
                didChange = true
            } else {
                index += 1
            }
        }
    }
}
