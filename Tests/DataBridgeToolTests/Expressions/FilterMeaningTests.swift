import DataBridge
@testable import DataBridgeTool
import Testing

/// What filters find.
struct FilterMeaningTests {
    private static let documents = [
        #"{"id": 1, "title": "Fix the API", "status": "done", "priority": 3, "dependencies": []}"#,
        #"{"id": 2, "title": "fix docs", "status": "pending", "priority": 1, "dependencies": [1]}"#,
        #"{"id": 92.10, "title": "Ship", "status": "pending", "tags": ["api", "x"], "note": null}"#,
        #"{"id": 92.1, "owner": {"name": "Ada", "due date": "2025-01-31"}, "priority": 2.50}"#,
        #"{"id": "7", "title": "é", "status": "in-progress", "priority": "high"}"#,
    ]

    @Test(
        arguments: [
            ("status = pending", ["2", "92.10"]), ("status != pending", ["1", "92.1", "7"]),
            ("status in (done, in-progress)", ["1", "7"]),
            ("status not in (done)", ["2", "92.1", "92.10", "7"]),
            ("priority >= 2.5", ["1", "92.1"]), ("priority = 2.5", ["92.1"]),
            ("priority < 3", ["2", "92.1"]), ("priority between 1 and 2.50", ["2", "92.1"]),
            ("priority > a", ["7"]), ("not priority > 0", ["92.10", "7"]),
            ("title prefix Fix", ["1"]), ("title prefix~i FIX", ["1", "2"]),
            ("title suffix docs", ["2"]), ("title suffix~i \"api\"", ["1"]),
            ("title contains the", ["1"]), ("title contains~i \"API\"", ["1"]),
            ("tags contains api", ["92.10"]), ("dependencies contains 1", ["2"]),
            ("dependencies = []", ["1"]), ("dependencies = [1]", ["2"]),
            ("note is null", ["1", "2", "92.1", "92.10", "7"]), ("owner is not null", ["92.1"]),
            ("owner.name = Ada", ["92.1"]), ("owner.\"due date\" < 2025-02-01", ["92.1"]),
            ("tags.0 = api", ["92.10"]), ("id = 92.1", ["92.1"]), ("id = 92.10", ["92.10"]),
            ("id in (1, 92.10)", ["1", "92.10"]), ("id between 2 and 93", ["2", "92.1", "92.10"]),
            ("id = \"7\"", ["7"]), ("id = 7", []), ("id contains \"7\"", ["7"]),
            ("title = 'é'", ["7"]), ("title = 'e\u{301}'", []),
            ("status = pending and (priority = 1 or tags contains x)", ["2", "92.10"]),
        ] as [(String, [String])])
    func filterFinds(_ text: String, _ ids: [String]) async throws {
        let documents = try Samples.documents("[\(Self.documents.joined(separator: ","))]")
        let store = MemoryStore(entities: [Document.schema])
        let repository = store.repository(for: Document.self)
        try await repository.insert(all: documents)
        let filter = try FilterParser.parse(text).filter(idName: "id")
        let found = try await repository.find(where: filter)
        #expect(found.map(\.id.description) == ids)
    }
}
