extension Optional: FieldValue where Wrapped: FieldValue {
    /// The wrapped type's shape.
    public static var fieldType: FieldType { Wrapped.fieldType }

    /// True: nil is a value.
    public static var isOptional: Bool { true }

    /// Reads a stored value or nil.
    @inlinable
    public init(fieldValue: Value) throws {
        if case .null = fieldValue {
            self = nil
        } else {
            self = try Wrapped(fieldValue: fieldValue)
        }
    }

    /// The stored value, or null.
    @inlinable
    public func fieldValue() throws -> Value {
        guard let self else { return .null }
        return try self.fieldValue()
    }
}

extension Array: FieldValue where Element: FieldValue {
    /// A list of the element's shape.
    public static var fieldType: FieldType {
        .array(Element.fieldType, optionalElements: Element.isOptional)
    }

    /// Reads a stored list.
    @inlinable
    public init(fieldValue: Value) throws {
        guard case .array(let values) = fieldValue else {
            throw FieldValueError.mismatch(expected: "an array", found: fieldValue)
        }
        self = []
        reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            do {
                append(try Element(fieldValue: value))
            } catch let error as FieldValueError {
                throw error.nested(in: String(index))
            }
        }
    }

    /// The stored list.
    @inlinable
    public func fieldValue() throws -> Value {
        var values: [Value] = []
        values.reserveCapacity(count)
        for (index, element) in enumerated() {
            do {
                values.append(try element.fieldValue())
            } catch let error as FieldValueError {
                throw error.nested(in: String(index))
            }
        }
        return .array(values)
    }
}

extension Dictionary: FieldValue where Key == String, Value: FieldValue {
    /// Named values of the value's shape.
    public static var fieldType: FieldType {
        .dictionary(Value.fieldType, optionalValues: Value.isOptional)
    }

    /// Reads a stored object.
    public init(fieldValue: DataBridgeCore.Value) throws {
        guard case .object(let object) = fieldValue else {
            throw FieldValueError.mismatch(expected: "an object", found: fieldValue)
        }
        self = [:]
        for member in object.members {
            do {
                let value = try Value(fieldValue: member.value)
                // A dictionary merges canonically equal keys; two such members would lose one.
                guard updateValue(value, forKey: member.name) == nil else {
                    throw FieldValueError("two keys are equal but for their Unicode form")
                }
            } catch let error as FieldValueError {
                throw error.nested(in: member.name)
            }
        }
    }

    /// The stored object, its members in byte order of their names.
    public func fieldValue() throws -> DataBridgeCore.Value {
        var members: [ValueObject.Member] = []
        let sorted = self.sorted { ByteOrder.precedes($0.key, $1.key) }
        for (name, value) in sorted {
            do {
                members.append(ValueObject.Member(name, try value.fieldValue()))
            } catch let error as FieldValueError {
                throw error.nested(in: name)
            }
        }
        return .object(ValueObject(uniqueMembers: members))
    }
}
