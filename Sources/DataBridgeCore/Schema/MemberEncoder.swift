import JSONSyntax

/// A field that writes itself as a member of a JSON object, whatever its type.
///
/// A class and not a protocol: a call through a protocol of generic structs asks the runtime for
/// the type each time.
@usableFromInline
class MemberEncoding<Root>: @unchecked Sendable {
    // @unchecked: the one subclass is final and holds `Sendable` constants.
    init() {}

    /// What the writer must know to take the property from the struct's memory.
    var member: JSONMemberLayout.Member { preconditionFailure("every kind of field says it") }

    /// The stored form of the property's value.
    func value(of root: UnsafePointer<Root>) throws -> Value {
        preconditionFailure("every kind of field reads itself")
    }

    /// Writes the property as a member, unless its absence says the same.
    func encode(_ root: UnsafePointer<Root>, _ writer: inout JSONWriter) throws {
        preconditionFailure("every kind of field writes itself")
    }
}

/// Writes the fields of a struct as a JSON object.
///
/// Fields of the usual kinds are written from the struct's memory, several in one go. Every field
/// can also write itself; it does so where that way has to pass, so that only it knows of errors.
@usableFromInline
struct MemberEncoder<Root: Sendable>: Sendable {
    private let fields: [MemberEncoding<Root>]
    private let layout: JSONMemberLayout

    private init<each Stored: FieldValue>(_ stored: repeat Field<Root, each Stored>) {
        var fields: [MemberEncoding<Root>] = []
        for field in repeat each stored { fields.append(field.access) }
        self.init(fields)
    }

    private init(_ fields: [MemberEncoding<Root>]) {
        self.fields = fields
        layout = JSONMemberLayout(fields.map(\.member))
    }

    /// How a struct is written.
    ///
    /// The closure is made here and not where the schema is declared: there it would take the
    /// struct apart into its properties, and copy it to have it in memory again.
    @usableFromInline
    static func encode<each Stored: FieldValue>(
        _ stored: repeat Field<Root, each Stored>
    ) -> @Sendable (Root, inout JSONWriter) throws -> Void {
        let encoder = MemberEncoder(repeat each stored)
        return { try encoder.encode($0, to: &$1) }
    }

    /// How the stored form of a struct's fields is read.
    @usableFromInline
    static func read<each Stored: FieldValue>(
        _ stored: repeat Field<Root, each Stored>
    ) -> @Sendable (Root) throws -> [Value] {
        let encoder = MemberEncoder(repeat each stored)
        return { try encoder.values(of: $0) }
    }

    private func values(of root: Root) throws -> [Value] {
        try withUnsafePointer(to: root) { pointer in
            var values: [Value] = []
            values.reserveCapacity(fields.count)
            for field in fields { values.append(try field.value(of: pointer)) }
            return values
        }
    }

    private func encode(_ root: Root, to writer: inout JSONWriter) throws {
        writer.beginObject()
        try withUnsafePointer(to: root) { pointer in
            var index = writer.members(layout, of: pointer, from: 0)
            while index < fields.count {
                try fields[index].encode(pointer, &writer)
                index = writer.members(layout, of: pointer, from: index + 1)
            }
        }
        writer.endObject()
    }
}
