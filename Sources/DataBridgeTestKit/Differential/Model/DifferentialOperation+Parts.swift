import DataBridgeCore

extension DifferentialOperation {
    /// The collection it is about, and how it looks at it.
    var view: CollectionView? {
        switch self {
        case .get(let view, _), .record(let view, _), .insert(let view, _),
            .update(let view, _, _), .change(let view, _, _, _), .upsert(let view, _),
            .delete(let view, _, _), .find(let view, _), .stream(let view, _),
            .aggregate(let view, _, _), .updateAll(let view, _, _), .deleteAll(let view, _),
            .insertAll(let view, _), .fill(let view, _, _), .upsertAll(let view, _),
            .deleteIDs(let view, _), .firstPage(_, let view, _, _), .strayPage(_, let view, _),
            .openStream(_, let view, _, _), .observe(_, let view, _):
            view
        default: nil
        }
    }

    /// The record and the version that it expects.
    var expected: (view: CollectionView, id: Value, Expectation)? {
        switch self {
        case .update(let view, let object, let expectation) where expectation != .anything:
            (view, object[CollectionModel.idName] ?? .null, expectation)
        case .delete(let view, let id, let expectation) where expectation != .anything:
            (view, id, expectation)
        default: nil
        }
    }
}

extension CollectionModel {
    /// The schema that a store is opened with.
    var schema: any EntitySchema {
        if isTyped { return Specimen.schema.named(name) }
        return valueSchema
    }

    func makeOperator(of store: any DataStore, patience: Duration) -> any CollectionOperating {
        if isTyped {
            return CollectionOperator(
                Specimen.schema.named(name), of: store, patience: patience)
        }
        return CollectionOperator(valueSchema, of: store, patience: patience)
    }
}

extension DifferentialEpisode {
    /// The collections that steps make and that were not declared: like the first of made-up
    /// fields.
    var madeCollections: [CollectionModel] {
        guard let first = collections.first(where: { !$0.isTyped }) else { return [] }
        var made: [CollectionModel] = []
        for case .createCollection(let name) in steps.map(\.operation) {
            let isKnown = (collections + made).contains { ByteOrder.equal($0.name, name) }
            guard !isKnown else { continue }
            var model = first
            model.name = name
            made.append(model)
        }
        return made
    }
}

extension DifferentialOperation {
    /// The same update or delete with another expectation.
    func expecting(_ expectation: Expectation) -> DifferentialOperation {
        switch self {
        case .update(let view, let object, _): .update(view, object, expectation)
        case .delete(let view, let id, _): .delete(view, id, expectation)
        default: self
        }
    }

    /// The same operation on another view.
    func looking(through view: CollectionView) -> DifferentialOperation {
        switch self {
        case .get(_, let id): .get(view, id)
        case .record(_, let id): .record(view, id)
        case .insert(_, let object): .insert(view, object)
        case .update(_, let object, let expectation): .update(view, object, expectation)
        case .change(_, let id, let changes, let fails): .change(view, id, changes, fails: fails)
        case .upsert(_, let object): .upsert(view, object)
        case .delete(_, let id, let expectation): .delete(view, id, expectation)
        case .find(_, let query): .find(view, query)
        case .stream(_, let query): .stream(view, query)
        case .aggregate(_, let aggregate, let predicate): .aggregate(view, aggregate, predicate)
        case .updateAll(_, let predicate, let changes): .updateAll(view, predicate, changes)
        case .deleteAll(_, let predicate): .deleteAll(view, predicate)
        case .insertAll(_, let objects): .insertAll(view, objects)
        case .fill(_, let start, let count): .fill(view, from: start, count: count)
        case .upsertAll(_, let objects): .upsertAll(view, objects)
        case .deleteIDs(_, let ids): .deleteIDs(view, ids)
        case .firstPage(let number, _, let query, let size):
            .firstPage(number, view, query, size: size)
        case .strayPage(let number, _, let query): .strayPage(number, view, query)
        case .openStream(let number, _, let query, let first):
            .openStream(number, view, query, first: first)
        case .observe(let number, _, let query): .observe(number, view, query)
        default: self
        }
    }
}
