#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif
public import JSONSyntax

// The ways from and to JSON text that spare the detour through `Value`. Each agrees with that
// detour, which stores take: what one reads or writes, the other does.

extension FieldValue {
    /// Reads the value through its stored form.
    public init(json node: JSONNode) throws {
        try self.init(fieldValue: Value(json: node, as: Self.fieldType))
    }

    /// Writes the value through its stored form.
    public func writeJSON(to writer: inout JSONWriter) throws {
        try JSONFieldCoding(Self.fieldType).write(fieldValue(), to: &writer)
    }

    /// False: only `Optional` says otherwise.
    @inlinable
    public static func isNil(_ value: Self) -> Bool { false }
}

extension Bool {
    /// Reads `true` or `false`.
    @inlinable
    public init(json node: JSONNode) throws {
        guard let value = node.bool else {
            throw FieldValueError.mismatch(expected: "a boolean", json: node)
        }
        self = value
    }

    /// Writes `true` or `false`.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) {
        writer.bool(self)
    }
}

extension String {
    /// Reads a string.
    @inlinable
    public init(json node: JSONNode) throws {
        guard let value = node.string else {
            throw FieldValueError.mismatch(expected: "a string", json: node)
        }
        self = value
    }

    /// Writes a string.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) {
        writer.string(self)
    }
}

extension FieldValue where Self: FixedWidthInteger {
    /// Reads a number that is an integer, also one spelled `1.0` or `1e2`, and fits this type.
    @inlinable
    public init(json node: JSONNode) throws {
        guard let wide = node.int64 else { throw FieldValueError.notAnInteger(node) }
        guard let exact = Self(exactly: wide) else {
            throw FieldValueError("the integer does not fit \(Self.self)")
        }
        self = exact
    }

    /// Writes the integer; a value above `Int64.max` is refused.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) throws {
        guard let wide = Int64(exactly: self) else {
            throw FieldValueError("an integer outside the range of Int64 cannot be stored")
        }
        writer.int64(wide)
    }
}

extension FieldValue where Self: RawRepresentable, RawValue: FieldValue {
    /// Reads a raw value that is a case of this type.
    @inlinable
    public init(json node: JSONNode) throws {
        guard let value = Self(rawValue: try RawValue(json: node)) else {
            throw FieldValueError("the value is not a case of \(Self.self)")
        }
        self = value
    }

    /// Writes the raw value.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) throws {
        try rawValue.writeJSON(to: &writer)
    }
}

extension Double {
    /// Reads a number; one beyond the range of `Double` is refused.
    @inlinable
    public init(json node: JSONNode) throws {
        guard let value = node.double else { throw FieldValueError.notADouble(node) }
        self = value
    }

    /// Writes the shortest spelling that reads back equal; NaN and infinities are refused.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) throws {
        guard isFinite else { throw FieldValueError("NaN and infinity cannot be stored") }
        try writer.double(self)
    }
}

extension Decimal {
    /// Reads a number that `Decimal` holds exactly.
    public init(json node: JSONNode) throws {
        guard let value = node.decimal else { throw FieldValueError.notADecimal(node) }
        self = value
    }

    /// Writes all digits; NaN is refused.
    public func writeJSON(to writer: inout JSONWriter) throws {
        guard let text = DecimalText.text(self), isFinite else {
            throw FieldValueError("NaN cannot be stored")
        }
        writer.raw(text: text)
    }
}

extension Date {
    /// Reads a date in RFC 3339, with any offset.
    @inlinable
    public init(json node: JSONNode) throws {
        guard let seconds = node.timestamp else {
            throw FieldValueError.badText("a date such as 2024-05-17T12:34:56Z", json: node)
        }
        self.init(timeIntervalSinceReferenceDate: seconds)
    }

    /// Writes RFC 3339 with `Z` and the shortest fraction that restores the bits.
    @inlinable
    public func writeJSON(to writer: inout JSONWriter) throws {
        do {
            try writer.timestamp(timeIntervalSinceReferenceDate)
        } catch {
            throw FieldValueError("a date outside the years 0 to 9999 cannot be stored")
        }
    }
}

extension UUID {
    /// Reads a UUID in letters of either case.
    public init(json node: JSONNode) throws {
        guard let value = node.withString(UUIDText.uuid) ?? nil else {
            throw FieldValueError.badText("a UUID", json: node)
        }
        self = value
    }

    /// Writes the UUID in capitals.
    public func writeJSON(to writer: inout JSONWriter) {
        UUIDText.withText(self) { writer.string(utf8: $0) }
    }
}

extension LosslessID {
    /// Reads a string or a number, which keeps its spelling.
    public init(json node: JSONNode) throws {
        switch node.kind {
        case .string: self = .string(node.string ?? "")
        case .number:
            if let integer = node.plainInteger {
                self = .integer(integer)
            } else {
                self = .number(LosslessNumber(checked: node.sourceText))
            }
        default:
            throw FieldValueError.mismatch(expected: "an id (string or number)", json: node)
        }
    }

    /// Writes the id as it is spelled.
    public func writeJSON(to writer: inout JSONWriter) {
        switch self {
        case .integer(let integer): writer.int64(integer)
        case .string(let text): writer.string(text)
        case .number(let number): writer.raw(text: number.text)
        }
    }
}

extension FieldValueError {
    @usableFromInline
    static func notAnInteger(_ node: JSONNode) -> FieldValueError {
        guard node.kind == .number else { return mismatch(expected: "an integer", json: node) }
        return FieldValueError(
            node.isInteger
                ? "the integer does not fit 64 bits"
                : "expected an integer, found a number with a fraction")
    }

    @usableFromInline
    static func notADouble(_ node: JSONNode) -> FieldValueError {
        guard node.kind == .number else { return mismatch(expected: "a number", json: node) }
        return FieldValueError("the number is beyond the range of Double")
    }

    static func notADecimal(_ node: JSONNode) -> FieldValueError {
        guard node.kind == .number else {
            return mismatch(expected: "a decimal number", json: node)
        }
        return FieldValueError("the number has more digits than Decimal holds exactly")
    }

    /// The error for a string that should have spelled something.
    @usableFromInline
    static func badText(_ expected: String, json node: JSONNode) -> FieldValueError {
        guard node.kind == .string else { return mismatch(expected: expected, json: node) }
        return FieldValueError("the text is not \(expected)")
    }
}
