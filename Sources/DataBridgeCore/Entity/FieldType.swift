/// The shape of a stored field, as a backend sees it.
public indirect enum FieldType: Hashable, Sendable {
    /// True or false.
    case bool
    /// A signed 64-bit integer; narrower integer types check their range when read.
    case integer
    /// A 64-bit IEEE 754 number; NaN is refused.
    case double
    /// An exact decimal number.
    case decimal
    /// Any Unicode string, compared by its UTF-8 bytes.
    case string
    /// A point in time, kept to the bit.
    case date
    /// A UUID.
    case uuid
    /// Bytes.
    case data
    /// A length of time, exact to the attosecond.
    case duration
    /// An id that keeps its kind and spelling.
    case losslessID
    /// A struct with declared fields.
    case embedded(EmbeddedLayout)
    /// A list of values of one type; `optionalElements` when the elements may be nil.
    case array(FieldType, optionalElements: Bool)
    /// Named values of one type; `optionalValues` when the values may be nil.
    case dictionary(FieldType, optionalValues: Bool)
    /// Any JSON value that the store keeps whole and does not look into.
    case opaque

    /// The type's name in messages.
    public var name: String {
        switch self {
        case .bool: "a boolean"
        case .integer: "an integer"
        case .double: "a number"
        case .decimal: "a decimal number"
        case .string: "a string"
        case .date: "a date"
        case .uuid: "a UUID"
        case .data: "base64 data"
        case .duration: "a duration"
        case .losslessID: "an id (string or number)"
        case .embedded: "an object"
        case .array: "an array"
        case .dictionary: "an object"
        case .opaque: "a JSON value"
        }
    }
}

/// The declared fields of an ``Embedded`` struct.
public struct EmbeddedLayout: Hashable, Sendable {
    /// The fields, in initialiser order.
    public var fields: [FieldLayout]

    /// The field that identifies an element in an array of such structs, if one is declared.
    public var key: String?

    /// A layout of the given fields.
    public init(fields: [FieldLayout], key: String? = nil) {
        self.fields = fields
        self.key = key
    }
}

/// One declared field, without its Swift type.
public struct FieldLayout: Hashable, Sendable {
    /// The stored name.
    public var name: String
    /// The stored shape.
    public var type: FieldType
    /// Whether nil may be stored.
    public var isOptional: Bool
    /// What stands for the field in data that lacks it; nil when the field must be there.
    public var defaultValue: Value?

    /// A field of the given name and shape.
    public init(
        name: String, type: FieldType, isOptional: Bool = false, defaultValue: Value? = nil
    ) {
        self.name = name
        self.type = type
        self.isOptional = isOptional
        self.defaultValue = defaultValue
    }

    /// What an absent field reads as, or nil when absence is an error.
    public var valueWhenAbsent: Value? {
        defaultValue ?? (isOptional ? .null : nil)
    }
}
