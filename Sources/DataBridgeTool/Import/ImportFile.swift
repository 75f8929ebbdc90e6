import DataBridgeCore
import JSONSyntax

/// A file taken apart into the collections and records in it.
struct ImportFile: Sendable {
    /// How the file is laid out.
    enum Layout: String, CaseIterable, Sendable {
        /// One JSON document with lists of records in it.
        case json
        /// A record per line.
        case jsonl
    }

    /// The file's name, for messages.
    let file: String
    /// The collections, in the order of the file.
    private(set) var collections: [ImportedCollection] = []
    /// What should be a record and cannot be one; empty unless that is allowed.
    private(set) var rejected: [RejectedRecord] = []
    /// Places in the document that hold no records, as pointers.
    private(set) var leftOut: [String] = []

    private let idName: String
    private let isLenient: Bool
    /// The ids met in the collection at hand, with the line of each.
    private var seen: [LosslessID: ImportedRecord] = [:]

    private init(_ file: String, idName: String, isLenient: Bool) {
        self.file = file
        self.idName = idName
        self.isLenient = isLenient
    }

    /// Takes a file apart.
    ///
    /// - Parameters:
    ///   - bytes: its content.
    ///   - file: its name, for messages.
    ///   - layout: how it is laid out.
    ///   - collection: the name of the only collection in it; of a document the place is used when
    ///     it is nil.
    ///   - idName: the member of each record that holds its id.
    ///   - isLenient: whether what cannot be a record is set aside; else it is thrown.
    /// - Throws: `corrupted` with the place, `invalid`.
    static func read(
        _ bytes: [UInt8], file: String, layout: Layout, collection: String?, idName: String,
        isLenient: Bool
    ) throws -> ImportFile {
        var reader = ImportFile(file, idName: idName, isLenient: isLenient)
        switch layout {
        case .json: try reader.readDocument(bytes, collection)
        case .jsonl: try reader.readLines(bytes, collection)
        }
        return reader
    }

    /// How many records there are.
    var recordCount: Int { collections.reduce(0) { $0 + $1.records.count } }

    private var options: JSONParsingOptions {
        // A member that occurs twice spoils a record, and only that one where records are set
        // aside.
        JSONParsingOptions(duplicateKeys: isLenient ? .allow : .refuse, allowBOM: true)
    }

    // MARK: Documents

    private mutating func readDocument(_ bytes: [UInt8], _ collection: String?) throws {
        let tape: JSONTape
        do {
            tape = try JSONTape(parsing: bytes, options: options)
        } catch {
            throw DataError.corrupted(error, file: file)
        }
        let search = RecordListSearch(tape.root)
        leftOut = search.others.map(\.description)
        guard !search.lists.isEmpty else {
            let sample = "{\"tasks\": [{\"\(idName)\": 1}]}"
            throw DataError.corrupted(
                "There is no list of records. Expected a list of objects somewhere, such as "
                    + "\(sample) or {\"TAG\": \(sample)}.",
                source: DataError.SourceLocation(file: file))
        }
        if collection != nil, search.lists.count > 1 {
            let names = search.lists.map(\.pointer.description).joined(separator: ", ")
            throw DataError.invalid(
                "--collection gives a name to the only list of a file, and \(file) has \(names).")
        }
        for list in search.lists {
            collections.append(
                ImportedCollection(name: collection ?? list.pointer.description))
            seen = [:]
            for element in list.node.elements { try add(element, firstLine: 1) }
        }
    }

    // MARK: Lines

    private mutating func readLines(_ bytes: [UInt8], _ collection: String?) throws {
        guard let collection else {
            throw DataError.invalid(
                "A file of JSON lines does not say which collection it is: give --collection NAME.")
        }
        collections = [ImportedCollection(name: collection)]
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do {
                let tape = try JSONTape(parsing: Array(line), options: options)
                try add(tape.root, firstLine: index + 1)
            } catch let error as JSONSyntaxError {
                guard isLenient else {
                    var wrong = DataError.corrupted(error, file: file, collection: collection)
                    wrong.source?.line = index + 1
                    throw wrong
                }
                rejected.append(
                    RejectedRecord(
                        collection: collection, line: index + 1, column: error.column,
                        reason: error.message, node: nil,
                        text: String(decoding: line, as: UTF8.self)))
            }
        }
    }

    // MARK: Records

    private mutating func add(_ node: JSONNode, firstLine: Int) throws {
        let last = collections.count - 1
        do {
            let document = try document(node)
            let record = ImportedRecord(document: document, node: node, firstLine: firstLine)
            if let first = seen.updateValue(record, forKey: document.id) {
                seen[document.id] = first
                throw Flaw(
                    reason: "The id \(document.id) is taken by the record in line \(first.line).",
                    id: document.id.value)
            }
            collections[last].records.append(record)
        } catch let flaw as Flaw {
            let location = node.location
            let record = RejectedRecord(
                collection: collections[last].name, line: location.line + firstLine - 1,
                column: location.column, reason: flaw.reason, node: node, id: flaw.id)
            guard isLenient else { throw record.error(in: file) }
            rejected.append(record)
        }
    }

    /// Why a value cannot be a record.
    private struct Flaw: Error {
        let reason: String
        var id: Value?
    }

    private func document(_ node: JSONNode) throws -> Document {
        if isLenient, let name = node.firstRepeatedName() {
            throw Flaw(reason: "The member \"\(name)\" occurs twice in one object.")
        }
        guard case .object(let object) = Value(json: node) else {
            throw Flaw(reason: "A record is an object; this is \(node.kind).")
        }
        do {
            return try Document(object, idName: idName)
        } catch let error as DataError {
            throw Flaw(reason: error.message)
        }
    }
}

extension ImportedRecord {
    /// The line of the file on which the record begins.
    var line: Int { node.location.line + firstLine - 1 }

    /// The record's place in a file.
    func source(in file: String) -> DataError.SourceLocation {
        DataError.SourceLocation(file: file, line: line, column: node.location.column)
    }
}

extension JSONNode {
    /// A member name that an object in the value has twice; nil when there is none.
    fileprivate func firstRepeatedName() -> String? {
        switch kind {
        case .array:
            for element in elements {
                if let name = element.firstRepeatedName() { return name }
            }
        case .object:
            var names: Set<JSONKey> = []
            for member in members {
                let name = member.key.string ?? ""
                if !names.insert(JSONKey(name)).inserted { return name }
                if let name = member.value.firstRepeatedName() { return name }
            }
        default: break
        }
        return nil
    }
}
