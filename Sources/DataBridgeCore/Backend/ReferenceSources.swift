import Synchronization

/// The collections from which references lead into others: the declared ones, and those that were
/// asked for since, such as those made at run time.
final class ReferenceSources: Sendable {
    /// By the bytes of the one name that each collection has.
    ///
    /// Several for one name, because a collection of any name can be asked for as any entity, and
    /// who asks for the wrong one must not hide the right one.
    private let sources = Mutex<[Value: [CollectionSchema]]>([:])
    private let canonical: @Sendable (String) -> String

    /// None yet.
    ///
    /// - Parameter canonical: gives the one name of a collection that may be called by several.
    init(canonical: @escaping @Sendable (String) -> String) {
        self.canonical = canonical
    }

    /// Takes note of collections, as far as they have references.
    func add(_ collections: [CollectionSchema]) {
        for schema in collections where !schema.references.isEmpty {
            let name = canonical(schema.name)
            let named = ByteOrder.equal(name, schema.name) ? schema : schema.named(name)
            sources.withLock { sources in
                sources[.string(name), default: []].addUnlessKnown(named)
            }
        }
    }

    /// The one name of the collection that a reference leads to.
    func target(of reference: ReferenceLayout, from source: CollectionSchema) -> String {
        canonical(reference.targetCollection(from: source))
    }

    /// The collections and fields that refer to records of a collection.
    func leading(to name: String) -> [(source: CollectionSchema, field: FieldReference)] {
        let name = canonical(name)
        return sources.withLock { Array($0.values.joined()) }.flatMap { source in
            source.references
                .filter { ByteOrder.equal(target(of: $0, from: source), name) }
                .map { (source, FieldReference(path: [source.fields[$0.field].name])) }
        }
    }
}

extension [CollectionSchema] {
    /// Adds a schema, unless one with the same fields is among them.
    mutating func addUnlessKnown(_ schema: CollectionSchema) {
        let isKnown = contains { $0.fields == schema.fields && $0.idIndex == schema.idIndex }
        if !isKnown { append(schema) }
    }
}
