/// A struct that declares its own fields, so that filters and sorts reach inside it.
///
/// ```swift
/// struct Address: Embedded {
///     var street: String
///     var city: String
///
///     static let fields = EmbeddedFields(Address.init) {
///         Field(\.street, "street")
///         Field(\.city, "city")
///     }
/// }
/// ```
///
/// A filter names a nested field by its key path (`\.address.city == "Graz"`), or by name where
/// the struct is optional (`.field("address.city") == "Graz"`). Members of the stored object that
/// are not declared survive updates in stores that keep text (`DataBridgeJSON`).
public protocol Embedded: FieldValue {
    /// The declared fields.
    ///
    /// Declare it as `static let`.
    static var fields: EmbeddedFields<Self> { get }
}

/// The declared fields of an ``Embedded`` struct, with its initialiser.
public struct EmbeddedFields<Root: Embedded>: Sendable {
    let coding: RecordCoding<Root>
    private(set) var key: String?

    /// Declares the fields in the order of the initialiser's parameters.
    ///
    /// - Parameters:
    ///   - make: the struct's initialiser; it may throw to refuse a combination of values.
    ///   - fields: one ``Field`` per parameter.
    @inlinable
    public init<each Stored: FieldValue>(
        _ make: @escaping @Sendable (repeat each Stored) throws -> Root,
        @FieldBuilder<Root> fields: () -> FieldList<Root, repeat each Stored>
    ) {
        let stored = fields().all
        self.init(RecordCoding(make, repeat each stored))
    }

    @usableFromInline
    init(_ coding: RecordCoding<Root>) {
        self.coding = coding
    }

    /// The same fields, with one that identifies an element in an array of such structs: stores
    /// that keep text match elements by it, so that undeclared members stay with their element.
    public func identified<Stored>(by keyPath: KeyPath<Root, Stored>) -> Self {
        guard let path = coding.paths.names[keyPath], path.count == 1 else {
            preconditionFailure("\(keyPath) is not a declared field of \(Root.self)")
        }
        var copy = self
        copy.key = path[0]
        return copy
    }
}

extension Embedded {
    static var embeddedPaths: FieldPaths { fields.coding.paths }

    /// An object with the declared fields.
    public static var fieldType: FieldType {
        .embedded(EmbeddedLayout(fields: fields.coding.fields, key: fields.key))
    }

    /// Builds the struct from a stored object through its initialiser.
    public init(fieldValue: Value) throws {
        guard case .object(let object) = fieldValue else {
            throw FieldValueError.mismatch(expected: "an object", found: fieldValue)
        }
        let coding = Self.fields.coding
        var values: [Value] = []
        values.reserveCapacity(coding.fields.count)
        for field in coding.fields {
            guard let value = object[field.name] ?? field.valueWhenAbsent else {
                throw FieldValueError("the field is missing", path: [field.name])
            }
            values.append(value)
        }
        self = try coding.build(values)
    }

    /// The stored object: the declared fields in order.
    public func fieldValue() throws -> Value {
        let coding = Self.fields.coding
        let members = zip(coding.fields, try coding.read(self)).map { field, value in
            ValueObject.Member(field.name, value)
        }
        return .object(ValueObject(uniqueMembers: members))
    }
}
