/// How an entity is stored: its collection's name, its fields in the order of its initialiser,
/// indexes, constraints, and the steps from older versions.
///
/// ```swift
/// static let schema = Schema("work_items", WorkItem.init) {
///     Field(\.id, "id")
///     Field(\.title, "title")
///     Field(\.status, "status").indexed()
/// }
/// .unique(\.storyID, \.title)
/// ```
///
/// Misuse that no data can cause (a field declared twice, an index over an undeclared key path, no
/// field for the id) traps when the schema is built, with a message that names the culprit.
public struct Schema<E: Entity>: Sendable {
    /// The schema without its Swift type: what backends see.
    public private(set) var collection: CollectionSchema
    @usableFromInline let coding: RecordCoding<E>

    /// Declares the stored fields in the order of the initialiser's parameters.
    ///
    /// - Parameters:
    ///   - name: the name of the entity's collection.
    ///   - make: the entity's initialiser. It may throw to refuse a combination of values; the
    ///     store reports such a record as `corrupted`.
    ///   - fields: one ``Field`` per parameter.
    @inlinable
    public init<each Stored: FieldValue>(
        _ name: String,
        _ make: @escaping @Sendable (repeat each Stored) throws -> E,
        @FieldBuilder<E> fields: () -> FieldList<E, repeat each Stored>
    ) {
        let stored = fields().all
        self.init(name, RecordCoding(make, repeat each stored))
    }

    @usableFromInline
    init(_ name: String, _ coding: RecordCoding<E>) {
        self.coding = coding
        let declarations = coding.declarations
        let idIndex = Schema.idIndex(in: declarations, schemaName: name)
        var indexes: [IndexLayout] = []
        var references: [ReferenceLayout] = []
        for (index, field) in coding.fields.enumerated() {
            if declarations.isUnique[index] {
                indexes.append(IndexLayout(fields: [[field.name]], isUnique: true))
            } else if declarations.isIndexed[index] {
                indexes.append(IndexLayout(fields: [[field.name]], isUnique: false))
            }
            if let target = declarations.references[index] {
                references.append(ReferenceLayout(field: index, target: target))
            }
        }
        collection = CollectionSchema(
            name: name, fields: coding.fields, idIndex: idIndex, indexes: indexes,
            references: references)
    }

    /// Which field holds the id: the one marked ``Field/identifying()``, else the only one of the
    /// id's type, else among those the one stored as "id", else the first of them.
    ///
    /// A key path made from the protocol's `id` in a generic context never equals the one the
    /// schema was declared with, so the property itself cannot be looked up. Every write checks
    /// that the field chosen here holds what `entity.id` says.
    private static func idIndex(in declared: FieldDeclarations, schemaName: String) -> Int {
        if let marked = declared.isIdentifying.firstIndex(of: true) { return marked }
        let candidates = declared.types.indices.filter {
            declared.types[$0] == E.ID.self
        }
        let named = candidates.first { ByteOrder.equal(declared.fields[$0].name, "id") }
        guard let index = named ?? candidates.first else {
            preconditionFailure("the schema \"\(schemaName)\" has no Field(\\.id, …)")
        }
        return index
    }

    init(collection: CollectionSchema, coding: RecordCoding<E>) {
        self.collection = collection
        self.coding = coding
    }

    /// The name of the entity's collection.
    public var name: String { collection.name }

    /// The same schema for a collection of another name.
    public func named(_ name: String) -> Self {
        Schema(collection: collection.named(name), coding: coding)
    }

    /// The same schema with a unique constraint over the given fields together.
    ///
    /// A record with nil in any of them is exempt.
    public func unique<each Stored>(_ keyPaths: repeat KeyPath<E, each Stored>) -> Self {
        var paths: [[String]] = []
        for keyPath in repeat each keyPaths { paths.append(declaredPath(keyPath)) }
        return adding(IndexLayout(fields: paths, isUnique: true))
    }

    /// The same schema with an index over the given fields together, outermost first.
    public func index<each Stored>(_ keyPaths: repeat KeyPath<E, each Stored>) -> Self {
        var paths: [[String]] = []
        for keyPath in repeat each keyPaths { paths.append(declaredPath(keyPath)) }
        return adding(IndexLayout(fields: paths, isUnique: false))
    }

    private func adding(_ index: IndexLayout) -> Self {
        Schema(
            collection: collection.copy(indexes: collection.indexes + [index]), coding: coding)
    }

    private func declaredPath(_ keyPath: PartialKeyPath<E>) -> [String] {
        guard let path = coding.paths.names[keyPath] else {
            preconditionFailure("\(keyPath) is not a declared field of \"\(name)\"")
        }
        return path
    }

    /// The stored name of a property, nested ones joined; the reference says so when the key path
    /// is not declared, and every query that uses it throws before any I/O.
    public func reference(to keyPath: PartialKeyPath<E>) -> FieldReference {
        guard let path = coding.paths.names[keyPath] else {
            return FieldReference(undeclared: "\(keyPath)")
        }
        return FieldReference(path: path)
    }
}

extension Schema {
    /// The same schema at a version, with what can still read it.
    ///
    /// - Parameters:
    ///   - version: this schema's version, counted from 1.
    ///   - minimumReader: the oldest version of a program's schema that reads data of this
    ///     version; programs older than that are refused.
    ///   - field: the stored field that holds the version, for stores without a place of their own.
    public func version(
        _ version: Int, minimumReader: Int = 1, storedIn field: String? = nil
    ) -> Self {
        precondition(version >= 1 && (1...version).contains(minimumReader))
        var versioning = collection.versioning
        versioning.version = version
        versioning.minimumReader = minimumReader
        versioning.versionField = field
        return Schema(collection: collection.copy(versioning: versioning), coding: coding)
    }

    /// The same schema with a step that turns data of version `from` into data of the next one.
    ///
    /// - Parameters:
    ///   - from: the version the step starts from.
    ///   - apply: a pure function on the stored fields by name.
    public func upgrade(
        from: Int, _ apply: @escaping @Sendable (inout ValueObject) throws -> Void
    ) -> Self {
        var versioning = collection.versioning
        precondition(
            !versioning.steps.contains { $0.from == from },
            "the schema \"\(name)\" has two upgrade steps from version \(from)")
        versioning.steps.append(UpgradeStep(from: from, apply: apply))
        versioning.steps.sort { $0.from < $1.from }
        return Schema(collection: collection.copy(versioning: versioning), coding: coding)
    }
}

/// A schema whose entity type is not named, so that schemas of several entities stand in one list.
public protocol EntitySchema: Sendable {
    /// The schema without its Swift type.
    var collection: CollectionSchema { get }
    /// The entity's type.
    var entityType: any Entity.Type { get }
}

extension Schema: EntitySchema {
    /// The entity's type.
    public var entityType: any Entity.Type { E.self }
}
