import DataBridgeCore
import DataBridgeFiles
import JSONSyntax

/// The file's text as last read or written, and where in it the records stand.
struct LoadedFile: Sendable {
    /// A collection in the text.
    struct Collection: Sendable {
        let schema: CollectionSchema
        let coding: JSONRecordCoding
        let array: JSONNode
        /// The elements by id.
        var elements: [Value: Element] = [:]
    }

    /// One record in the text.
    struct Element: Sendable {
        let position: Int
        let node: JSONNode
    }

    /// What the file was when it was read; nil when there was none.
    let identity: FileIdentity?
    /// Whether every later edit is sure to change the identity.
    let isSettled: Bool
    let tape: JSONTape
    private(set) var collections: [Value: Collection] = [:]

    /// A text, with the place of every record that has an id.
    ///
    /// - Throws: `corrupted` with line and column when it is no JSON.
    init(
        _ bytes: [UInt8], identity: FileIdentity?, isSettled: Bool, path: String,
        declared: [CollectionSchema]
    ) throws {
        self.identity = identity
        self.isSettled = isSettled
        do {
            tape = try JSONTape(parsing: bytes)
        } catch {
            throw DataError.corrupted(error, file: path)
        }
        guard tape.root.kind == .object || tape.root.kind == .array else {
            throw DataError.corrupted(
                "The document is a single value; expected an object with lists of records.",
                source: .init(file: path, line: 1, column: 1))
        }
        for found in try CollectionDiscovery(declared).collections(in: tape.root) {
            let coding = JSONRecordCoding(found.schema)
            var collection = Collection(schema: found.schema, coding: coding, array: found.array)
            collection.elements.reserveCapacity(found.array.count)
            var position = 0
            for node in found.array.elements {
                if let id = try? coding.id(of: node), collection.elements[id] == nil {
                    collection.elements[id] = Element(position: position, node: node)
                }
                position += 1
            }
            collections[.string(found.name)] = collection
        }
    }

    /// The same text, now known to be settled.
    func settled() -> LoadedFile {
        LoadedFile(self, identity: identity, isSettled: true)
    }

    /// The same text, now in the file.
    func written(as identity: FileIdentity) -> LoadedFile {
        LoadedFile(self, identity: identity, isSettled: false)
    }

    private init(_ other: LoadedFile, identity: FileIdentity?, isSettled: Bool) {
        self.identity = identity
        self.isSettled = isSettled
        tape = other.tape
        collections = other.collections
    }

    /// What a file that does not exist yet reads as.
    static let emptyText = Array("{}\n".utf8)
}

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

    private let collection: LoadedFile.Collection
    private let path: String
    private(set) var records: [StoredRecord] = []
    private(set) var damage: [DataError] = []

    init(_ collection: LoadedFile.Collection, path: String) {
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
        if let first = collection.elements[id], first.position != position {
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
