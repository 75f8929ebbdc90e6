import DataBridgeCore
import DataBridgeJSON
import Foundation
import JSONSyntax
import Testing

/// Where errors say that something is: in code points, on lines with text of more bytes than that.
struct ErrorPlaceTests {
    /// Each is one code point, of one to four bytes; the last is also two UTF-16 units.
    private let before = "\té日👍"

    @Test func columnOfAMistakeCountsCodePoints() async throws {
        let text = "{\n\"tasks\": [{\"id\": 1, \"title\": \"\(before)\" oops}]}\n"
        let folder = try TestFolder()
        // A tab has to be escaped inside a string, but not between tokens.
        let path = try folder.file("tasks.json", text.replacing("\t", with: "t"))
        let error = await #expect(throws: DataError.self) {
            try await JSONFileStore.open(path, entities: [Document.schema])
        }
        #expect(error?.code == .corrupted)
        #expect(error?.source?.line == 2)
        #expect(error?.source?.column == column(of: "oops", in: text))
        #expect(error?.source?.column == 37)
    }

    @Test func columnOfARecordCountsCodePoints() async throws {
        let text = "{\"counters\":\t[{\"id\": \"é日👍e\u{301}\", \"n\": \"three\"}]}"
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", text)
        let store = try await JSONFileStore.open(path, entities: [Counter.schema])
        let source = try #require(store.damage.first?.source)
        #expect(source.line == 1)
        #expect(source.column == column(of: "\"three\"", in: text))
        #expect(source.column == 36)
        #expect(source.description == "\(path):1:36 (/counters/0/n)")
        try await store.close()

        let document = JSONDocument<[String: [Counters]]>(path)
        let error = await #expect(throws: DataError.self) { try await document.read() }
        #expect(error?.source?.column == 36)
    }

    private struct Counters: Codable {
        var n: Int
    }

    /// As an editor counts that counts code points.
    private func column(of part: String, in text: String) -> Int? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let line = lines.first(where: { $0.contains(part) }),
            let start = line.range(of: part)?.lowerBound
        else { return nil }
        return line[..<start].unicodeScalars.count + 1
    }
}
