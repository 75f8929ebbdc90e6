/// A record as a store holds it: its id, one canonical value per field, and its version.
///
/// Immutable and shared by reference, so that passing one on costs a retain. A store that keeps
/// built entities in memory carries the entity along, and reads then build nothing.
public final class StoredRecord: Sendable {
    /// The id.
    public let id: Value
    /// One value per field of the collection's schema, in its order.
    public let values: [Value]
    /// The version.
    public let version: RecordVersion
    /// The built entity, if the store keeps it.
    public let entity: BuiltEntity?

    /// A record.
    public init(id: Value, values: [Value], version: RecordVersion, entity: BuiltEntity? = nil) {
        self.id = id
        self.values = values
        self.version = version
        self.entity = entity
    }
}

/// An entity that was built or written, carried along with its record.
public class BuiltEntity: @unchecked Sendable {
    // @unchecked: the one subclass is final, and its one property is a `Sendable` constant.
    fileprivate init() {}
}

/// A built entity of a known type.
final class Built<E: Entity>: BuiltEntity, @unchecked Sendable {
    // @unchecked: inherited; the property is a `Sendable` constant.
    let entity: E

    init(_ entity: E) {
        self.entity = entity
    }
}

/// What a write puts in place of a record.
public struct NewRecord: Sendable {
    /// The id.
    public var id: Value
    /// One value per field.
    public var values: [Value]
    /// The entity the values were taken from, if it is at hand.
    public var entity: BuiltEntity?

    /// New content for a record.
    package init(id: Value, values: [Value], entity: BuiltEntity? = nil) {
        self.id = id
        self.values = values
        self.entity = entity
    }
}
