import JSONSyntax

// What the test kit builds: schemas that are made up while a program runs.

/// A reference of a schema that is made at run time.
package struct RunTimeReference: Sendable {
    /// The index of the field that refers.
    package var field: Int
    /// The collection referred to.
    package var collection: String
    /// What a delete of the target does.
    package var onDelete: ReferenceAction

    /// A reference from a field to the ids of a collection.
    package init(field: Int, to collection: String, onDelete: ReferenceAction) {
        self.field = field
        self.collection = collection
        self.onDelete = onDelete
    }
}

extension Schema {
    /// A schema of fields that are known at run time only.
    ///
    /// - Parameters:
    ///   - name: the name of the collection.
    ///   - fields: the stored fields.
    ///   - idIndex: which of them holds the id.
    ///   - indexes: indexes and unique constraints.
    ///   - references: references; one to `name` itself stays within the record's own collection.
    ///   - softDeleteIndex: the field that marks a record as deleted, if there is one.
    ///   - build: makes an entity of one value per field; throws ``FieldValueError``.
    ///   - read: gives one value per field; throws ``FieldValueError`` for what cannot be stored.
    package init(
        _ name: String, fields: [FieldLayout], idIndex: Int, indexes: [IndexLayout] = [],
        references: [RunTimeReference] = [], softDeleteIndex: Int? = nil,
        build: @escaping @Sendable ([Value]) throws -> E,
        read: @escaping @Sendable (E) throws -> [Value]
    ) {
        let layouts = references.map { reference in
            ReferenceLayout(
                field: reference.field,
                target: ReferenceTarget(
                    isOwnEntity: ByteOrder.equal(reference.collection, name),
                    onDelete: reference.onDelete, collection: { reference.collection }))
        }
        let collection = CollectionSchema(
            name: name, fields: fields, idIndex: idIndex, indexes: indexes, references: layouts,
            softDeleteIndex: softDeleteIndex)
        let json = JSONRecordCoding(collection)
        self.init(
            collection: collection,
            coding: RecordCoding(
                declarations: FieldDeclarations(fields, paths: FieldPaths()), build: build,
                read: read, decode: { try build(try json.values(from: $0)) },
                encode: { try json.write(try read($0), to: &$1) }))
    }
}

extension Assignment {
    /// An assignment without the Swift type of its value.
    package init(_ field: FieldReference, _ change: AssignmentChange) {
        self.init(field: field, change: change, problem: nil)
    }
}

extension ResolvedAssignment {
    /// An assignment to any field, the id among them, as a closure can make it.
    package init(unchecked field: ResolvedField, _ change: AssignmentChange) {
        self.init(field: field, change: change)
    }
}
