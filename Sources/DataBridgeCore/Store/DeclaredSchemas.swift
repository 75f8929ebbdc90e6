import Synchronization

/// The entities declared when a store was opened, and which of them refer to which.
final class DeclaredSchemas: Sendable {
    /// A reference seen from its target.
    struct Incoming: Sendable {
        /// The collection whose records refer.
        let source: CollectionSchema
        /// The reference.
        let reference: ReferenceLayout
    }

    /// As they were declared.
    let schemas: [any EntitySchema]
    private let byType: [ObjectIdentifier: [any EntitySchema]]
    /// The declared collections under the names the backend knows them by.
    private let collections: [CollectionSchema]
    private let canonical: @Sendable (String) -> String
    /// Further collections that were asked for, such as those made at run time: their references
    /// count, too.
    private let used = Mutex<[Value: [CollectionSchema]]>([:])

    /// - Parameters:
    ///   - schemas: the declared entities.
    ///   - canonical: gives the one name of a collection that may be called by several.
    init(
        _ schemas: [any EntitySchema],
        canonical: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.schemas = schemas
        self.canonical = canonical
        byType = Dictionary(grouping: schemas) { ObjectIdentifier($0.entityType) }
        collections = schemas.map { $0.collection.named(canonical($0.collection.name)) }
        var names: Set<Value> = []
        for schema in collections {
            precondition(
                names.insert(.string(schema.name)).inserted,
                "two entities are declared for the collection \"\(schema.name)\"")
        }
    }

    /// The schema of an entity for a collection; for the one its schema names when nil.
    func schema<E: Entity>(of entity: E.Type, in collection: String?) -> Schema<E>? {
        guard let candidates = byType[ObjectIdentifier(entity)],
            let first = candidates.first as? Schema<E>
        else { return nil }
        let name = canonical(collection ?? first.name)
        let exact = candidates.first { ByteOrder.equal(canonical($0.collection.name), name) }
        let schema = (exact as? Schema<E> ?? first).named(name)
        if exact == nil, !schema.collection.references.isEmpty {
            used.withLock { $0[.string(name), default: []].addUnlessKnown(schema.collection) }
        }
        return schema
    }

    /// The schema declared for a collection's name; one of documents otherwise.
    func collectionSchema(named name: String) -> CollectionSchema {
        let name = canonical(name)
        return collections.first { ByteOrder.equal($0.name, name) }
            ?? Document.schema(named: name).collection
    }

    /// The references that point into a collection.
    func incoming(to collection: CollectionSchema) -> [Incoming] {
        var found: [Incoming] = []
        for reference in collection.references where reference.target.isOwnEntity {
            found.append(Incoming(source: collection, reference: reference))
        }
        for schema in collections + used.withLock({ Array($0.values.joined()) }) {
            for reference in schema.references where !reference.target.isOwnEntity {
                let target = canonical(reference.targetCollection(from: schema))
                if ByteOrder.equal(target, collection.name) {
                    found.append(Incoming(source: schema, reference: reference))
                }
            }
        }
        return found
    }
}
