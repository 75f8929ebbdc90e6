import Foundation
import Testing

@testable import APIListing

struct ListingTests {
    private let graph = """
        {"symbols": [
            {"kind": {"identifier": "swift.struct"}, "identifier": {"precise": "s:A"},
             "pathComponents": ["A"],
             "declarationFragments": [{"spelling": "struct"}, {"spelling": " A"}]},
            {"kind": {"identifier": "swift.method"}, "identifier": {"precise": "s:Af"},
             "pathComponents": ["A", "f(_:)"],
             "declarationFragments": [{"spelling": "func f(\\n  _ a: Int\\n)"}],
             "swiftExtension": {"constraints": [
                {"kind": "conformance", "lhs": "Self", "rhs": "B"}]}},
            {"kind": {"identifier": "swift.func.op"}, "identifier": {"precise": "s:Aeq"},
             "pathComponents": ["A", "==(_:_:)"]},
            {"kind": {"identifier": "swift.extension"}, "identifier": {"precise": "s:e"},
             "pathComponents": ["C"]}],
         "relationships": [
            {"kind": "conformsTo", "source": "s:A", "target": "s:SH",
             "targetFallback": "Swift.Hashable"},
            {"kind": "memberOf", "source": "s:Af", "target": "s:A"}]}
        """

    private func decoded() throws -> SymbolGraph {
        try JSONDecoder().decode(SymbolGraph.self, from: Data(graph.utf8))
    }

    @Test func listingHasALineForEachDeclarationAndConformance() throws {
        let listing = Listing([try decoded()])
        #expect(
            listing.text == """
                A\t: Swift.Hashable
                A\tstruct A
                A.==(_:_:)\t
                A.f(_:)\tfunc f( _ a: Int )  [Self : B]

                """)
        #expect(Listing(listing.text) == listing)
    }

    @Test func differencesAreAddedRemovedAndChanged() {
        let old = Listing("a\tfunc a()\nb\tfunc b()\nc\tvar c: Int\n")
        let new = Listing("a\tfunc a()\nc\tvar c: Int?\nd\tfunc d()\n")
        #expect(
            new.differences(from: old) == [
                "- b  func b()", "~ c", "    was var c: Int", "    is  var c: Int?",
                "+ d  func d()",
            ])
        #expect(new.differences(from: new).isEmpty)
    }

    @Test func exceptionsCoverNamesAndBeginnings() {
        let exceptions = UsageExceptions("# why\nA.f(_:)  It is for tests.\nB.*  Old.\nC\n")
        #expect(exceptions.covers("A.f(_:)"))
        #expect(!exceptions.covers("A.f(_:)x"))
        #expect(exceptions.covers("B.g()"))
        #expect(exceptions.malformed == ["C"])
        #expect(exceptions.stale(among: ["A.f(_:)"]) == ["B.*"])
    }
}

struct APITruthTests {
    /// The programs that use the public API stand beside this test's own.
    @Test(arguments: ["APITruth", "BackendTruth", "KitTruth"])
    func programRunsToItsEnd(_ name: String) throws {
        let process = Process()
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(filePath: path).deletingLastPathComponent()
            .appending(path: name)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: output, as: UTF8.self).contains("API does what the guide"))
    }
}
