public import JSONSyntax

extension FieldValueError {
    /// The error for a JSON value of another kind than expected.
    @usableFromInline
    static func mismatch(expected: String, json node: JSONNode) -> FieldValueError {
        FieldValueError("expected \(expected), found \(node.kind)")
    }

    /// The error for a member that must be there and is not.
    @usableFromInline
    static func missing(_ name: String, _ type: FieldType) -> FieldValueError {
        FieldValueError("expected \(type.name), but the member is missing", path: [name])
    }

    /// Runs a closure, and puts the errors it throws one level further in.
    @inlinable
    static func nesting<Result>(
        in name: @autoclosure () -> String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as FieldValueError {
            throw error.nested(in: name())
        }
    }

    /// The error as what a store throws for a value that it cannot write.
    ///
    /// Nothing has been written yet, so it says `rolledBack`.
    ///
    /// - Parameters:
    ///   - collection: the record's collection.
    ///   - id: the record's id.
    public func refused(collection: String, id: Value?) -> DataError {
        let field = path.joined(separator: ".")
        var error = DataError.invalid(
            "The value of \"\(field)\" cannot be written: \(message).",
            collection: collection, id: id, fields: path.isEmpty ? [] : [field])
        error.commitOutcome = .rolledBack
        return error
    }

    /// The error as what a store throws for a record that it cannot read.
    ///
    /// - Parameters:
    ///   - collection: the record's collection.
    ///   - id: the record's id, where it could be read.
    ///   - source: the place in the file.
    public func corrupted(
        collection: String, id: Value?, source: DataError.SourceLocation?
    ) -> DataError {
        let field = path.joined(separator: ".")
        let subject = path.isEmpty ? "The record cannot be read" : "\"\(field)\" cannot be read"
        return DataError.corrupted(
            "\(subject): \(message). Correct the data, or the schema.",
            collection: collection, id: id, fields: path.isEmpty ? [] : [field], source: source)
    }
}

extension JSONNode {
    /// The node at a path of member names and positions, or the last one that is there on the way.
    package func nearest(_ path: [String]) -> JSONNode {
        var node = self
        for step in path {
            let next: JSONNode?
            switch node.kind {
            case .object: next = node[step]
            case .array: next = Int(step).flatMap { node.elements[$0] }
            default: next = nil
            }
            guard let next else { return node }
            node = next
        }
        return node
    }
}
