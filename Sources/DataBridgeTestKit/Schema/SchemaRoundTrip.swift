public import DataBridgeCore

/// Finds fields of a schema that read another field's value.
///
/// The compiler sees that a schema names as many fields as the entity's initialiser has parameters,
/// and that their types agree. It cannot see two fields of one type that stand in the wrong order.
/// The check builds entities whose fields all differ, and reads them back:
///
/// ```swift
/// @Test func workItemsSchemaIsInOrder() throws {
///     try SchemaRoundTrip.check(WorkItem.self)
/// }
/// ```
///
/// Values are made up by type. Where a type or the initialiser takes only certain values that
/// cannot be guessed (an email address, an end after a start), pass an example whose fields differ
/// as much as they can.
public enum SchemaRoundTrip {
    /// Checks that every field of an entity gives back what it was given.
    ///
    /// - Parameters:
    ///   - entity: the entity.
    ///   - example: an entity to take values from that cannot be made up.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    /// - Throws: ``SchemaFailure``.
    public static func check<E: Entity>(
        _ entity: E.Type, using example: E? = nil, fileID: String = #fileID,
        filePath: String = #filePath, line: Int = #line, column: Int = #column
    ) throws(SchemaFailure) {
        let location = CallerLocation(
            fileID: fileID, filePath: filePath, line: line, column: column)
        do {
            try Probe(entity, example).run()
        } catch {
            throw SchemaFailure(
                entity: "\(E.self)", problem: (error as? Finding)?.text ?? "\(error)",
                location: location)
        }
    }
}

/// What is wrong with a schema.
public struct SchemaFailure: Error, Sendable, CustomStringConvertible {
    /// The name of the entity's type.
    public var entity: String
    /// What is wrong and what to do about it.
    public var problem: String
    /// The line that made the check.
    public var location: CallerLocation

    /// The failure in one line.
    public var description: String { "\(location): the schema of \(entity): \(problem)" }
}

/// Why a check did not hold.
private struct Finding: Error {
    var text: String
}

/// One check of one schema.
private struct Probe<E: Entity> {
    private let names: [String]
    private let types: [any FieldValue.Type]
    private let idIndex: Int
    private let example: [Value]?

    init(_ entity: E.Type, _ example: E?) throws {
        let schema = E.schema
        names = schema.collection.fields.map(\.name)
        types = schema.fieldTypes
        idIndex = schema.collection.idIndex
        self.example = try example.map { try schema.values(of: $0) }
    }

    func run() throws {
        // A document declares no fields, so none can be in the wrong place.
        guard !types.isEmpty else { return }
        let rounds = SampleValues.rounds(for: types)
        for round in 0..<rounds {
            var samples = SampleValues(round: round)
            try check(try values(from: &samples))
        }
        try check(try values(withNil: true))
    }

    /// Made-up values, and the example's where none can be made up.
    private func values(from samples: inout SampleValues) throws -> [Value] {
        try types.enumerated().map { index, type in
            if let value = samples.next(for: type, named: names[index]) { return value }
            guard let example else {
                throw Finding(
                    text: "no value can be made up for the field \"\(names[index])\" of type "
                        + "\(type): pass an example, check(\(E.self).self, using: …)")
            }
            return example[index]
        }
    }

    /// The values of round 0 with nil in every optional field.
    private func values(withNil: Bool) throws -> [Value] {
        var samples = SampleValues(round: 0)
        return zip(types, try values(from: &samples)).map { type, value in
            type.isOptional ? .null : value
        }
    }

    /// All values at once, or one by one in the example where the initialiser refuses them
    /// together.
    private func check(_ values: [Value]) throws {
        let entity: E
        do {
            entity = try E.schema.entity(of: values)
        } catch {
            guard let example else {
                throw Finding(
                    text: "the initialiser refuses made-up values (\(error)): pass an example, "
                        + "check(\(E.self).self, using: …)")
            }
            try compare(try E.schema.entity(of: example), example)
            for index in values.indices { try check(values[index], at: index, of: example) }
            return
        }
        try compare(entity, values)
    }

    private func check(_ value: Value, at index: Int, of example: [Value]) throws {
        var values = example
        values[index] = value
        let entity: E
        do {
            entity = try E.schema.entity(of: values)
        } catch {
            return  // This field takes only certain values, and the example has one.
        }
        try compare(entity, values)
    }

    private func compare(_ entity: E, _ values: [Value]) throws {
        let found = try E.schema.values(of: entity)
        for index in values.indices where !Identity.same(found[index], values[index]) {
            let other = values.indices.first {
                $0 != index && Identity.same(values[$0], found[index])
            }
            guard let other else {
                throw Finding(
                    text: "the field \"\(names[index])\" was given "
                        + "\(Identity.spelled(values[index])) and reads "
                        + "\(Identity.spelled(found[index])): does the initialiser change it?")
            }
            throw Finding(
                text: "the field \"\(names[index])\" reads what was given to \"\(names[other])\": "
                    + "list the fields in the order of the initialiser's parameters")
        }
        guard Identity.same(try entity.id.fieldValue(), values[idIndex]) else {
            throw Finding(
                text: "the field \"\(names[idIndex])\" is taken for the id, but `id` reads "
                    + "another value: mark the id's field with identifying()")
        }
    }
}
