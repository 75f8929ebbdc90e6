/// What a transaction comes to: what its commit stores, and what must not have changed meanwhile.
struct NetChanges {
    var changes: [Change] = []
    var created: [CollectionSchema] = []
    var dropped: [String] = []
    var reads = ReadSet()

    var isEmpty: Bool { changes.isEmpty && created.isEmpty && dropped.isEmpty }

    /// Nothing.
    init() {}

    /// The net changes of an overlay.
    ///
    /// - Parameters:
    ///   - references: what refers to what, also in collections that were first asked for after
    ///     the session looked for references to what it deletes.
    ///   - tracksReads: whether the session remembered what it read.
    init(of state: OverlayState, _ references: ReferenceSources, tracksReads: Bool) throws {
        reads = state.reads
        for (name, overlay) in state.collections.sorted(by: { $0.key < $1.key }) {
            if overlay.isCommitted, !overlay.showsCommitted, case .string(let text) = name {
                dropped.append(text)
                try reads.addDrop(of: text, references)
            }
            if case .created(let schema) = overlay.standing { created.append(schema) }
            guard let schema = overlay.schema else { continue }
            let changes = overlay.changes
            reads.addReads(of: changes, in: schema)
            if !tracksReads { try reads.addConstraints(of: changes, in: schema, references) }
            try reads.addDeletes(changes, in: schema, references)
            if self.changes.isEmpty { self.changes = changes } else { self.changes += changes }
        }
    }
}

extension ReadSet {
    /// Remembers what the constraints of the changed records rest on, for sessions below
    /// serializable: they may overlook what others do, but a unique value stays unique and a
    /// reference leads somewhere.
    mutating func addConstraints(
        of changes: [Change], in schema: CollectionSchema, _ references: ReferenceSources
    ) throws {
        let unique = schema.indexes.filter(\.isUnique).map { $0.fields.map(FieldReference.init) }
        guard !unique.isEmpty || !schema.references.isEmpty else { return }
        for change in changes {
            guard let new = change.new else { continue }
            for fields in unique {
                try addUnique(fields, of: new, replacing: change.old, in: schema)
            }
            for reference in schema.references where !new.values[reference.field].isNull {
                addRead(
                    of: new.values[reference.field],
                    inCollection: references.target(of: reference, from: schema))
            }
        }
    }

    /// Remembers that nothing refers to the records that are deleted.
    mutating func addDeletes(
        _ changes: [Change], in schema: CollectionSchema, _ references: ReferenceSources
    ) throws {
        guard changes.contains(where: { $0.operation == .delete }) else { return }
        for (source, field) in references.leading(to: schema.name) {
            for change in changes where change.operation == .delete {
                let predicate = try CompiledPredicate(.equals(field, change.id), in: source)
                addScan(predicate, after: nil, through: nil, in: source)
            }
        }
    }

    /// Remembers that no record of another collection refers into a dropped one.
    fileprivate mutating func addDrop(
        of name: String, _ references: ReferenceSources
    ) throws {
        for (source, field) in references.leading(to: name) {
            let predicate = try CompiledPredicate(.not(.equals(field, .null)), in: source)
            addScan(predicate, after: nil, through: nil, in: source)
        }
    }

    private mutating func addUnique(
        _ fields: [FieldReference], of new: StoredRecord, replacing old: StoredRecord?,
        in schema: CollectionSchema
    ) throws {
        let resolved = try fields.map { try $0.resolved(in: schema) }
        let values = resolved.map { $0.value(in: new.values) }
        guard !values.contains(where: \.isNull) else { return }
        let predicate = RecordPredicate.and(zip(fields, values).map { .equals($0, $1) })
        addScan(
            try CompiledPredicate(predicate, in: schema), after: nil, through: nil, in: schema)
    }
}
