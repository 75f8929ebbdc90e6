import DataBridge
@testable import DataBridgeTool
import JSONSyntax
import Testing

struct ImportFileTests {
    private func read(
        _ text: String, layout: ImportFile.Layout = .json, collection: String? = nil,
        lenient: Bool = false
    ) throws -> ImportFile {
        try ImportFile.read(
            Array(text.utf8), file: "tasks.json", layout: layout, collection: collection,
            idName: "id", isLenient: lenient)
    }

    @Test func plainFilesGiveOneCollection() throws {
        let file = try read(Samples.plain)
        #expect(file.collections.map(\.name) == ["/tasks"])
        #expect(file.collections[0].records.map(\.document.id.description) == ["1", "2", "92.10"])
        #expect(file.collections[0].records.map(\.line) == [4, 5, 7])
        #expect(file.leftOut == ["/meta"])
        #expect(file.recordCount == 3 && file.rejected.isEmpty)
    }

    @Test func taggedFilesGiveOneCollectionPerTag() throws {
        let file = try read(Samples.tagged)
        #expect(file.collections.map(\.name) == ["/master/tasks", "/winter/tasks"])
        #expect(file.collections.map(\.records.count) == [2, 0])
        #expect(file.leftOut == ["/master/metadata", "/winter/metadata"])
    }

    @Test func listsAreFoundAnywhereButInLists() throws {
        let file = try read(
            #"{"a": {"b/c": [{"id": 1, "d": [{"id": 2}]}]}, "e": [1], "f": {"g": {}, "h": 1}}"#)
        #expect(file.collections.map(\.name) == ["/a/b~1c"])
        #expect(file.leftOut == ["/e", "/f"])
    }

    @Test func emptyArraysAreListsBesideNamesakesOrAlone() throws {
        let text = #"{"a": {"tasks": [{"id": 1}], "tags": []}, "b": {"tasks": []}}"#
        let file = try read(text)
        #expect(file.collections.map(\.name) == ["/a/tasks", "/b/tasks"])
        #expect(file.leftOut == ["/a/tags"])
        #expect(try read(#"{"tasks": [], "x": 1}"#).collections.map(\.name) == ["/tasks"])
        #expect(try read("[]").collections.map(\.name) == [""])
    }

    @Test func aListCanBeTheWholeDocument() throws {
        let file = try read(#"[{"id": 1}]"#)
        #expect(file.collections.map(\.name) == [""])
        #expect(try read(#"[{"id": 1}]"#, collection: "/x").collections.map(\.name) == ["/x"])
    }

    @Test(arguments: ["{}", "3", "{\"a\": [1, 2]}", "{\"a\": {\"b\": \"c\"}}"])
    func filesWithoutListsAreRefused(_ text: String) {
        let error = #expect(throws: DataError.self) { try read(text) }
        #expect(error?.code == .corrupted)
        #expect(error?.message.contains("{\"tasks\": [{\"id\": 1}]}") == true)
        #expect(error?.source?.file == "tasks.json")
    }

    @Test(arguments: [
        (#"{"tasks": [{"id": 1}"#, 1, 21), ("{\n\"tasks\": [\n<<<<<<< HEAD\n", 3, 1),
        ("{\n  \"a\": 1,\n  \"a\": 2\n}", 3, 3), ("", 1, 1), ("\u{FEFF}{x", 1, 3),
    ])
    func badJSONHasAPlace(_ text: String, _ line: Int, _ column: Int) {
        let error = #expect(throws: DataError.self) { try read(text) }
        #expect(error?.code == .corrupted)
        #expect(error?.source?.line == line && error?.source?.column == column)
    }

    @Test(arguments: [
        ("{\"tasks\": [\n {\"id\": 1},\n  3]}", 3, 3, "an object"),
        ("{\"tasks\": [\n {\"id\": 1},\n{\"x\": 1}]}", 3, 1, "\"id\""),
        ("{\"tasks\": [{\"id\": null}]}", 1, 12, "null"),
        ("{\"tasks\": [{\"id\": 1},\n{\"id\": 1}]}", 2, 1, "in line 1"),
    ])
    func theFirstBadRecordEndsTheReading(
        _ text: String, _ line: Int, _ column: Int, _ part: String
    ) {
        let error = #expect(throws: DataError.self) { try read(text) }
        #expect(error?.code == .corrupted && error?.collection == "/tasks")
        #expect(error?.source?.line == line && error?.source?.column == column)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func badRecordsAreSetAside() throws {
        let file = try read(Samples.broken, lenient: true)
        let kept = file.collections[0].records.map(\.document.id)
        #expect(kept.map(\.description) == ["1", "92.1", "92.10", "1"])
        #expect(file.rejected.map(\.line) == [4, 5, 6, 7, 8, 9])
        #expect(file.rejected.allSatisfy { $0.column == 5 && $0.collection == "/tasks" })
        #expect(file.rejected[3].reason == "The id 1 is taken by the record in line 3.")
        #expect(file.rejected[4].reason == "The member \"title\" occurs twice in one object.")
        #expect(file.rejected[5].reason == "The member \"a\" occurs twice in one object.")
    }

    @Test func rejectedRecordsAreWrittenAsTheyAre() throws {
        let file = try read(Samples.broken, lenient: true)
        var writer = JSONWriter()
        for record in file.rejected { record.write(to: &writer) }
        let lines = String(decoding: writer.finish(), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 6)
        #expect(
            lines[0]
                == #"{"collection":"/tasks","line":4,"column":5,"reason":"A record is an object; "#
                + #"this is a string.","record":"not a record"}"#)
        #expect(lines[4].hasSuffix(#""record":{"id":4,"title":"Twice","title":"two"}}"#))
    }

    @Test func linesGiveTheNamedCollection() throws {
        let text = "{\"id\": 1}\n\n  \r\n{\"id\": \"a\", \"x\": 1.50}\r\n"
        let file = try read(text, layout: .jsonl, collection: "/tasks")
        #expect(file.collections.map(\.name) == ["/tasks"])
        #expect(file.collections[0].records.map(\.line) == [1, 4])
        let missing = #expect(throws: DataError.self) { try read(text, layout: .jsonl) }
        #expect(missing?.code == .invalid)
    }

    @Test func badLinesHaveAPlaceOrAreSetAside() throws {
        let text = "{\"id\": 1}\n{\"id\": 2\n[]\n{\"id\": 1}\n\u{FFFD}\n"
        let error = #expect(throws: DataError.self) {
            try read(text, layout: .jsonl, collection: "c")
        }
        #expect(error?.source?.line == 2)
        let file = try read(text, layout: .jsonl, collection: "c", lenient: true)
        #expect(file.recordCount == 1)
        #expect(file.rejected.map(\.line) == [2, 3, 4, 5])
        #expect(file.rejected[0].text == "{\"id\": 2" && file.rejected[0].node == nil)
        #expect(file.rejected[2].reason == "The id 1 is taken by the record in line 1.")
        var writer = JSONWriter()
        file.rejected[0].write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self).contains(#""text":"{\"id\": 2"}"#))
    }

    @Test func oneNameFitsOneListOnly() {
        let error = #expect(throws: DataError.self) {
            try read(Samples.tagged, collection: "tasks")
        }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("/master/tasks, /winter/tasks") == true)
    }
}
