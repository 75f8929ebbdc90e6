import DataBridge
import DataBridgeTestKit

extension KitTruth {
    /// A store that is wrong is found, and what is wrong is made short and replays itself.
    static func shrinking() async throws {
        var tester = DifferentialTester(seed: 1, operations: 2_000)
        tester.episodeLength = 40
        let wrong = refusing(.delete)
        let report = try await tester.run(against: wrong)
        guard let failure = report.failure else {
            throw Falsehood(subject: "deletes that fail are found", line: #line)
        }
        try check(report.store == "memory" && report.seed == 1, "whose report it is")
        try check(report.episodes > 0 && report.operations == failure.operations, "how far it ran")
        try check(failure.store == "memory" && failure.seed == 1, "what it came of")
        try check(failure.reruns > 0 && failure.reruns <= tester.maximumReruns, "its reruns")
        try check(failure.episode.steps.count <= 4, "it is made short: \(failure.replay)")
        try check(failure.replay.hasPrefix("DifferentialEpisode("), "it is Swift")
        let found = failure.disagreement
        try check(found.found.contains("unavailable"), "what the store says: \(found)")
        try check(!found.expected.contains("unavailable"), "what the reference says")
        try check(failure.description.contains(failure.replay), "\(failure)")
        try check(report.description == failure.description, "the report tells of it")

        tester.maximumReruns = 0
        let long = try await tester.run(against: wrong).failure
        try check(long?.reruns == 0, "nothing is run again")
        try check(
            (long?.episode.steps.count ?? 0) >= failure.episode.steps.count, "so it stays long")
    }

    static func replays() async throws {
        let episode = DifferentialEpisode(
            collections: [CollectionModel("c0", fields: [])],
            steps: [
                .alone(.insert("c0", ["id": "a"])), .alone(.delete("c0", "a", .anything)),
            ])
        try await episode.run(against: .memory)
        let failure = try await failure(DifferentialFailure.self) {
            try await episode.run(against: refusing(.delete))
        }
        try check(failure.seed == nil && failure.operations == 2, "an episode that was given")
        let disagreement = failure.disagreement
        try check(disagreement.step == 1, "the step")
        try check(disagreement.subject.contains("delete"), "what was done: \(disagreement)")
        try check(!disagreement.difference.isEmpty, "what differs")
        try check(disagreement.description.hasPrefix("step 2: "), "people count from one")
        // Two stores that are wrong alike agree.
        try await episode.run(against: refusing(.delete), reference: refusing(.delete))
    }

    static func testers() async throws {
        var tester = DifferentialTester(seed: 5, operations: 200)
        tester.episodeLength = 50
        for overlap in TransactionOverlap.allCases {
            tester.overlap = overlap
            let report = try await tester.run(against: .memory)
            try check(report.failure == nil && report.operations == 200, "\(report)")
            try check(report.episodes == 4, "new stores for each episode")
        }
        tester.overlap = .oneWriter
        tester.reference = refusing(.insert)
        try check(try await tester.run(against: .memory).failure != nil, "another reference")
        tester.overlap = .none
        tester.reference = .memory
        try check(try await tester.run(against: .memory).failure == nil, "one at a time")
        tester.overlap = .any

        let seeded = DifferentialTester.suite(in: ["DATABRIDGE_SEED": "9"])
        try check(seeded.seed == 9 && seeded.operations == 20_000, "the seed of the environment")
        let soak = DifferentialTester.suite(in: ["DATABRIDGE_SOAK": "1"])
        try check(soak.operations == 2_000_000, "a long run")
        let error = try await failure(DataError.self) {
            _ = try await DifferentialTester.suite(in: ["DATABRIDGE_SEED": "nine"])
                .run(against: .memory)
        }
        try check(error.code == .invalid, "a seed that is no number")
    }
}
