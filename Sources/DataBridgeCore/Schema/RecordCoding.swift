import JSONSyntax

/// How a struct is taken apart into canonical values or JSON, and built again through its own
/// initialiser.
///
/// The closures are made in inlinable code: compiled into the module that declares the schema,
/// where all types are known, they are several times as fast as generic ones.
@usableFromInline
struct RecordCoding<Root: Sendable>: Sendable {
    let declarations: FieldDeclarations

    /// Builds the value from one value per field, in field order.
    let build: @Sendable ([Value]) throws -> Root
    /// The values, one per field, in field order.
    let read: @Sendable (Root) throws -> [Value]
    /// Builds the value from a JSON object.
    let decode: @Sendable (JSONNode) throws -> Root
    /// Writes the value as a JSON object.
    let encode: @Sendable (Root, inout JSONWriter) throws -> Void

    var fields: [FieldLayout] { declarations.fields }
    var paths: FieldPaths { declarations.paths }

    @usableFromInline
    init(
        declarations: FieldDeclarations,
        build: @escaping @Sendable ([Value]) throws -> Root,
        read: @escaping @Sendable (Root) throws -> [Value],
        decode: @escaping @Sendable (JSONNode) throws -> Root,
        encode: @escaping @Sendable (Root, inout JSONWriter) throws -> Void
    ) {
        self.declarations = declarations
        self.build = build
        self.read = read
        self.decode = decode
        self.encode = encode
    }

    @inlinable
    init<each Stored: FieldValue>(
        _ make: @escaping @Sendable (repeat each Stored) throws -> Root,
        _ stored: repeat Field<Root, each Stored>
    ) {
        let declarations = FieldDeclarations(of: Root.self, repeat each stored)
        let count = declarations.count
        let fields = (repeat (each stored).access)
        self.init(
            declarations: declarations,
            build: { values in
                precondition(values.count == count)
                var index = 0
                func next() -> Value {
                    defer { index += 1 }
                    return values[index]
                }
                return try make(repeat try (each fields).build(next()))
            },
            read: MemberEncoder<Root>.read(repeat each stored),
            decode: { node in
                guard node.kind == .object else {
                    throw FieldValueError.mismatch(expected: "an object", json: node)
                }
                var cursor = node.memberCursor()
                return try make(repeat try (each fields).decode(&cursor))
            },
            encode: MemberEncoder<Root>.encode(repeat each stored))
    }
}

/// What the fields of a struct declare, without their types.
@usableFromInline
struct FieldDeclarations: Sendable {
    private(set) var fields: [FieldLayout] = []
    private(set) var isIndexed: [Bool] = []
    private(set) var isUnique: [Bool] = []
    private(set) var isIdentifying: [Bool] = []
    private(set) var types: [any FieldValue.Type] = []
    private(set) var references: [ReferenceTarget?] = []
    private(set) var paths = FieldPaths()

    /// Fields that are not declared one by one.
    init(_ fields: [FieldLayout], paths: FieldPaths) {
        self.fields = fields
        isIndexed = fields.map { _ in false }
        isUnique = isIndexed
        isIdentifying = isIndexed
        references = fields.map { _ in nil }
        self.paths = paths
    }

    @usableFromInline
    init<Root, each Stored: FieldValue>(
        of root: Root.Type, _ stored: repeat Field<Root, each Stored>
    ) {
        for field in repeat each stored {
            fields.append(field.layout())
            isIndexed.append(field.isIndexed)
            isUnique.append(field.isUnique)
            isIdentifying.append(field.isIdentifying)
            types.append(field.type)
            references.append(field.reference)
            paths.add(field)
        }
        var names: Set<[UInt8]> = []
        for field in fields {
            precondition(
                names.insert(Array(field.name.utf8)).inserted,
                "two fields of \(root) are stored under the name \"\(field.name)\"")
        }
    }

    @usableFromInline
    var count: Int { fields.count }
}

/// Stored names by key path, those inside embedded structs included.
///
/// `@unchecked Sendable`: the keys are key paths that were `Sendable` when they were declared, or
/// were appended from such; `AnyKeyPath` cannot say so in its type.
struct FieldPaths: @unchecked Sendable {
    private(set) var names: [AnyKeyPath: [String]] = [:]

    /// No names.
    init() {}

    /// One key path to the id, whatever its stored name.
    init(id keyPath: any AnyKeyPath & Sendable) {
        names[keyPath] = []
    }

    mutating func add<Root, Stored: FieldValue>(_ field: Field<Root, Stored>) {
        names[field.keyPath] = [field.name]
        guard let embedded = Stored.self as? any Embedded.Type else { return }
        for (nested, path) in embedded.embeddedPaths.names {
            if let whole = (field.keyPath as AnyKeyPath).appending(path: nested) {
                names[whole] = [field.name] + path
            }
        }
    }
}
