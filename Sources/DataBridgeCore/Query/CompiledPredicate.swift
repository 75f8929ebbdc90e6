/// A predicate whose fields are resolved against a schema, evaluated on a record's values.
///
/// Compile once, evaluate for every record.
public struct CompiledPredicate: Sendable {
    private indirect enum Node: Sendable {
        case all
        case equals(ResolvedField, Value)
        case compares(ResolvedField, OrderComparison, Value)
        case isIn(ResolvedField, Set<Value>)
        case matches(ResolvedField, TextMatch)
        case contains(ResolvedField, Value)
        case and([Node])
        case or([Node])
        case not(Node)
    }

    /// A closure is called with what it holds where it lies; a walk over the tree would copy what
    /// each node holds, for every record.
    private typealias Test = @Sendable ([Value]) -> Bool

    private let root: Node
    private let test: Test

    /// Resolves the predicate's fields.
    ///
    /// - Throws: `invalid` when a field is not declared or a test does not fit its type.
    public init(_ predicate: RecordPredicate, in schema: CollectionSchema) throws {
        root = try CompiledPredicate.compile(predicate, schema)
        test = CompiledPredicate.test(root)
    }

    /// Whether the predicate is true of a record with the given values.
    public func matches(_ values: [Value]) -> Bool { test(values) }

    /// Whether every record matches, so that no evaluation is needed.
    public var isTrivial: Bool {
        if case .all = root { true } else { false }
    }

    /// The fields that must have one certain value for the predicate to be true, and whether that
    /// is all it says.
    ///
    /// Fields inside others are not among them.
    var fixedFields: (fields: [(index: Int, value: Value)], isWholePredicate: Bool) {
        let parts = if case .and(let parts) = root { parts } else { [root] }
        var fields: [(index: Int, value: Value)] = []
        for part in parts {
            guard case .equals(let field, let value) = part, field.path.isEmpty,
                !fields.contains(where: { $0.index == field.index })
            else { continue }
            fields.append((field.index, value))
        }
        fields.sort { $0.index < $1.index }
        return (fields, fields.count == parts.count)
    }

    private static func compile(
        _ predicate: RecordPredicate, _ schema: CollectionSchema
    ) throws -> Node {
        switch predicate {
        case .all: return .all
        case .equals(let field, let value):
            return .equals(try field.resolved(in: schema), value)
        case .compares(let field, let comparison, let value):
            return .compares(try field.resolved(in: schema), comparison, value)
        case .isIn(let field, let values):
            return .isIn(try field.resolved(in: schema), Set(values))
        case .matches(let field, let match):
            let resolved = try field.resolved(in: schema)
            guard resolved.type.mayHoldText else {
                throw DataError(
                    .invalid,
                    "the field \"\(field)\" holds no text; prefix, suffix and "
                        + "contains tests need a string field",
                    collection: schema.name, fields: [field.description])
            }
            return .matches(resolved, match)
        case .contains(let field, let value):
            let resolved = try field.resolved(in: schema)
            guard resolved.type.mayHoldArray else {
                throw DataError(
                    .invalid, "the field \"\(field)\" is not an array; use a text test or ==",
                    collection: schema.name, fields: [field.description])
            }
            return .contains(resolved, value)
        case .and(let parts): return .and(try parts.map { try compile($0, schema) })
        case .or(let parts): return .or(try parts.map { try compile($0, schema) })
        case .not(let part): return .not(try compile(part, schema))
        }
    }

    private static func test(_ node: Node) -> Test {
        switch node {
        case .all: return { _ in true }
        case .equals(let field, let value):
            let index = field.index
            guard field.path.isEmpty else { return { field.value(in: $0) == value } }
            return { $0[index] == value }
        case .compares(let field, let comparison, let value):
            let index = field.index
            guard field.path.isEmpty else {
                return { comparison.holds(field.value(in: $0), value) }
            }
            return { comparison.holds($0[index], value) }
        case .isIn(let field, let set):
            return { set.contains(field.value(in: $0)) }
        case .matches(let field, let match):
            return { values in
                guard case .string(let text) = field.value(in: values) else { return false }
                return match.matches(text)
            }
        case .contains(let field, let value):
            return { values in
                guard case .array(let elements) = field.value(in: values) else { return false }
                return elements.contains(value)
            }
        case .and(let parts):
            return all(of: parts.map(test)[...])
        case .or(let parts):
            return any(of: parts.map(test)[...])
        case .not(let part):
            let test = test(part)
            return { !test($0) }
        }
    }

    // Few tests are joined in pairs, which costs least. Many are gone through: pairs in pairs would
    // call as deep as there are tests.
    private static let mostPairs = 8

    private static func all(of tests: ArraySlice<Test>) -> Test {
        guard tests.count <= mostPairs else {
            return { values in
                for test in tests where !test(values) { return false }
                return true
            }
        }
        guard let first = tests.first else { return { _ in true } }
        guard tests.count > 1 else { return first }
        let others = all(of: tests.dropFirst())
        return { first($0) && others($0) }
    }

    private static func any(of tests: ArraySlice<Test>) -> Test {
        guard tests.count <= mostPairs else {
            return { values in
                for test in tests where test(values) { return true }
                return false
            }
        }
        guard let first = tests.first else { return { _ in false } }
        guard tests.count > 1 else { return first }
        let others = any(of: tests.dropFirst())
        return { first($0) || others($0) }
    }
}

extension OrderComparison {
    /// Whether the order holds; false when a side is nil or the kinds cannot be ordered.
    public func holds(_ left: Value, _ right: Value) -> Bool {
        guard left.isOrderable(with: right) else { return false }
        switch self {
        case .less: return left < right
        case .lessOrEqual: return !(right < left)
        case .greater: return right < left
        case .greaterOrEqual: return !(left < right)
        }
    }
}

extension TextMatch {
    /// Whether the text matches, byte by byte.
    public func matches(_ subject: String) -> Bool {
        switch (position, ignoringCase) {
        case (.prefix, false): ByteOrder.hasPrefix(subject, text)
        case (.prefix, true): ByteOrder.hasPrefixIgnoringASCIICase(subject, text)
        case (.suffix, false): ByteOrder.hasSuffix(subject, text)
        case (.suffix, true): ByteOrder.hasSuffixIgnoringASCIICase(subject, text)
        case (.anywhere, false): ByteOrder.contains(subject, text)
        case (.anywhere, true): ByteOrder.containsIgnoringASCIICase(subject, text)
        }
    }
}

extension FieldType {
    var mayHoldText: Bool { self == .string || self == .opaque || self == .losslessID }

    var mayHoldArray: Bool {
        if case .array = self { true } else { self == .opaque }
    }
}
