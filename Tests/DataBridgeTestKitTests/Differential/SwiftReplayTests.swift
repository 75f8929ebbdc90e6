import DataBridgeTestKit
import Foundation
import Testing
import TrialStores

/// What a failure prints is Swift, and means what happened.
struct SwiftReplayTests {
    /// The text that stands in `PrintedReplay.swift`, where the compiler has read it.
    private func compiledText() throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "PrintedReplay.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(source.range(of: "static let episode =\n"))
        let end = try #require(source.range(of: "\n    // end"))
        return String(source[start.upperBound..<end.lowerBound])
    }

    @Test func printedEpisodeIsTheCompiledOne() throws {
        let failure = try sample(PrintedReplay.episode)
        #expect(failure.replay == (try compiledText()))
        #expect("\(failure)".contains(".run(against: factory)"))
    }

    @Test func compiledEpisodeRuns() async throws {
        try await PrintedReplay.episode.run(against: .durableDictionary)
    }

    private func sample(_ episode: DifferentialEpisode) throws -> DifferentialFailure {
        DifferentialFailure(
            store: "sample", operations: 1, episode: episode,
            disagreement: Disagreement(
                step: 0, subject: "a step", difference: "the value", expected: "1", found: "2"))
    }
}
