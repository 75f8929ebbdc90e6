import DataBridgeCore
@testable import DataBridgeTool
import Testing

struct SortListTests {
    @Test func listIsRead() throws {
        #expect(
            try SortList.parse("priority:desc, title ,owner.name:ASC,\"a:b,c\":desc") == [
                .field("priority", .descending), .field("title"), .field("owner.name"),
                .field(path: ["a:b,c"], .descending),
            ])
    }

    @Test(arguments: [
        ("", 0), ("a,", 2), ("a:up", 2), ("a b", 2), ("a:desc:b", 2),
    ])
    func mistakesHaveAPlace(_ text: String, _ offset: Int) {
        let error = #expect(throws: ExpressionError.self) { try SortList.parse(text) }
        #expect(error?.offset == offset)
    }
}

struct FieldPathTests {
    @Test func listIsRead() throws {
        let list = try FieldPath.list("id, owner.name,'due date'")
        #expect(list.map(\.names) == [["id"], ["owner", "name"], ["due date"]])
        #expect(list.map(\.title) == ["id", "owner.name", "due date"])
        #expect(list.map(\.description) == ["id", "owner.name", "\"due date\""])
    }

    @Test(arguments: [("", 0), ("a,", 2), ("a b", 2), ("a:b", 1)])
    func mistakesHaveAPlace(_ text: String, _ offset: Int) {
        let error = #expect(throws: ExpressionError.self) { try FieldPath.list(text) }
        #expect(error?.offset == offset)
    }

    @Test func pathsCompareByBytes() {
        #expect(FieldPath(names: ["é"]) != FieldPath(names: ["e\u{301}"]))
        #expect(Set([FieldPath(names: ["a", "b"]), FieldPath(names: ["a", "b"])]).count == 1)
    }
}
