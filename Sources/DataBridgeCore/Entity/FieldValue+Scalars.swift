#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Bool: FieldValue {
    /// A boolean.
    public static var fieldType: FieldType { .bool }

    /// Reads a stored boolean.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .bool(let value) = fieldValue else {
            throw FieldValueError.mismatch(expected: "a boolean", found: fieldValue)
        }
        self = value
    }

    /// The stored boolean.
    @inlinable
    public func fieldValue() -> Value { .bool(self) }
}

extension String: FieldValue {
    /// A string.
    public static var fieldType: FieldType { .string }

    /// Reads a stored string.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .string(let value) = fieldValue else {
            throw FieldValueError.mismatch(expected: "a string", found: fieldValue)
        }
        self = value
    }

    /// The stored string.
    @inlinable
    public func fieldValue() -> Value { .string(self) }
}

extension Double: FieldValue {
    /// A number.
    public static var fieldType: FieldType { .double }

    /// Reads a stored number; an integer or decimal is taken when it is exactly a `Double`.
    @inlinable
    public init(fieldValue: Value) throws {
        switch fieldValue {
        case .double(let value): self = value
        case .int(let value):
            guard let exact = Double(exactly: value) else {
                throw FieldValueError("the integer is not exactly a Double")
            }
            self = exact
        default: throw FieldValueError.mismatch(expected: "a number", found: fieldValue)
        }
    }

    /// The stored number; NaN and infinities are refused.
    @inlinable
    public func fieldValue() throws -> Value {
        guard isFinite else { throw FieldValueError("NaN and infinity cannot be stored") }
        return .double(self)
    }
}

extension Float: FieldValue {
    /// A number.
    public static var fieldType: FieldType { .double }

    /// Reads a stored number that is a `Float` exactly or by its shortest spelling, as `0.1` is.
    public init(fieldValue: Value) throws {
        let wide = try Double(fieldValue: fieldValue)
        let nearest = Float(wide)
        guard Double(nearest) == wide || Double(nearest.description) == wide else {
            throw FieldValueError("the number has more digits than a Float holds")
        }
        self = nearest
    }

    /// The number of the shortest spelling, so that `0.1` is stored as `0.1`; NaN and infinities
    /// are refused.
    public func fieldValue() throws -> Value {
        if let spelled = Double(description), Float(spelled) == self {
            return try spelled.fieldValue()
        }
        return try Double(self).fieldValue()
    }
}

extension Decimal: FieldValue {
    /// An exact decimal number.
    public static var fieldType: FieldType { .decimal }

    /// Reads a stored decimal or integer.
    @inlinable
    public init(fieldValue: Value) throws {
        switch fieldValue {
        case .decimal(let value): self = value
        case .int(let value): self = Decimal(value)
        default: throw FieldValueError.mismatch(expected: "a decimal number", found: fieldValue)
        }
    }

    /// The stored decimal; NaN is refused.
    @inlinable
    public func fieldValue() throws -> Value {
        guard !isNaN else { throw FieldValueError("NaN cannot be stored") }
        return .decimal(self)
    }
}

extension Date: FieldValue {
    /// A point in time.
    public static var fieldType: FieldType { .date }

    /// Seconds from the reference date of the first and the last instant that can be stored:
    /// the years 0 to 9999.
    @usableFromInline
    static let storableSeconds = -63_145_526_400.0..<252_423_993_600.0

    /// Reads a stored date.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .date(let value) = fieldValue else {
            throw FieldValueError.mismatch(expected: "a date", found: fieldValue)
        }
        self = value
    }

    /// The stored date; years outside 0 to 9999 are refused.
    @inlinable
    public func fieldValue() throws -> Value {
        guard Date.storableSeconds.contains(timeIntervalSinceReferenceDate) else {
            throw FieldValueError("a date outside the years 0 to 9999 cannot be stored")
        }
        return .date(self)
    }
}

extension UUID: FieldValue {
    /// A UUID.
    public static var fieldType: FieldType { .uuid }

    /// Reads a stored UUID.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .uuid(let value) = fieldValue else {
            throw FieldValueError.mismatch(expected: "a UUID", found: fieldValue)
        }
        self = value
    }

    /// The stored UUID.
    @inlinable
    public func fieldValue() -> Value { .uuid(self) }
}

extension Data: FieldValue {
    /// Bytes.
    public static var fieldType: FieldType { .data }

    /// Reads stored bytes.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .data(let value) = fieldValue else {
            throw FieldValueError.mismatch(expected: "bytes", found: fieldValue)
        }
        self = value
    }

    /// The stored bytes.
    @inlinable
    public func fieldValue() -> Value { .data(self) }
}

extension URL: FieldValue {
    /// A string: the URL's text.
    public static var fieldType: FieldType { .string }

    /// Reads a stored URL.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .string(let text) = fieldValue else {
            throw FieldValueError.mismatch(expected: "a URL", found: fieldValue)
        }
        guard let url = URL(string: text) else { throw FieldValueError("the text is not a URL") }
        self = url
    }

    /// The stored text.
    @inlinable
    public func fieldValue() -> Value { .string(absoluteString) }
}

extension Duration: FieldValue {
    /// A length of time.
    public static var fieldType: FieldType { .duration }

    /// Reads a stored duration.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .duration(let value) = fieldValue else {
            throw FieldValueError.mismatch(expected: "a duration", found: fieldValue)
        }
        self = value
    }

    /// The stored duration.
    @inlinable
    public func fieldValue() -> Value { .duration(self) }
}

extension LosslessID: FieldValue {
    /// An id that keeps its kind and spelling.
    public static var fieldType: FieldType { .losslessID }

    /// Reads a stored id.
    @inlinable
    public init(fieldValue: Value) throws {
        guard let id = LosslessID(value: fieldValue) else {
            throw FieldValueError.mismatch(expected: "an id", found: fieldValue)
        }
        self = id
    }

    /// The stored id.
    @inlinable
    public func fieldValue() -> Value { value }
}
