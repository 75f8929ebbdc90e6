import DataBridgeCore
import JSONSyntax

/// The records of a text, read as what they are declared to be.
struct ReadRecords: Sendable {
    /// By collection name, in the order of the text.
    var records: [Value: [StoredRecord]] = [:]
    /// What could not be read, by collection name.
    var damage: [Value: [DataError]] = [:]

    init(_ file: LoadedFile, path: String, declared: [CollectionSchema]) {
        for schema in declared where file.collections[.string(schema.name)] == nil {
            if let error = ReadRecords.misplaced(schema, in: file, path: path) {
                damage[.string(schema.name)] = [error]
            }
        }
        for (name, collection) in file.collections {
            var reader = CollectionReader(collection, path: path)
            reader.run()
            records[name] = reader.records
            if !reader.damage.isEmpty { damage[name] = reader.damage }
        }
    }
}

extension ReadRecords {
    /// Why a declared collection cannot be where something else stands.
    private static func misplaced(
        _ schema: CollectionSchema, in file: LoadedFile, path: String
    ) -> DataError? {
        guard let pointer = try? JSONPointer(schema.name), let node = file.tape.root[pointer],
            node.kind != .array
        else { return nil }
        let place = node.location
        return DataError.corrupted(
            "Found \(node.kind) where an array of records was expected. Correct the file, or name "
                + "another list.",
            collection: schema.name,
            source: .init(
                file: path, line: place.line, column: place.column,
                pointer: pointer.description))
    }
}

/// Reads the records of one collection; bad ones are noted and passed over.
private struct CollectionReader {
    private static let mostDamage = 100

    private let collection: IndexedCollection
    private let path: String
    private(set) var records: [StoredRecord] = []
    private(set) var damage: [DataError] = []

    init(_ collection: IndexedCollection, path: String) {
        self.collection = collection
        self.path = path
    }

    mutating func run() {
        records.reserveCapacity(collection.array.count)
        var position = 0
        for node in collection.array.elements {
            do {
                records.append(try record(node, position))
            } catch {
                if damage.count < Self.mostDamage { damage.append(described(error, node)) }
            }
            position += 1
        }
    }

    private func record(_ node: JSONNode, _ position: Int) throws -> StoredRecord {
        let values = try collection.coding.values(from: node)
        let id = values[collection.schema.idIndex]
        if let first = collection.element(id), first.position != position {
            throw DataError.corrupted(
                "Two records have the same id, the other one at \(first.node.location). Give "
                    + "one of them another id.",
                id: id)
        }
        return StoredRecord(id: id, values: values, version: .content(of: values))
    }

    /// What a list was expected to hold of which no record can be read so far: perhaps it is the
    /// file of another program.
    private var expectation: String {
        let fields = collection.schema.fields.map { field in
            let need = field.valueWhenAbsent == nil ? "" : ", optional"
            return "\"\(field.name)\" (\(field.type.name)\(need))"
        }
        return "Records of \(collection.schema.name) are expected to have "
            + fields.joined(separator: ", ") + ". If no record has them, this is the file of "
            + "another program, or another list is meant."
    }

    private func described(_ error: any Error, _ node: JSONNode) -> DataError {
        let place = (error as? FieldValueError).map { node.nearest($0.path) } ?? node
        let source = DataError.SourceLocation(
            file: path, line: place.location.line, column: place.location.column,
            pointer: node.tape.pointer(to: place).description)
        let id = try? collection.coding.id(of: node)
        if let error = error as? FieldValueError {
            var described = error.corrupted(
                collection: collection.schema.name, id: id, source: source)
            if records.isEmpty { described.message += " " + expectation }
            return described
        }
        var described = DataError.wrapping(error, as: .corrupted, "The record cannot be read.")
        described.collection = collection.schema.name
        described.recordID = described.recordID ?? id
        described.source = source
        return described
    }
}

extension RecordVersion {
    /// The version of a record with these values.
    static func content(of values: [Value]) -> RecordVersion {
        var bytes = CanonicalBytes()
        bytes.append(.array(values))
        return RecordVersion(contentOf: bytes.bytes)
    }
}
