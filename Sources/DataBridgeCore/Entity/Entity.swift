/// A value that a repository stores: a plain `Sendable` struct (or final class) with an id and a
/// schema.
///
/// An entity needs no `Codable`, no macro and no base class. Its ``schema`` names each stored field
/// by key path and takes the entity's own initialiser, so a missing, misplaced or mistyped field is
/// a compile error and every record is built through that initialiser:
///
/// ```swift
/// struct WorkItem: Entity {
///     var id: String
///     var title: String
///     var priority: Int
///
///     static let schema = Schema("work_items", WorkItem.init) {
///         Field(\.id, "id")
///         Field(\.title, "title")
///         Field(\.priority, "priority", default: 0)
///     }
/// }
/// ```
///
/// The fields stand in the order of the initialiser's parameters. The compiler cannot see two
/// swapped fields of one type; `SchemaRoundTrip` of the test kit can.
public protocol Entity: Sendable {
    /// The type of the id: `String`, an integer, `UUID`, ``LosslessID``, an enum over one of these,
    /// or an ``Embedded`` struct of several fields.
    associatedtype ID: FieldValue & Hashable

    /// What identifies the record in its collection.
    ///
    /// It never changes: an update that changes it is refused with `invalid`.
    var id: ID { get }

    /// How the entity is stored.
    ///
    /// Declare it as `static let`, so that it is built once.
    static var schema: Schema<Self> { get }
}
