import DataBridgeCore

/// Draws an episode: collections, and operations on them that follow from each other only as far as
/// they use the same few ids and values.
struct EpisodeGenerator {
    private var random: SeededGenerator
    private let capabilities: StoreCapabilities
    private let canReopen: Bool
    private let limits: EpisodeLimits
    private var vocabularies: [Vocabulary] = []
    private var units = OpenUnits()
    private var tokens: [String] = []

    init(
        seed: UInt64, for capabilities: StoreCapabilities, canReopen: Bool,
        within limits: EpisodeLimits
    ) {
        random = SeededGenerator(seed: seed)
        self.capabilities = capabilities
        self.canReopen = canReopen && capabilities.isDurable
        self.limits = limits
    }

    mutating func episode(stepCount: Int) -> DifferentialEpisode {
        var schemas = SchemaGenerator(random: random.split())
        let models = schemas.collections()
        vocabularies = models.map { Vocabulary($0, &random) }
        for (index, model) in models.enumerated() {
            for reference in model.references {
                guard let target = models.first(where: { $0.name == reference.target }),
                    let ids = vocabularies.first(where: { $0.model == target })?.ids
                else { continue }
                vocabularies[index].refer(from: reference.field, to: ids)
            }
        }
        var steps: [DifferentialStep] = []
        if random.chance(8) {
            let view = CollectionView(models[0].name)
            steps.append(.alone(.fill(view, from: 0, count: random.int(in: 45...130))))
        }
        while steps.count < stepCount {
            let step = step()
            units.follow(step)
            steps.append(step)
        }
        return DifferentialEpisode(collections: models, steps: steps)
    }

    private mutating func step() -> DifferentialStep {
        if !units.isEmpty, random.chance(65), let unit = random.element(of: units.numbers) {
            return .unit(unit, stepInside(unit))
        }
        if random.chance(8), let step = begin() { return step }
        return outside()
    }

    // MARK: Transactions

    private mutating func begin() -> DifferentialStep? {
        let unit = units.count
        guard unit < (limits.overlap == .none ? 1 : 3), !units.isOpen(unit),
            !limits.isolations.isEmpty
        else { return nil }
        var isReadOnly = random.chance(15)
        if limits.overlap == .oneWriter, units.hasWriter { isReadOnly = true }
        var token: String?
        if capabilities.commitTokens, !isReadOnly, random.chance(20) {
            token = "t\(random.below(6))"
            if let token { tokens.append(token) }
        }
        var isolation = Isolation.serializable
        if !random.chance(80) || !limits.isolations.contains(isolation) {
            isolation = random.element(of: limits.isolations) ?? isolation
        }
        return .unit(unit, .begin(isolation: isolation, isReadOnly: isReadOnly, token: token))
    }

    private mutating func stepInside(_ unit: Int) -> DifferentialOperation {
        if random.chance(12) { return random.chance(70) ? .commit : .rollBack }
        if units.depth(of: unit) < 3, random.chance(6) { return .savepoint }
        if random.chance(1) { return .cancel }
        return operation()
    }

    private mutating func outside() -> DifferentialStep {
        if random.chance(12) { return .alone(held()) }
        if limits.writesMustWait(for: units) {
            let (view, queries) = target()
            return .alone(random.chance(50) ? read(view, queries) : .look(random.below(2)))
        }
        if units.isEmpty, canReopen, random.chance(3) { return .alone(.reopen) }
        return .alone(operation())
    }

    // MARK: Operations

    private mutating func target() -> (CollectionView, QueryGenerator) {
        let index = random.below(vocabularies.count)
        let queries = QueryGenerator(vocabulary: vocabularies[index])
        var view = CollectionView(vocabularies[index].model.name)
        if index == 0, random.chance(3) { view.name = "made" }
        if random.chance(6) { view.scope = queries.predicate(&random, depth: 1) }
        if vocabularies[index].model.softDelete != nil, random.chance(25) {
            view.includesDeleted = true
        }
        return (view, queries)
    }

    private mutating func operation() -> DifferentialOperation {
        if random.chance(3) { return ofStore() }
        let (view, queries) = target()
        if random.chance(35) { return read(view, queries) }
        return write(view, queries)
    }

    private mutating func read(
        _ view: CollectionView, _ queries: QueryGenerator
    ) -> DifferentialOperation {
        switch random.below(10) {
        case 0: return .get(view, queries.vocabulary.id(&random))
        case 1: return .record(view, queries.vocabulary.id(&random))
        case 2: return .stream(view, queries.query(&random))
        case 3, 4:
            return .aggregate(view, queries.aggregate(&random), queries.predicate(&random))
        case 5:
            return .firstPage(
                random.below(2), view, queries.query(&random), size: random.int(in: 1...3))
        case 6: return .nextPage(random.below(2))
        default: return .find(view, queries.query(&random))
        }
    }

    private mutating func write(
        _ view: CollectionView, _ queries: QueryGenerator
    ) -> DifferentialOperation {
        let words = queries.vocabulary
        let expectation = random.weighted([
            (6, Expectation.anything), (3, .lastSeen), (1, .firstSeen),
        ])
        let id = words.id(&random)
        switch random.below(20) {
        case 0..<5: return .insert(view, words.record(id, &random))
        case 5, 6: return .update(view, words.record(id, &random), expectation)
        case 7, 8:
            return .change(view, id, queries.changes(&random), fails: random.chance(5))
        case 9, 10: return .upsert(view, words.record(id, &random))
        case 11, 12: return .delete(view, id, expectation)
        case 13, 14:
            return .updateAll(view, queries.predicate(&random), queries.changes(&random))
        case 15: return .deleteAll(view, queries.predicate(&random))
        case 16: return .insertAll(view, records(words))
        case 17, 18: return .upsertAll(view, records(words))
        default: return .deleteIDs(view, (0..<random.below(4)).map { _ in words.id(&random) })
        }
    }

    private mutating func records(_ words: Vocabulary) -> [ValueObject] {
        (0..<random.below(5)).map { _ in words.record(words.id(&random), &random) }
    }

    /// What stays open from one step to another, outside transactions.
    private mutating func held() -> DifferentialOperation {
        let (view, queries) = target()
        let number = random.below(2)
        switch random.below(10) {
        case 0, 1: return .observe(number, view, queries.query(&random))
        case 2..<5: return .look(number)
        case 5: return .openStream(number, view, queries.query(&random), first: 1)
        case 6: return .continueStream(number, count: random.int(in: 1...3))
        case 7: return .strayPage(number, view, queries.query(&random))
        case 8:
            return .firstPage(number, view, queries.query(&random), size: random.int(in: 1...3))
        default: return .nextPage(number)
        }
    }

    private mutating func ofStore() -> DifferentialOperation {
        let names = vocabularies.map(\.model.name) + ["made", "made"]
        let name = random.element(of: names) ?? "made"
        if capabilities.collections, random.chance(50) {
            return random.chance(65) ? .createCollection(name) : .dropCollection(name)
        }
        switch random.below(4) {
        case 3 where !tokens.isEmpty: return .outcome(token: random.element(of: tokens) ?? "")
        default: return .collections
        }
    }
}
