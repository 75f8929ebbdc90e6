import DataBridgeCore
import DataBridgeFiles
import JSONSyntax

/// The file's text as last read or written, and where in it the records stand.
struct LoadedFile: Sendable {
    /// What the file was when it was read; nil when there was none.
    let identity: FileIdentity?
    /// Whether every later edit is sure to change the identity.
    let isSettled: Bool
    let tape: JSONTape
    private(set) var collections: [Value: IndexedCollection] = [:]

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
            collections[.string(found.name)] = IndexedCollection(found)
        }
    }

    /// The same text as it is in the file now.
    func standing(as identity: FileIdentity?, isSettled: Bool) -> LoadedFile {
        LoadedFile(identity, isSettled, tape, collections)
    }

    private init(
        _ identity: FileIdentity?, _ isSettled: Bool, _ tape: JSONTape,
        _ collections: [Value: IndexedCollection]
    ) {
        self.identity = identity
        self.isSettled = isSettled
        self.tape = tape
        self.collections = collections
    }

    /// What a file that does not exist yet reads as.
    static let emptyText = Array("{}\n".utf8)
}

extension LoadedFile {
    /// The text after an edit, of which only what the edit touches is read; its identity is still
    /// that of this one.
    ///
    /// - Parameters:
    ///   - splices: The edit.
    ///   - text: The whole text after it.
    /// - Returns: What reading the whole text would give, or nil where that has to be done: when
    ///   the edit makes or removes collections, changes much, or leaves something unreadable.
    func edited(
        by splices: [JSONSplice], to text: [UInt8], declared: [CollectionSchema]
    ) throws -> LoadedFile? {
        let known = Array(collections)
        let arrays = known.map { (array: $0.value.array, places: $0.value.places) }
        guard let edited = tape.edited(by: splices, to: text, inside: arrays) else { return nil }
        var stretches: [Value: [ElementStretch]] = [:]
        for (number, found) in edited.stretches { stretches[known[number].key] = found }
        let found = try CollectionDiscovery(declared).collections(in: edited.tape.root)
        guard found.count == collections.count else { return nil }
        var indexed: [Value: IndexedCollection] = [:]
        for found in found {
            let name = Value.string(found.name)
            guard let old = collections[name], old.schema.hasSameRecords(as: found.schema) else {
                return nil
            }
            indexed[name] = old.edited(stretches[name] ?? [], found: found)
        }
        return LoadedFile(identity, isSettled, edited.tape, indexed)
    }
}
