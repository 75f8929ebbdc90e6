import DataBridgeCore
import DataBridgeSQLite
import Foundation
import Testing

/// Texts that C or SQL would cut short.
struct TextTests {
    private func withRecords(
        _ indexes: [IndexLayout] = [],
        _ body: (any DataRepository<FlexibleRecord>) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let schema = FlexibleRecord.schema("t", texts: ["text"], indexes: indexes)
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        try await body(store.repository(for: FlexibleRecord.self))
        try await store.close()
    }

    @Test func aMegabyteComesBack() async throws {
        try await withRecords { records in
            let long = String(repeating: "päper ", count: 150_000)
            try await records.insert(FlexibleRecord(long, .string(long)))
            try await records.insert(FlexibleRecord("b", .string(long + "x")))
            #expect(try await records.get(long)?.values == [.string(long)])
            #expect(try await records.find(where: .field("text") == long).map(\.id) == [long])
            let prefixed = try await records.count(where: .field("text").hasPrefix(long))
            #expect(prefixed == 2)
        }
    }

    @Test func everyPlaneComesBack() async throws {
        try await withRecords { records in
            var texts: [String] = []
            let offsets: [UInt32] = [0x41, 0xFFFD, 0xFFFF]
            for plane in UInt32(0)...16 {
                for offset in offsets {
                    let scalar = try #require(Unicode.Scalar(plane << 16 | offset))
                    texts.append(String(scalar))
                }
            }
            try await records.insert(all: texts.map { FlexibleRecord($0, .string($0)) })
            for text in texts {
                #expect(try await records.get(text)?.values == [.string(text)])
                #expect(try await records.count(where: .field("text").hasPrefix(text)) == 1)
            }
            // Order is that of the bytes.
            let sorted = Query<FlexibleRecord>(sortedBy: [.field("text")])
            let found = try await records.find(sorted).map(\.id)
            #expect(found == texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }

    @Test(arguments: [false, true])
    func zeroBytesCountInEveryFilter(_ isIndexed: Bool) async throws {
        let index = IndexLayout(fields: [["text"]], isUnique: false)
        try await withRecords(isIndexed ? [index] : []) { records in
            let texts = ["a", "a\0", "a\0b", "a\0B", "\0", ""]
            try await records.insert(all: texts.map { FlexibleRecord("i" + $0, .string($0)) })
            let field = Filter<FlexibleRecord>.field("text")
            for text in texts {
                #expect(try await records.find(where: field == text).map(\.id) == ["i" + text])
                #expect(try await records.count(where: field != text) == texts.count - 1)
                #expect(try await records.get("i" + text)?.values == [.string(text)])
                let isIn = field.isIn([text, "nothing"])
                #expect(try await records.count(where: isIn) == 1)
                let higher = texts.filter { text.utf8.lexicographicallyPrecedes($0.utf8) }.count
                #expect(try await records.count(where: field > text) == higher)
                #expect(try await records.count(where: field <= text) == texts.count - higher)
            }
            #expect(try await records.count(where: field.hasPrefix("a\0")) == 3)
            #expect(
                try await records.count(where: field.hasPrefix("A\0B", ignoringCase: true)) == 2)
            #expect(try await records.count(where: field.hasSuffix("\0b")) == 1)
            #expect(try await records.count(where: field.contains(text: "\0")) == 4)
            let maximum = try await records.aggregate(
                .maximum(FieldReference(path: ["text"])), where: .all)
            #expect(maximum == .string("a\0b"))
        }
    }

    @Test func zeroBytesInsideOfJSONCount() async throws {
        let folder = try TestFolder()
        let schema = Document.schema(named: "d", indexes: ["name"])
        let store = try await SQLiteStore.open(folder.file(), entities: [schema])
        let documents = store.repository(for: Document.self, in: "d")
        for (id, name) in ["a", "a\0", "a\0b"].enumerated() {
            try await documents.insert(
                try Document(["id": .int(Int64(id)), "name": .string(name)]))
        }
        for (id, name) in ["a", "a\0", "a\0b"].enumerated() {
            let found = try await documents.find(where: .field("name") == name)
            #expect(found.map(\.id) == [.integer(Int64(id))])
        }
        try await store.close()
    }
}
