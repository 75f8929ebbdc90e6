import DataBridgeCore

/// Lists the episodes that are simpler than one by a little.
enum EpisodeSimplification {
    static func candidates(for episode: DifferentialEpisode) -> [DifferentialEpisode] {
        ofCollections(episode)
    }

    private static func ofCollections(_ episode: DifferentialEpisode) -> [DifferentialEpisode] {
        episode.collections.indices.map { index in
            var simpler = episode
            simpler.collections.remove(at: index)
            return simpler
        }
    }
}
