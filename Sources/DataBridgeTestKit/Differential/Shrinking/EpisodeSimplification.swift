import DataBridgeCore

/// Lists the episodes that are simpler than one by a little.
enum EpisodeSimplification {
    static func candidates(for episode: DifferentialEpisode) -> [DifferentialEpisode] {
        ofCollections(episode) + ofTransactions(episode) + ofSteps(episode)
    }

    private static func ofCollections(_ episode: DifferentialEpisode) -> [DifferentialEpisode] {
        var simpler: [DifferentialEpisode] = []
        for (index, model) in episode.collections.enumerated() {
            var without = episode
            without.collections.remove(at: index)
            simpler.append(without)
            for other in CollectionSimplification.candidates(for: model) {
                var changed = episode
                changed.collections[index] = other
                simpler.append(changed)
            }
        }
        return simpler
    }

    /// Transactions taken apart: their operations stay.
    private static func ofTransactions(_ episode: DifferentialEpisode) -> [DifferentialEpisode] {
        var simpler: [DifferentialEpisode] = []
        for unit in Set(episode.steps.compactMap(\.unit)).sorted() {
            var alone = episode
            alone.steps = episode.steps.compactMap { step in
                guard step.unit == unit else { return step }
                return step.operation.isOfTransactions ? nil : .alone(step.operation)
            }
            simpler.append(alone)
        }
        for (index, step) in episode.steps.enumerated() where step.operation.opensTransaction {
            let rest = episode.steps.indices.suffix(from: index + 1)
            for end in rest.prefix(12)
            where episode.steps[end].unit == step.unit
                && episode.steps[end].operation.endsTransaction
            {
                var flat = episode
                flat.steps.remove(at: end)
                flat.steps.remove(at: index)
                simpler.append(flat)
            }
        }
        return simpler
    }

    private static func ofSteps(_ episode: DifferentialEpisode) -> [DifferentialEpisode] {
        var simpler: [DifferentialEpisode] = []
        for (index, step) in episode.steps.enumerated() {
            for operation in OperationSimplification.candidates(for: step.operation) {
                var changed = episode
                changed.steps[index].operation = operation
                simpler.append(changed)
            }
        }
        return simpler
    }
}

extension DifferentialOperation {
    /// Whether it means nothing outside a transaction.
    fileprivate var isOfTransactions: Bool {
        opensTransaction || endsTransaction || self == .cancel
    }

    fileprivate var opensTransaction: Bool {
        if case .begin = self { true } else { self == .savepoint }
    }

    fileprivate var endsTransaction: Bool { self == .commit || self == .rollBack }
}

/// Lists the collections that are simpler than one by a little.
enum CollectionSimplification {
    static func candidates(for model: CollectionModel) -> [CollectionModel] {
        guard !model.isTyped else { return [] }
        var simpler: [CollectionModel] = []
        for field in model.fields where !ByteOrder.equal(field.name, CollectionModel.idName) {
            simpler.append(model.without(field.name))
        }
        for index in model.indexes.indices {
            var without = model
            without.indexes.remove(at: index)
            simpler.append(without)
        }
        for index in model.references.indices {
            var without = model
            without.references.remove(at: index)
            simpler.append(without)
        }
        if model.softDelete != nil {
            var without = model
            without.softDelete = nil
            simpler.append(without)
        }
        return simpler
    }
}
