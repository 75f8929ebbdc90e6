import DataBridgeCore

extension SwiftSource {
    static func of(_ step: DifferentialStep) -> String {
        guard let unit = step.unit else { return ".alone(\(of(step.operation)))" }
        return ".unit(\(unit), \(of(step.operation)))"
    }

    static func of(_ operation: DifferentialOperation) -> String {
        byID(operation) ?? byQuery(operation) ?? held(operation) ?? ofStore(operation)
    }

    private static func of(_ view: CollectionView) -> String {
        guard view.scope != nil || view.includesDeleted else { return of(view.name) }
        var text = "CollectionView(\(of(view.name))"
        if let scope = view.scope { text += ", scope: \(of(scope))" }
        if view.includesDeleted { text += ", includesDeleted: true" }
        return text + ")"
    }

    private static func of(_ changes: [FieldChange]) -> String {
        list(
            changes.map { change in
                switch change.change {
                case .set(let value): "FieldChange(\(path(change.path)), .set(\(of(value))))"
                case .increment(let value):
                    "FieldChange(\(path(change.path)), .increment(\(of(value))))"
                }
            })
    }

    private static func of(_ objects: [ValueObject]) -> String { list(objects.map { of($0) }) }

    private static func byID(_ operation: DifferentialOperation) -> String? {
        switch operation {
        case .get(let view, let id): ".get(\(of(view)), \(of(id)))"
        case .record(let view, let id): ".record(\(of(view)), \(of(id)))"
        case .insert(let view, let object): ".insert(\(of(view)), \(of(object)))"
        case .update(let view, let object, let expectation):
            ".update(\(of(view)), \(of(object)), .\(expectation))"
        case .change(let view, let id, let changes, let fails):
            ".change(\(of(view)), \(of(id)), \(of(changes)), fails: \(fails))"
        case .upsert(let view, let object): ".upsert(\(of(view)), \(of(object)))"
        case .delete(let view, let id, let expectation):
            ".delete(\(of(view)), \(of(id)), .\(expectation))"
        case .insertAll(let view, let objects): ".insertAll(\(of(view)), \(of(objects)))"
        case .fill(let view, let start, let count):
            ".fill(\(of(view)), from: \(start), count: \(count))"
        case .upsertAll(let view, let objects): ".upsertAll(\(of(view)), \(of(objects)))"
        case .deleteIDs(let view, let ids):
            ".deleteIDs(\(of(view)), \(list(ids.map { of($0) })))"
        default: nil
        }
    }

    private static func byQuery(_ operation: DifferentialOperation) -> String? {
        switch operation {
        case .find(let view, let query): ".find(\(of(view)), \(of(query)))"
        case .stream(let view, let query): ".stream(\(of(view)), \(of(query)))"
        case .aggregate(let view, let aggregate, let predicate):
            ".aggregate(\(of(view)), \(of(aggregate)), \(of(predicate)))"
        case .updateAll(let view, let predicate, let changes):
            ".updateAll(\(of(view)), \(of(predicate)), \(of(changes)))"
        case .deleteAll(let view, let predicate):
            ".deleteAll(\(of(view)), \(of(predicate)))"
        default: nil
        }
    }

    private static func held(_ operation: DifferentialOperation) -> String? {
        switch operation {
        case .firstPage(let number, let view, let query, let size):
            ".firstPage(\(number), \(of(view)), \(of(query)), size: \(size))"
        case .nextPage(let number): ".nextPage(\(number))"
        case .strayPage(let number, let view, let query):
            ".strayPage(\(number), \(of(view)), \(of(query)))"
        case .openStream(let number, let view, let query, let first):
            ".openStream(\(number), \(of(view)), \(of(query)), first: \(first))"
        case .continueStream(let number, let count):
            ".continueStream(\(number), count: \(count == .max ? ".max" : "\(count)"))"
        case .observe(let number, let view, let query):
            ".observe(\(number), \(of(view)), \(of(query)))"
        case .look(let number): ".look(\(number))"
        default: nil
        }
    }

    private static func ofStore(_ operation: DifferentialOperation) -> String {
        switch operation {
        case .createCollection(let name): return ".createCollection(\(of(name)))"
        case .dropCollection(let name): return ".dropCollection(\(of(name)))"
        case .outcome(let token): return ".outcome(token: \(of(token)))"
        case .begin(let isolation, let isReadOnly, let token):
            let token = token.map { of($0) } ?? "nil"
            return
                ".begin(isolation: .\(isolation), isReadOnly: \(isReadOnly), token: \(token))"
        default: return ".\(operation)"
        }
    }
}
