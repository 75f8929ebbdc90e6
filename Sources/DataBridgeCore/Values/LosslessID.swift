/// An id that keeps its kind and spelling: an integer, a text, or a number such as `92.10`.
///
/// Data written by hand mixes all three. `7`, `"7"` and `7.0` are three different ids, `92.1` is
/// not `92.10`, and no id passes through `Double`. Text compares by UTF-8 bytes. Numbers come
/// before text and order by value, then by spelling.
///
/// Make numbers with ``init(_:)-(LosslessNumber)``, which turns integers into ``integer(_:)``.
public enum LosslessID: Sendable {
    /// A 64-bit integer, spelled as integers usually are.
    case integer(Int64)
    /// Text.
    case string(String)
    /// A number with a fraction, an exponent, or beyond 64 bits.
    case number(LosslessNumber)

    /// Makes an id of a number: an integer when it fits 64 bits and is spelled like one.
    public init(_ number: LosslessNumber) {
        if let integer = Int64(number.text), ByteOrder.equal(String(integer), number.text) {
            self = .integer(integer)
        } else {
            self = .number(number)
        }
    }

    /// Makes an id of what someone typed: an integer or number where the text is one, else text.
    ///
    /// `7` is an integer, `92.10` and `-0` are numbers, `007`, `7a` and the empty text are text.
    public init(parsing text: String) {
        if let number = LosslessNumber(text) {
            self.init(number)
        } else {
            self = .string(text)
        }
    }

    /// The id a stored value stands for; nil when it is neither integer, text nor spelled number.
    ///
    /// A plain ``Value/number(_:)`` keeps its spelling too.
    public init?(value: Value) {
        switch value {
        case .int(let integer): self = .integer(integer)
        case .string(let text): self = .string(text)
        case .spelledNumber(let number), .number(let number): self.init(number)
        default: return nil
        }
    }

    /// The stored form of this id.
    public var value: Value {
        switch self {
        case .integer(let integer): .int(integer)
        case .string(let text): .string(text)
        case .number(let number): .spelledNumber(number)
        }
    }
}

extension LosslessID: Hashable, Comparable {
    /// Tells whether kind and spelling are the same.
    public static func == (lhs: LosslessID, rhs: LosslessID) -> Bool {
        switch (lhs, rhs) {
        case (.integer(let left), .integer(let right)): left == right
        case (.string(let left), .string(let right)): ByteOrder.equal(left, right)
        case (.number(let left), .number(let right)): left == right
        default: false
        }
    }

    /// Hashes the stored form.
    public func hash(into hasher: inout Hasher) {
        value.hash(into: &hasher)
    }

    /// Orders numbers by value, then by spelling, and text after them by its bytes.
    public static func < (lhs: LosslessID, rhs: LosslessID) -> Bool {
        lhs.value < rhs.value
    }
}

extension LosslessID: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// Makes an integer id.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// Makes a text id, also of a text that looks like a number.
    public init(stringLiteral value: String) { self = .string(value) }

    /// The id as it is spelled, without quotes.
    public var description: String {
        switch self {
        case .integer(let integer): String(integer)
        case .string(let text): text
        case .number(let number): number.text
        }
    }
}

extension LosslessID: Codable {
    private enum CodingKeys: String, CodingKey {
        case number
    }

    /// Reads an integer, a text, or the object `{"number": "92.10"}`.
    ///
    /// A bare number that is no integer is refused: most decoders have lost its spelling.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.singleValueContainer() {
            if let integer = try? container.decode(Int64.self) {
                self = .integer(integer)
                return
            }
            if let text = try? container.decode(String.self) {
                self = .string(text)
                return
            }
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try container.decode(LosslessNumber.self, forKey: .number))
    }

    /// Writes an integer, a text, or the object `{"number": "92.10"}`.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .integer(let integer):
            var container = encoder.singleValueContainer()
            try container.encode(integer)
        case .string(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let number):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(number, forKey: .number)
        }
    }
}
