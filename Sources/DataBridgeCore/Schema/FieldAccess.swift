import JSONSyntax

/// How one field of a struct is read, written and decoded.
///
/// A class, because loops over a schema's fields know the type of a field at run time only: a
/// reference is passed on without asking for that type's layout, and its methods find the type in
/// the object.
@usableFromInline
final class FieldAccess<Root, Stored: FieldValue>: MemberEncoding<Root>, @unchecked Sendable {
    // @unchecked: inherited; the properties are `Sendable` constants.
    let keyPath: any KeyPath<Root, Stored> & Sendable
    /// Where the stored property lies in the struct; nil for classes and computed properties.
    let offset: Int?
    let name: String
    /// The name prepared for reading and writing JSON.
    let key: JSONKey
    let defaultValue: Stored?
    /// Whether nil is written as absence.
    let leavesOutNil: Bool

    @usableFromInline
    init(_ keyPath: any KeyPath<Root, Stored> & Sendable, _ name: String, _ defaultValue: Stored?) {
        self.keyPath = keyPath
        offset = MemoryLayout<Root>.offset(of: keyPath)
        self.name = name
        key = JSONKey(name)
        self.defaultValue = defaultValue
        leavesOutNil = Stored.isOptional && defaultValue == nil
        super.init()
    }

    /// Calls a closure with where the property's value lies: in place, where the layout allows.
    @inline(__always)
    private func read<Result>(
        _ root: UnsafePointer<Root>, _ body: (UnsafePointer<Stored>) throws -> Result
    ) rethrows -> Result {
        guard let offset else {
            return try withUnsafePointer(to: root.pointee[keyPath: keyPath], body)
        }
        // The offset was given by MemoryLayout for exactly this key path, so a `Stored` lies there.
        return try body(
            UnsafeRawPointer(root).advanced(by: offset).assumingMemoryBound(to: Stored.self))
    }

    /// The stored form of the property's value.
    override func value(of root: UnsafePointer<Root>) throws -> Value {
        do {
            return try read(root) { try $0.pointee.fieldValue() }
        } catch let error as FieldValueError {
            throw error.nested(in: name)
        }
    }

    /// The property's value from its stored form.
    @usableFromInline
    func build(_ value: Value) throws -> Stored {
        do {
            return try Stored(fieldValue: value)
        } catch let error as FieldValueError {
            throw error.nested(in: name)
        }
    }

    /// The property's value from the object that a cursor goes through.
    @usableFromInline
    func decode(_ cursor: inout JSONMemberCursor) throws -> Stored {
        guard let node = cursor.value(for: key) else { return try valueWhenAbsent() }
        do {
            return try Stored(json: node)
        } catch let error as FieldValueError {
            throw error.nested(in: name)
        }
    }

    private func valueWhenAbsent() throws -> Stored {
        if let defaultValue { return defaultValue }
        guard Stored.isOptional else { throw FieldValueError.missing(name, Stored.fieldType) }
        return try Stored(fieldValue: .null)
    }

    /// What the writer must know to take the property from the struct's memory.
    override var member: JSONMemberLayout.Member {
        JSONMemberLayout.Member(key, Stored.self, at: offset, leavesOutNil: leavesOutNil)
    }

    /// Writes the property as a member, unless its absence says the same.
    override func encode(_ root: UnsafePointer<Root>, _ writer: inout JSONWriter) throws {
        do {
            try read(root) { value in
                if leavesOutNil, Stored.isNil(value.pointee) { return }
                writer.key(key)
                try value.pointee.writeJSON(to: &writer)
            }
        } catch let error as FieldValueError {
            throw error.nested(in: name)
        }
    }
}
