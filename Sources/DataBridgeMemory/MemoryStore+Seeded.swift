public import DataBridgeCore

extension MemoryStore {
    /// A store that holds the given entities, for tests and previews.
    ///
    /// ```swift
    /// let store = try await MemoryStore.seeded(with: [task], [Entry("a"), Entry("b")])
    /// ```
    ///
    /// Each list holds entities of one type, or of several; all are inserted into the collections
    /// that their schemas name, in one transaction and checked like any insert. What others refer
    /// to is inserted before them, so the order of the lists does not matter.
    ///
    /// - Parameters:
    ///   - entities: what the store holds. An empty list says nothing about its type.
    ///   - schemas: further entities that the store is to declare, such as those of empty lists.
    ///   - options: what the store is opened with.
    /// - Throws: `alreadyExists`, `constraint` and `invalid`, as an insert does.
    public static func seeded(
        with entities: [any Entity]..., declaring schemas: [any EntitySchema] = [],
        options: StoreOptions = .standard
    ) async throws -> MemoryStore {
        var groups: [Seed] = []
        for entity in entities.joined() {
            let type = ObjectIdentifier(Swift.type(of: entity))
            if let index = groups.firstIndex(where: { $0.type == type }) {
                groups[index].entities.append(entity)
            } else {
                groups.append(Seed(type: type, schema: schema(of: entity), entities: [entity]))
            }
        }
        let others = schemas.filter { schema in
            !groups.contains { $0.type == ObjectIdentifier(schema.entityType) }
        }
        let store = MemoryStore(entities: groups.map(\.schema) + others, options: options)
        try await store.transaction {
            for group in Seed.inOrder(groups) {
                try await store.insert(group.entities, as: group.schema.entityType)
            }
        }
        return store
    }

    private static func schema<E: Entity>(of entity: E) -> any EntitySchema { E.schema }

    private func insert<E: Entity>(_ entities: [any Entity], as type: E.Type) async throws {
        try await repository(for: type).insert(all: entities.compactMap { $0 as? E })
    }
}

/// The entities of one type.
private struct Seed {
    var type: ObjectIdentifier
    var schema: any EntitySchema
    var entities: [any Entity]

    /// The groups, those first that others refer to; a ring stays in the order given.
    static func inOrder(_ groups: [Seed]) -> [Seed] {
        var rest = groups
        var sorted: [Seed] = []
        while !rest.isEmpty {
            let index = rest.firstIndex { group in !group.refers(to: rest) } ?? 0
            sorted.append(rest.remove(at: index))
        }
        return sorted
    }

    private func refers(to others: [Seed]) -> Bool {
        let collection = schema.collection
        return collection.references.contains { reference in
            let target = reference.targetCollection(from: collection)
            return others.contains {
                $0.type != type && ByteOrder.equal($0.schema.collection.name, target)
            }
        }
    }
}
