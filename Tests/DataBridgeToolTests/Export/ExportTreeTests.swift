import DataBridge
@testable import DataBridgeTool
import Testing

struct ExportTreeTests {
    /// The tree with its collections in angle brackets.
    private func text(_ tree: ExportTree) -> String {
        switch tree {
        case .list(let collection): "<\(collection)>"
        case .object(let members):
            "{" + members.map { "\($0.name): \(text($0.tree))" }.joined(separator: ", ") + "}"
        }
    }

    @Test(arguments: [
        ([], "{}"), ([""], "<>"), (["/tasks"], "{tasks: </tasks>}"),
        (
            ["/a/tasks", "/a/notes", "/b/tasks"],
            "{a: {tasks: </a/tasks>, notes: </a/notes>}, b: {tasks: </b/tasks>}}"
        ),
        (["tasks", "a/b"], "{tasks: <tasks>, a/b: <a/b>}"), (["/a~1b"], "{a/b: </a~1b>}"),
        (["/a~b"], "{/a~b: </a~b>}"), (["/"], "{: </>}"),
    ])
    func collectionsFindTheirPlaces(_ names: [String], _ expected: String) throws {
        #expect(text(try ExportTree(names)) == expected)
    }

    @Test(arguments: [["/a", "/a/b"], ["/a/b", "/a"], ["", "/a"], ["a", "/a"]])
    func clashesAreRefused(_ names: [String]) {
        let error = #expect(throws: DataError.self) { try ExportTree(names) }
        #expect(error?.code == .unsupported && error?.collection != nil)
    }
}
