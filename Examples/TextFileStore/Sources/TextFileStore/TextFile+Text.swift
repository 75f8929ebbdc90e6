import DataBridgeCore
import JSONSyntax

extension TextFile {
    /// Reads as much of the text as can be read before it is known what the records are.
    init(_ text: [UInt8], path: String) throws {
        let all = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Every line ends, so nothing stands behind the last line feed.
        guard all.count > 1, all[0].elementsEqual(TextFile.header.utf8), all.last?.isEmpty == true
        else {
            throw DataError.corrupted(
                "It does not begin and end as such a file does.", source: .init(file: path))
        }
        var collection = Value.null
        for (number, bytes) in zip(2..., all[1..<(all.count - 1)]) {
            let line = Line(place: .init(file: path, line: number), bytes: bytes)
            switch line.word {
            case "versions": versions = try line.read { $0.int64.flatMap(UInt64.init(exactly:)) }
            case "token": tokens.insert(CommitToken(try line.read(\.string)))
            case "collection":
                collection = .string(try line.read(\.string))
                lines[collection] = []
            default:
                let isInside: Void? = lines[collection]?.append(line)
                guard isInside != nil else { throw line.damage("No line begins so.") }
            }
        }
    }

    /// Reads the records of a collection, now that it is known what they are.
    mutating func bind(_ schema: CollectionSchema) throws {
        guard let unread = lines[.string(schema.name)] else { return }
        let coding = JSONRecordCoding(schema)
        var table = RecordTable(schema)
        for line in unread {
            guard let version = RecordVersion(line.word) else {
                throw line.damage("A record begins with its version.")
            }
            let values = try line.read { node in
                do {
                    return try coding.values(from: node)
                } catch let error as FieldValueError {
                    throw error.corrupted(collection: schema.name, id: nil, source: line.place)
                }
            }
            let id = values[schema.idIndex]
            table.put(StoredRecord(id: id, values: values, version: version))
        }
        tables[.string(schema.name)] = table
        lines[.string(schema.name)] = nil
    }
}

extension TextFile.Line {
    /// What stands in front of the first blank.
    var word: String { String(decoding: bytes.prefix { $0 != 0x20 }, as: UTF8.self) }

    /// Reads what stands behind the first blank.
    func read<Result>(_ read: (JSONNode) throws -> Result?) throws -> Result {
        do {
            let tape = try JSONTape(parsing: Array(bytes.drop { $0 != 0x20 }))
            if let result = try read(tape.root) { return result }
        } catch let error as JSONSyntaxError {
            throw damage("Behind \"\(word)\" stands no JSON.", cause: error)
        }
        throw damage("Behind \"\(word)\" stands something else than should.")
    }

    func damage(_ message: String, cause: (any Error)? = nil) -> DataError {
        .corrupted(message, source: place, cause: cause)
    }
}

extension TextFile {
    /// The whole file.
    ///
    /// - Throws: `invalid` for what JSON cannot hold.
    func text() throws -> [UInt8] {
        var text = Array("\(TextFile.header)\nversions \(versions)\n".utf8)
        func add(_ word: String, _ write: (inout JSONWriter) throws -> Void) rethrows {
            var writer = JSONWriter()
            try write(&writer)
            text += word.utf8 + [0x20] + writer.finish() + [0x0A]
        }
        for token in tokens.map(\.text).sorted(by: ByteOrder.precedes) {
            add("token") { $0.string(token) }
        }
        for name in names {
            add("collection") { $0.string(name) }
            for line in lines[.string(name)] ?? [] { text += line.bytes + [0x0A] }
            guard let table = tables[.string(name)] else { continue }
            let coding = JSONRecordCoding(table.schema)
            for record in table.records {
                do {
                    try add(record.version.description) {
                        try coding.write(record.values, to: &$0)
                    }
                } catch let error as FieldValueError {
                    throw error.refused(collection: name, id: record.id)
                }
            }
        }
        return text
    }
}
