public import DataBridgeCore

/// A collection as the differential tester makes it up: fields of any stored type, indexes, unique
/// constraints, references.
///
/// It stands for what an app declares with ``Schema``, but is a value: it can be drawn at random,
/// printed as Swift and made simpler.
public struct CollectionModel: Hashable, Sendable {
    /// A reference from a field to the ids of a collection.
    public struct Reference: Hashable, Sendable {
        /// The field that refers.
        public var field: String
        /// The collection referred to.
        public var target: String
        /// What a delete of the target does.
        public var onDelete: ReferenceAction

        /// A reference.
        public init(_ field: String, to target: String, onDelete: ReferenceAction = .restrict) {
            self.field = field
            self.target = target
            self.onDelete = onDelete
        }
    }

    /// The collection's name.
    public var name: String
    /// The stored fields; the one named `id` is the id.
    public private(set) var fields: [FieldLayout]
    /// Indexes and unique constraints.
    public var indexes: [IndexLayout]
    /// References to other collections.
    public var references: [Reference]
    /// The field that marks a record as deleted, an optional date, if there is one.
    public var softDelete: String?
    /// Whether the records are structs of Swift with a field of every type, and not values only.
    let isTyped: Bool

    /// A collection of made-up fields.
    ///
    /// - Parameters:
    ///   - name: the collection's name.
    ///   - id: the type of the id.
    ///   - fields: the fields besides the id.
    ///   - indexes: indexes and unique constraints.
    ///   - references: references to other collections.
    ///   - softDelete: the field that marks a record as deleted, an optional date.
    public init(
        _ name: String, id: FieldType = .string, fields: [FieldLayout],
        indexes: [IndexLayout] = [], references: [Reference] = [], softDelete: String? = nil
    ) {
        self.name = name
        self.fields = [FieldLayout(name: CollectionModel.idName, type: id)] + fields
        self.indexes = indexes
        self.references = references
        self.softDelete = softDelete
        isTyped = false
    }

    private init(_ name: String, typed fields: [FieldLayout]) {
        self.name = name
        self.fields = fields
        indexes = []
        references = []
        isTyped = true
    }

    /// A collection of structs of Swift: one with a field of every type, narrow integers, URLs,
    /// enums, optionals, lists and nested structs among them.
    public static func specimens(_ name: String) -> CollectionModel {
        CollectionModel(name, typed: Specimen.schema.collection.fields)
    }

    static let idName = "id"

    /// Where the id stands among the fields.
    var idIndex: Int { fieldIndex(CollectionModel.idName) ?? 0 }

    /// The type of the id.
    var idType: FieldType { fields[idIndex].type }

    func fieldIndex(_ name: String) -> Int? {
        fields.firstIndex { ByteOrder.equal($0.name, name) }
    }

    /// The same collection without a field and without what is declared about it.
    func without(_ field: String) -> CollectionModel {
        var copy = self
        copy.fields.removeAll { ByteOrder.equal($0.name, field) }
        copy.indexes.removeAll { index in
            index.fields.contains { ByteOrder.equal($0.first ?? "", field) }
        }
        copy.references.removeAll { ByteOrder.equal($0.field, field) }
        if let name = softDelete, ByteOrder.equal(name, field) { copy.softDelete = nil }
        return copy
    }
}

extension ReferenceAction {
    static let allCases: [ReferenceAction] = [.restrict, .cascade, .setNil]
}
