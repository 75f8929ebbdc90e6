import Testing

@testable import DataBridgeFiles

struct FilePlaceTests {
    @Test(arguments: [
        ("a", ".", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/a/b/c", "/a/b", "c"),
        ("a/b/", "a", "b"), ("a//b", "a", "b"), ("/", "/", ""), ("//a", "/", "a"), ("", ".", ""),
        ("./a", ".", "a"), ("../a", "..", "a"), ("a/\u{301}b", "a", "\u{301}b"),
        ("a\u{600}/b", "a\u{600}", "b"),
    ])
    func pathIsTakenApart(path: String, folder: String, name: String) {
        let place = FilePlace(path)
        #expect(place.folder == folder)
        #expect(place.name == name)
        #expect(place.isRoot == name.isEmpty)
    }

    @Test func siblingsAreInTheSameFolder() {
        #expect(FilePlace("a").sibling("b") == "b")
        #expect(FilePlace("/a").sibling("b") == "/b")
        #expect(FilePlace("/x/a").sibling("b") == "/x/b")
    }

    @Test func absolutePathsStartAtTheRoot() {
        #expect(FilePlace.isAbsolute("/a"))
        #expect(FilePlace.isAbsolute("/\u{301}a"))
        #expect(!FilePlace.isAbsolute("a/b"))
        #expect(!FilePlace.isAbsolute(""))
    }
}
