public import JSONSyntax

extension Schema {
    /// Builds an entity from a JSON object, without the detour through a record's values.
    ///
    /// Members are found by name, fastest where they stand in the order of the schema; members that
    /// are not declared are passed over. Upgrade steps are not run.
    ///
    /// ```swift
    /// let tape = try JSONTape(parsing: bytes)
    /// let items = try tape.root.elements.map(WorkItem.schema.decode)
    /// ```
    ///
    /// - Throws: `corrupted` with the field, line and column.
    public func decode(_ node: JSONNode) throws -> E {
        do {
            return try coding.decode(node)
        } catch {
            throw corrupted(error, node)
        }
    }

    /// Writes an entity as a JSON object, its fields in the schema's order.
    ///
    /// Nil is left out where an absent member reads as nil. A schema that keeps its version in the
    /// record adds it, so that a store which reads the text runs no upgrade steps on it.
    ///
    /// - Throws: `invalid` for what JSON cannot hold: NaN, dates outside the years 0 to 9999.
    public func encode(_ entity: E, to writer: inout JSONWriter) throws {
        do {
            let versioning = collection.versioning
            if versioning.version > 1, versioning.versionField != nil {
                try JSONRecordCoding(collection).write(coding.read(entity), to: &writer)
            } else {
                try coding.encode(entity, &writer)
            }
        } catch let error as FieldValueError {
            let field = error.path.joined(separator: ".")
            throw DataError(
                .invalid, "The value of \"\(field)\" cannot be written: \(error.message).",
                collection: name, recordID: try? entity.id.fieldValue(), fields: [field])
        }
    }

    private func corrupted(_ error: any Error, _ node: JSONNode) -> any Error {
        guard let error = error as? FieldValueError else { return error }
        let place = node.nearest(error.path)
        let source = DataError.SourceLocation(
            file: "<text>", line: place.location.line, column: place.location.column,
            pointer: node.tape.pointer(to: place).description)
        return error.corrupted(
            collection: name, id: try? JSONRecordCoding(collection).id(of: node), source: source)
    }
}
