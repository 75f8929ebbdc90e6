public import JSONSyntax

/// A type that can be stored in a field.
///
/// Conforming types are Bool, all integers up to 64 bits, Double, Float, String, Date, UUID, Data,
/// Decimal, Duration, URL, ``LosslessID``, enums whose raw value conforms (write
/// `enum Status: String, FieldValue`), structs that declare their own fields (``Embedded``), any
/// `Codable` type that adopts ``OpaqueValue``, and optionals, arrays and string-keyed dictionaries
/// of all these.
///
/// What is written is what is read: `Self(fieldValue: x.fieldValue()) == x` for every `x` that
/// ``fieldValue()`` accepts.
public protocol FieldValue: Sendable {
    /// The shape that a backend sees, from which it chooses a column type or a spelling.
    static var fieldType: FieldType { get }

    /// Whether `nil` is a value of this type.
    ///
    /// Only optionals say yes.
    static var isOptional: Bool { get }

    /// Builds the value from its stored form.
    ///
    /// - Throws: ``FieldValueError`` when the stored value is of another kind or out of range.
    init(fieldValue: Value) throws

    /// The stored form.
    ///
    /// - Throws: ``FieldValueError`` for what cannot be stored: NaN, a `UInt64` above `Int64.max`,
    ///   a date outside the years 0 to 9999, an opaque value whose `encode(to:)` throws.
    func fieldValue() throws -> Value

    /// Reads the value from JSON as a store that keeps text spells it.
    ///
    /// The default goes through the stored form; a type that overrides it must agree with that.
    ///
    /// - Throws: ``FieldValueError``, as ``init(fieldValue:)``.
    init(json node: JSONNode) throws

    /// Writes the value as JSON; see ``init(json:)``.
    ///
    /// - Throws: ``FieldValueError``, as ``fieldValue()``.
    func writeJSON(to writer: inout JSONWriter) throws

    /// Whether a value is nil.
    ///
    /// Only optionals can be.
    static func isNil(_ value: Self) -> Bool
}

extension FieldValue {
    /// False: only `Optional` says otherwise.
    public static var isOptional: Bool { false }
}

/// Why a single value could not be stored or read.
///
/// The repository turns it into a ``DataError`` that names the collection, the record and the
/// field.
public struct FieldValueError: Error, Sendable {
    /// What is wrong, without the value itself.
    public var message: String

    /// The path inside the field, for nested values.
    public var path: [String]

    /// An error with a message that does not contain the stored value.
    public init(_ message: String, path: [String] = []) {
        self.message = message
        self.path = path
    }

    /// The error for a stored value of another kind.
    public static func mismatch(expected: String, found: Value) -> FieldValueError {
        FieldValueError("expected \(expected), found \(found.kindName)")
    }

    /// This error seen from one level further out.
    @usableFromInline
    func nested(in name: String) -> FieldValueError {
        FieldValueError(message, path: [name] + path)
    }
}
