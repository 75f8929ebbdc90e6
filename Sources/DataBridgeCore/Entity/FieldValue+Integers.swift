extension FieldValue where Self: FixedWidthInteger {
    /// A signed 64-bit integer.
    public static var fieldType: FieldType { .integer }

    /// Reads a stored integer that fits this type.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .int(let wide) = fieldValue else {
            throw FieldValueError.mismatch(expected: "an integer", found: fieldValue)
        }
        guard let exact = Self(exactly: wide) else {
            throw FieldValueError("the integer does not fit \(Self.self)")
        }
        self = exact
    }

    /// The stored integer; a value above `Int64.max` is refused.
    @inlinable
    public func fieldValue() throws -> Value {
        guard let wide = Int64(exactly: self) else {
            throw FieldValueError("an integer outside the range of Int64 cannot be stored")
        }
        return .int(wide)
    }
}

extension Int: FieldValue {}
extension Int8: FieldValue {}
extension Int16: FieldValue {}
extension Int32: FieldValue {}
extension Int64: FieldValue {}
extension UInt: FieldValue {}
extension UInt8: FieldValue {}
extension UInt16: FieldValue {}
extension UInt32: FieldValue {}
extension UInt64: FieldValue {}

/// Enums over a raw value are stored as that raw value: `enum Status: String, FieldValue`.
extension FieldValue where Self: RawRepresentable, RawValue: FieldValue {
    /// The raw value's shape.
    public static var fieldType: FieldType { RawValue.fieldType }

    /// Reads a stored raw value that is a case of this type.
    @inlinable
    public init(fieldValue: Value) throws {
        guard let value = Self(rawValue: try RawValue(fieldValue: fieldValue)) else {
            throw FieldValueError("the stored value is not a case of \(Self.self)")
        }
        self = value
    }

    /// The stored raw value.
    @inlinable
    public func fieldValue() throws -> Value { try rawValue.fieldValue() }
}
