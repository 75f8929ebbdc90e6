import DataBridgeCore
import Synchronization

/// Runs an episode on two stores step by step and compares as it goes.
final class EpisodeRun: Sendable {
    private let episode: DifferentialEpisode
    private let factory: StoreFactory
    private let referenceFactory: StoreFactory
    /// The step it is at; nil while the stores are opened.
    private let progress = Mutex<Int?>(nil)

    init(
        _ episode: DifferentialEpisode, on factory: StoreFactory, against reference: StoreFactory
    ) {
        self.episode = episode
        self.factory = factory
        referenceFactory = reference
    }

    /// The first disagreement, or nil when there is none.
    ///
    /// - Throws: what a factory throws when it makes a place; ``StoreNotOpened`` when the reference
    ///   does not open.
    func disagreement() async throws -> Disagreement? {
        let limit = factory.patience * 4
        let result = await Watchdog.run(within: limit) { () -> Result<Disagreement?, any Error> in
            do {
                return .success(try await self.play())
            } catch {
                return .failure(error)
            }
        }
        if let result { return try result.get() }
        var step = progress.withLock { $0 }
        var subject = "opening the store"
        if let index = step, index < episode.steps.count {
            subject = SwiftSource.of(episode.steps[index])
        } else if step != nil {
            step = nil
            subject = "the end of the episode"
        }
        return Disagreement(
            step: step, subject: subject, difference: Disagreement.end, expected: "an end",
            found: "nothing within \(limit)")
    }

    private func play() async throws -> Disagreement? {
        let reference = try await StoreDriver(referenceFactory, episode)
        let subject: StoreDriver
        do {
            subject = try await StoreDriver(factory, episode)
        } catch let error as StoreNotOpened {
            try await reference.end()
            return Disagreement(
                step: nil, subject: "opening the store", difference: "whether it fails",
                expected: "a store", found: "\(error.cause)")
        } catch {
            try await reference.end()
            throw error
        }
        var pair = StorePair(reference, subject)
        let found = await play(&pair)
        do {
            try await subject.end()
        } catch {
            let failure = "\(error)"
            return found
                ?? Disagreement(
                    step: nil, subject: "closing the store", difference: "whether it fails",
                    expected: "an end", found: failure)
        }
        try await reference.end()
        return found
    }

    private func play(_ pair: inout StorePair) async -> Disagreement? {
        for (index, step) in episode.steps.enumerated() {
            progress.withLock { $0 = index }
            if var found = await pair.disagreement(at: step) {
                found.step = index
                return found
            }
        }
        progress.withLock { $0 = episode.steps.count }
        return await pair.disagreementAtTheEnd(of: episode)
    }
}

/// The two stores of an episode.
struct StorePair {
    private let reference: StoreDriver
    private let subject: StoreDriver
    private var comparison: OutcomeComparison
    private let recur: Bool
    private let hasFeed: Bool

    init(_ reference: StoreDriver, _ subject: StoreDriver) {
        self.reference = reference
        self.subject = subject
        recur = subject.capabilities.versionsRecur
        hasFeed = subject.capabilities.feed != .none && reference.capabilities.feed != .none
        comparison = OutcomeComparison(recur: recur)
    }

    mutating func disagreement(at step: DifferentialStep) async -> Disagreement? {
        if step.operation == .reopen {
            if let found = await disagreementOfFeeds() { return found }
            guard await reference.hasDeclaredCollections() else { return nil }
        }
        // What the tester reads for itself its transaction has read, and a commit re-checks it: so
        // the other store must have read it too, by the operation or else by the same look.
        let look = recur ? reference.look(before: step) : nil
        if let look, await reference.findsFormerContent(look) {
            await subject.take(look)
            return nil  // Whether the version is the former one again is open.
        }
        let depth = step.unit.map { reference.depth(of: $0) } ?? 0
        let place = step.unit.map { VersionCorrespondence.Place(unit: $0, depth: depth) }
        // One after the other, so that what a disagreement says is what happened.
        let expected = await reference.perform(step)
        let found = await subject.perform(step)
        if let look, !expected.tellsOfItsRecord { await subject.take(look) }
        let collection = step.operation.view?.name ?? ""
        if let difference = comparison.difference(expected, found, in: collection, at: place) {
            return disagreement(SwiftSource.of(step), difference, expected, found)
        }
        if let unit = step.unit, depth > 0 {
            switch (step.operation, expected) {
            case (.commit, .done): comparison.versions.keep(unit, from: depth)
            case (.commit, _), (.rollBack, _): comparison.versions.forget(unit, from: depth)
            default: break
            }
        }
        let told = reference.takeAnnouncements()
        let heard = subject.takeAnnouncements()
        if let difference = comparison.difference(told, heard, in: "", at: nil) {
            return disagreement(
                "what was announced after \(SwiftSource.of(step))", difference, told, heard)
        }
        return nil
    }

    private mutating func disagreementOfFeeds() async -> Disagreement? {
        guard hasFeed else { return nil }
        let expected = await reference.takeFeed()
        let found = await subject.takeFeed()
        return comparison.difference(expected, found, in: "", at: nil).map {
            disagreement("the change feed", $0, expected, found)
        }
    }

    /// Ends what is open, and compares everything there is.
    mutating func disagreementAtTheEnd(of episode: DifferentialEpisode) async -> Disagreement? {
        let units = Set(episode.steps.compactMap(\.unit)).sorted()
        for unit in units {
            while reference.depth(of: unit) > 0 {
                if let found = await disagreement(at: .unit(unit, .rollBack)) { return found }
            }
        }
        var steps: [DifferentialStep] = [.alone(.collections)]
        for operation in episode.steps.map(\.operation) {
            switch operation {
            case .observe(let number, _, _): steps.append(.alone(.look(number)))
            case .openStream(let number, _, _, _):
                steps.append(.alone(.continueStream(number, count: .max)))
            default: break
            }
        }
        for name in reference.collectionNames {
            steps.append(
                .alone(.find(CollectionView(name, includesDeleted: true), RecordQuery())))
        }
        for step in steps {
            if let found = await disagreement(at: step) { return found }
        }
        return await disagreementOfFeeds()
    }

    private func disagreement(
        _ subject: String, _ difference: String, _ expected: Outcome, _ found: Outcome
    ) -> Disagreement {
        Disagreement(
            step: nil, subject: subject, difference: difference,
            expected: OutcomeText.of(expected), found: OutcomeText.of(found))
    }
}
