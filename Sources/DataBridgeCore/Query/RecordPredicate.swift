/// The untyped tree of a filter: what backends translate or evaluate.
///
/// Logic is two-valued: a predicate is true or false of a record, and `not` is the exact negation.
/// `equals` compares nil like any other value; the order comparisons are false when either side is
/// nil or the two sides are of different kinds. Text compares by UTF-8 bytes; `ignoringCase` folds
/// ASCII letters only.
public indirect enum RecordPredicate: Hashable, Sendable {
    /// True of every record.
    case all
    /// A field equals a value; nil equals nil.
    case equals(FieldReference, Value)
    /// A field stands in an order to a value.
    case compares(FieldReference, OrderComparison, Value)
    /// A field equals one of the values.
    case isIn(FieldReference, [Value])
    /// A text field matches.
    case matches(FieldReference, TextMatch)
    /// An array field has an element that equals the value.
    case contains(FieldReference, Value)
    /// All parts are true; true when there are none.
    case and([RecordPredicate])
    /// At least one part is true; false when there are none.
    case or([RecordPredicate])
    /// The exact negation.
    case not(RecordPredicate)
}

/// An order comparison.
public enum OrderComparison: String, Hashable, Sendable {
    /// Less than.
    case less = "<"
    /// Less than or equal.
    case lessOrEqual = "<="
    /// Greater than.
    case greater = ">"
    /// Greater than or equal.
    case greaterOrEqual = ">="
}

/// A test on a string field.
public struct TextMatch: Hashable, Sendable {
    /// Where the text must stand.
    public enum Position: String, Hashable, Sendable {
        /// At the start.
        case prefix
        /// At the end.
        case suffix
        /// Anywhere.
        case anywhere
    }

    /// Where the text must stand.
    public var position: Position
    /// The text looked for.
    ///
    /// It compares by bytes.
    public var text: String
    /// Whether ASCII letters match in either case.
    public var ignoringCase: Bool

    /// A test for the text at the position.
    public init(_ position: Position, _ text: String, ignoringCase: Bool = false) {
        self.position = position
        self.text = text
        self.ignoringCase = ignoringCase
    }

    /// Compares by bytes.
    public static func == (left: TextMatch, right: TextMatch) -> Bool {
        left.position == right.position && left.ignoringCase == right.ignoringCase
            && ByteOrder.equal(left.text, right.text)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(position)
        hasher.combine(ignoringCase)
        Value.string(text).hash(into: &hasher)
    }
}

extension RecordPredicate {
    /// Every field reference in the tree.
    public var references: [FieldReference] {
        switch self {
        case .all: []
        case .equals(let field, _), .compares(let field, _, _), .isIn(let field, _),
            .matches(let field, _), .contains(let field, _):
            [field]
        case .and(let parts), .or(let parts): parts.flatMap(\.references)
        case .not(let part): part.references
        }
    }

    /// Both predicates hold; `all` adds nothing.
    package func and(_ other: RecordPredicate) -> RecordPredicate {
        switch (self, other) {
        case (.all, _): other
        case (_, .all): self
        case (.and(let left), .and(let right)): .and(left + right)
        case (.and(let left), _): .and(left + [other])
        case (_, .and(let right)): .and([self] + right)
        default: .and([self, other])
        }
    }
}
