/// One stored field of an ``Entity`` or ``Embedded`` struct: a key path and the name it is stored
/// under.
///
/// ```swift
/// Field(\.status, "status").indexed()
/// Field(\.priority, "priority", default: 0)
/// Field(\.storyID, "story_id").references(Story.self, onDelete: .setNil)
/// ```
public struct Field<Root, Stored: FieldValue>: Sendable {
    @usableFromInline let access: FieldAccess<Root, Stored>
    var isIndexed = false
    var isUnique = false
    var isIdentifying = false
    var reference: ReferenceTarget?

    /// A field that must be present in stored data, unless its type is optional.
    ///
    /// - Parameters:
    ///   - keyPath: the property.
    ///   - name: the stored name.
    public init(_ keyPath: any KeyPath<Root, Stored> & Sendable, _ name: String) {
        access = FieldAccess(keyPath, name, nil)
    }

    /// A field that older data may lack.
    ///
    /// - Parameters:
    ///   - keyPath: the property.
    ///   - name: the stored name.
    ///   - defaultValue: what an absent field reads as.
    public init(
        _ keyPath: any KeyPath<Root, Stored> & Sendable, _ name: String,
        default defaultValue: Stored
    ) {
        access = FieldAccess(keyPath, name, defaultValue)
    }

    /// The same field with an index over it, used by equality, range and prefix filters.
    public func indexed() -> Self {
        var copy = self
        copy.isIndexed = true
        return copy
    }

    /// The same field with a unique constraint.
    ///
    /// Records with nil in the field are ignored by it.
    public func unique() -> Self {
        var copy = self
        copy.isUnique = true
        return copy
    }

    /// The same field, marked as the one that holds the entity's id.
    ///
    /// Needed only where the id is not stored as "id" and a field of the same type stands before
    /// it.
    public func identifying() -> Self {
        var copy = self
        copy.isIdentifying = true
        return copy
    }

    var type: any FieldValue.Type { Stored.self }

    var name: String { access.name }
    var keyPath: any KeyPath<Root, Stored> & Sendable { access.keyPath }

    func layout() -> FieldLayout {
        FieldLayout(
            name: name, type: Stored.fieldType, isOptional: Stored.isOptional,
            defaultValue: access.defaultValue.map { value in
                do {
                    return try value.fieldValue()
                } catch {
                    preconditionFailure(
                        "the default of field \"\(name)\" cannot be stored: \(error)")
                }
            })
    }
}

extension Field {
    /// The same field as a reference to the id of another entity (or of its own).
    ///
    /// - Parameters:
    ///   - target: the entity referred to, in the collection named by its schema; a reference to
    ///     the field's own entity stays within the record's own collection.
    ///   - onDelete: what a delete of the target does to the records that refer to it.
    public func references<Target: Entity>(
        _ target: Target.Type, onDelete: ReferenceAction = .restrict
    ) -> Self where Stored == Target.ID {
        referring(to: target, onDelete)
    }

    /// The same optional field as a reference; nil refers to nothing.
    ///
    /// - Parameters:
    ///   - target: the entity referred to, in the collection named by its schema; a reference to
    ///     the field's own entity stays within the record's own collection.
    ///   - onDelete: what a delete of the target does to the records that refer to it.
    public func references<Target: Entity>(
        _ target: Target.Type, onDelete: ReferenceAction = .restrict
    ) -> Self where Stored == Target.ID? {
        referring(to: target, onDelete)
    }

    private func referring<Target: Entity>(
        to target: Target.Type, _ action: ReferenceAction
    ) -> Self {
        precondition(
            action != .setNil || Stored.isOptional,
            "field \"\(name)\" cannot be set to nil: its type is not optional")
        var copy = self
        copy.reference = ReferenceTarget(
            isOwnEntity: Root.self == Target.self, onDelete: action,
            collection: { Target.schema.name })
        return copy
    }
}

/// What a delete does to the records that refer to the deleted one.
public enum ReferenceAction: Hashable, Sendable {
    /// The delete is refused with `constraint` while a record refers to it.
    case restrict
    /// The records that refer to it are deleted too.
    case cascade
    /// Their field becomes nil.
    case setNil
}

/// The other end of a reference.
///
/// The collection's name is asked for when a store opens, not when the schema is built: two
/// schemas may refer to each other, and a static property must not wait for itself.
public struct ReferenceTarget: Sendable {
    /// Whether the reference stays within the record's own collection.
    package let isOwnEntity: Bool
    /// What a delete of the target does.
    public let onDelete: ReferenceAction
    let collection: @Sendable () -> String
}
