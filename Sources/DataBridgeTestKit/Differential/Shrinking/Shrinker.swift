import DataBridgeCore

/// Makes a failing episode shorter and simpler, as long as it still fails.
///
/// Whatever fails counts, also if it is another disagreement: the shortest is the best to look at.
struct Shrinker {
    private(set) var episode: DifferentialEpisode
    private(set) var disagreement: Disagreement
    private(set) var reruns = 0
    private let factory: StoreFactory
    private let reference: StoreFactory
    private let maximumReruns: Int

    init(
        _ episode: DifferentialEpisode, _ disagreement: Disagreement, on factory: StoreFactory,
        against reference: StoreFactory, maximumReruns: Int
    ) {
        self.episode = episode
        self.disagreement = disagreement
        self.factory = factory
        self.reference = reference
        self.maximumReruns = maximumReruns
    }

    mutating func shrink() async throws {
        cutBehindDisagreement()
        try await removeSteps()
        var didChange = true
        while didChange, reruns < maximumReruns {
            didChange = try await simplify()
            if didChange { try await removeSteps() }
        }
    }

    /// Runs a candidate; takes it over if it fails.
    private mutating func accepts(_ candidate: DifferentialEpisode) async throws -> Bool {
        guard reruns < maximumReruns, candidate != episode else { return false }
        reruns += 1
        let run = EpisodeRun(candidate, on: factory, against: reference)
        guard let found = try await run.disagreement() else { return false }
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
            while start < episode.steps.count, reruns < maximumReruns {
                var candidate = episode
                candidate.steps.removeSubrange(
                    start..<min(start + size, candidate.steps.count))
                if try await accepts(candidate) {
                    didChange = true
                } else {
                    start += size
                }
            }
            if size == 1, !didChange || reruns >= maximumReruns { return }
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
            guard index < candidates.count, reruns < maximumReruns else { return didChange }
            if try await accepts(candidates[index]) {
                didChange = true
            } else {
                index += 1
            }
        }
    }
}
