#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Schema {
    /// The same schema with soft deletes: a delete stores the time of the delete in the field, and
    /// the record is hidden from then on.
    ///
    /// To an app a soft-deleted record is gone: reads do not find it, updates are `notFound`,
    /// unique constraints and references ignore it, the change feed says delete. Only its id stays
    /// taken: `insert` gives `alreadyExists`, and `upsert` revives it.
    /// ``DataRepository/includingDeleted()`` shows it.
    public func softDelete(_ keyPath: KeyPath<E, Date?>) -> Self {
        let reference = reference(to: keyPath)
        guard reference.path.count == 1, let field = collection.resolve(reference.path) else {
            preconditionFailure("\(keyPath) is not a declared field of \"\(name)\"")
        }
        return Schema(collection: collection.copy(softDeleteIndex: field.index), coding: coding)
    }
}
