import DataBridgeCore

/// Lists the operations that are simpler than one by a little.
enum OperationSimplification {
    static func candidates(for operation: DifferentialOperation) -> [DifferentialOperation] {
        ofViews(operation) + (ofWrites(operation) ?? ofBatches(operation) ?? ofReads(operation))
    }

    private static func ofViews(_ operation: DifferentialOperation) -> [DifferentialOperation] {
        guard let view = operation.view, view != CollectionView(view.name) else { return [] }
        return [operation.looking(through: CollectionView(view.name))]
    }

    private static func ofWrites(_ operation: DifferentialOperation) -> [DifferentialOperation]? {
        switch operation {
        case .insert(let view, let object):
            return simpler(object).map { .insert(view, $0) }
        case .upsert(let view, let object):
            return [.insert(view, object)] + simpler(object).map { .upsert(view, $0) }
        case .update(let view, let object, let expectation):
            let free = expectation == .anything ? [] : [operation.expecting(.anything)]
            return free + simpler(object).map { .update(view, $0, expectation) }
        case .delete(_, _, let expectation):
            return expectation == .anything ? [] : [operation.expecting(.anything)]
        case .change(let view, let id, let changes, let fails):
            let succeeding: [DifferentialOperation] =
                fails ? [.change(view, id, changes, fails: false)] : []
            return succeeding + fewer(changes).map { .change(view, id, $0, fails: fails) }
        case .updateAll(let view, let predicate, let changes):
            return simpler(predicate).map { .updateAll(view, $0, changes) }
                + fewer(changes).map { .updateAll(view, predicate, $0) }
        case .deleteAll(let view, let predicate):
            return simpler(predicate).map { .deleteAll(view, $0) }
        default: return nil
        }
    }

    private static func ofBatches(_ operation: DifferentialOperation) -> [DifferentialOperation]? {
        switch operation {
        case .insertAll(let view, let objects):
            return (objects.count == 1 ? [.insert(view, objects[0])] : [])
                + batches(objects).map { .insertAll(view, $0) }
        case .upsertAll(let view, let objects):
            return (objects.count == 1 ? [.upsert(view, objects[0])] : [])
                + batches(objects).map { .upsertAll(view, $0) }
        case .deleteIDs(let view, let ids):
            return (ids.count == 1 ? [.delete(view, ids[0], .anything)] : [])
                + fewer(ids).map { .deleteIDs(view, $0) }
        case .fill(let view, let start, let count):
            return [count / 2, count - 1].filter { $0 > 0 && $0 < count }
                .map { .fill(view, from: start, count: $0) }
        default: return nil
        }
    }

    private static func ofReads(_ operation: DifferentialOperation) -> [DifferentialOperation] {
        switch operation {
        case .find(let view, let query): simpler(query).map { .find(view, $0) }
        case .stream(let view, let query):
            [.find(view, query)] + simpler(query).map { .stream(view, $0) }
        case .aggregate(let view, let aggregate, let predicate):
            simpler(predicate).map { .aggregate(view, aggregate, $0) }
        case .firstPage(let number, let view, let query, let size):
            simpler(query).map { .firstPage(number, view, $0, size: size) }
                + (size > 1 ? [.firstPage(number, view, query, size: 1)] : [])
        case .openStream(let number, let view, let query, let first):
            simpler(query).map { .openStream(number, view, $0, first: first) }
        case .observe(let number, let view, let query):
            simpler(query).map { .observe(number, view, $0) }
        case .begin(let isolation, let isReadOnly, let token):
            [
                .begin(isolation: .serializable, isReadOnly: isReadOnly, token: token),
                .begin(isolation: isolation, isReadOnly: false, token: token),
                .begin(isolation: isolation, isReadOnly: isReadOnly, token: nil),
            ].filter { $0 != operation }
        default: []
        }
    }
}

// MARK: Parts

extension OperationSimplification {
    /// Without one of its members, or with a plainer value in one.
    private static func simpler(_ object: ValueObject) -> [ValueObject] {
        var simpler: [ValueObject] = []
        for member in object.members where !ByteOrder.equal(member.name, CollectionModel.idName) {
            var without = object
            without[member.name] = nil
            simpler.append(without)
            for value in plainer(member.value) {
                var changed = object
                changed[member.name] = value
                simpler.append(changed)
            }
        }
        return simpler
    }

    private static func plainer(_ value: Value) -> [Value] {
        switch value {
        case .int(let integer) where integer != 0 && integer != 1: [1]
        case .double(let double) where double != 0 && double != 1: [.double(1)]
        case .string(let text) where !text.isEmpty && !ByteOrder.equal(text, "a"): ["a"]
        case .array(let elements) where !elements.isEmpty:
            fewer(elements).map { .array($0) }
        default: []
        }
    }

    /// Fewer records, or plainer ones.
    private static func batches(_ objects: [ValueObject]) -> [[ValueObject]] {
        fewer(objects)
            + objects.indices.flatMap { index in
                simpler(objects[index]).map { object in
                    var changed = objects
                    changed[index] = object
                    return changed
                }
            }
    }

    private static func fewer<Element>(_ elements: [Element]) -> [[Element]] {
        elements.indices.map { index in
            var without = elements
            without.remove(at: index)
            return without
        }
    }

    private static func simpler(_ query: RecordQuery) -> [RecordQuery] {
        var simpler = simpler(query.predicate).map { predicate in
            var changed = query
            changed.predicate = predicate
            return changed
        }
        for sort in fewer(query.sort) {
            var changed = query
            changed.sort = sort
            simpler.append(changed)
        }
        if query.limit != nil {
            var changed = query
            changed.limit = nil
            simpler.append(changed)
        }
        if query.offset != 0 {
            var changed = query
            changed.offset = 0
            simpler.append(changed)
        }
        return simpler
    }

    private static func simpler(_ predicate: RecordPredicate) -> [RecordPredicate] {
        switch predicate {
        case .all: []
        case .and(let parts): [.all] + parts + fewer(parts).map { .and($0) }
        case .or(let parts): [.all] + parts + fewer(parts).map { .or($0) }
        case .not(let part): [.all, part] + simpler(part).map { .not($0) }
        case .isIn(let field, let values): [.all] + fewer(values).map { .isIn(field, $0) }
        default: [.all]
        }
    }
}
