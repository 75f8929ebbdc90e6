import Foundation
import Testing

@testable import APIListing

struct UsageTests {
    /// A symbol graph, in few words.
    private func graph(_ symbols: [Symbol], _ relations: [Relation] = []) throws -> SymbolGraph {
        let object: [String: Any] = [
            "symbols": symbols.map(\.json), "relationships": relations.map(\.json),
        ]
        return try JSONDecoder().decode(
            SymbolGraph.self, from: JSONSerialization.data(withJSONObject: object))
    }

    private struct Symbol {
        var identifier: String
        var path: [String]
        var kind = "swift.method"
        /// What its signature names.
        var signature: [String] = []

        init(_ identifier: String, _ path: String..., kind: String = "swift.method") {
            self.identifier = identifier
            self.path = path
            self.kind = kind
        }

        func naming(_ identifiers: String...) -> Symbol {
            var symbol = self
            symbol.signature = identifiers
            return symbol
        }

        var json: [String: Any] {
            [
                "kind": ["identifier": kind], "identifier": ["precise": identifier],
                "pathComponents": path,
                "declarationFragments": signature.map {
                    ["spelling": "T", "preciseIdentifier": $0]
                },
            ]
        }
    }

    private struct Relation {
        var source: String
        var kind: String
        var target: String
        var fallback = ""

        var json: [String: String] {
            ["kind": kind, "source": source, "target": target, "targetFallback": fallback]
        }
    }

    private func program(_ json: String) throws -> SyntaxTree {
        var tree = SyntaxTree()
        try tree.add(Data(json.utf8))
        return tree
    }

    private func unused(_ graph: SymbolGraph, by json: String = "{}") throws -> [String] {
        Usage(of: [graph], by: try program(json)).unused(in: [graph])
    }

    /// A protocol `P` with a requirement and its default, and `T`, of the library, which conforms.
    private func conforming() throws -> SymbolGraph {
        try graph(
            [
                Symbol("s:P", "P", kind: "swift.protocol"), Symbol("s:Pf", "P", "f(_:)"),
                Symbol("s:Pdf", "P", "f(_:)"), Symbol("s:T", "T", kind: "swift.struct"),
                Symbol("s:Tf", "T", "f(_:)"), Symbol("s:Tg", "T", "g()"),
            ],
            [
                Relation(source: "s:Pf", kind: "requirementOf", target: "s:P"),
                Relation(source: "s:Pdf", kind: "defaultImplementationOf", target: "s:Pf"),
                Relation(source: "s:Tf", kind: "memberOf", target: "s:T"),
                Relation(source: "s:Tg", kind: "memberOf", target: "s:T"),
                Relation(source: "s:T", kind: "conformsTo", target: "s:P"),
            ])
    }

    @Test func whatNoProgramRefersToIsUnused() throws {
        let graph = try conforming()
        #expect(try unused(graph) == ["P", "P.f(_:)", "T", "T.f(_:)", "T.g()"])
        // A type of which a member is used, is used.
        #expect(
            try unused(graph, by: #"[{"decl":{"decl_usr":"s:Tg"}}]"#) == [
                "P", "P.f(_:)", "T.f(_:)",
            ]
        )
        // A mention that is no reference is none.
        #expect(try unused(graph, by: #"{"usr":"s:Tg","text":"decl_usr s:Tg"}"#).contains("T.g()"))
    }

    @Test func witnessesAndDefaultsAreUsedWithTheirRequirement() throws {
        #expect(
            try unused(try conforming(), by: #"{"decl_usr":"s:Pf"}"#) == ["T.g()"])
    }

    @Test func whoImplementsARequirementUsesIt() throws {
        func type(_ member: String, _ labels: String) -> String {
            """
            {"_kind":"class_decl","usr":"s:3App5StoreC",
             "inherits":{"conformances":[{"protocol":"s:P"}]},
             "members":[{"_kind":"func_decl","name":{
                "base_name":{"name":"\(member)"},"args":\(labels)}}]}
            """
        }
        #expect(try unused(try conforming(), by: type("f", #"[""]"#)) == ["T.g()"])
        // The protocol is used by who conforms, but not a default that is left as it is.
        #expect(
            try unused(try conforming(), by: type("h", "[]")) == [
                "P.f(_:)", "T", "T.f(_:)", "T.g()",
            ])
        let apart = """
            [{"_kind":"class_decl","usr":"s:3App5StoreC",
              "inherits":{"conformances":[{"protocol":"s:P"}]}},
             {"_kind":"extension_decl","extended_type":"$s3App5StoreCD",
              "members":[{"_kind":"func_decl","name":{"base_name":{"name":"f"},"args":[""]}}]}]
            """
        #expect(try unused(try conforming(), by: apart) == ["T.g()"])
    }

    @Test func theStandardLibraryCallsItsWitnesses() throws {
        let graph = try graph(
            [
                Symbol("s:T", "T", kind: "swift.struct"), Symbol("s:Teq", "T", "==(_:_:)"),
                Symbol("s:Th", "T", "hash(into:)"), Symbol("s:Ulike", "U", "hash(into:)"),
            ],
            [
                Relation(source: "s:Teq", kind: "memberOf", target: "s:T"),
                Relation(source: "s:Th", kind: "memberOf", target: "s:T"),
                Relation(source: "s:Ulike", kind: "memberOf", target: "s:U"),
                Relation(
                    source: "s:T", kind: "conformsTo", target: "s:SH", fallback: "Swift.Hashable"),
                Relation(
                    source: "s:T", kind: "conformsTo", target: "s:SQ", fallback: "Swift.Equatable"),
            ])
        // What is only named like a witness has to be used.
        #expect(try unused(graph, by: #"{"decl_usr":"s:T"}"#) == ["U.hash(into:)"])
    }

    @Test func whoUsesADeclarationUsesTheTypesInItsSignature() throws {
        let graph = try graph([
            Symbol("s:f", "f(_:)").naming("s:T"), Symbol("s:T", "T", kind: "swift.struct"),
            Symbol("s:U", "U", kind: "swift.struct"),
        ])
        #expect(try unused(graph, by: #"{"decl_usr":"s:f"}"#) == ["U"])
        #expect(try unused(graph) == ["T", "U", "f(_:)"])
    }

    @Test func checkFailsOnANewDeclarationThatNobodyUses() throws {
        func check(_ exceptions: String, by json: String) throws -> UsageCheck {
            let graph = try conforming()
            return UsageCheck(
                usage: Usage(of: [graph], by: try program(json)),
                exceptions: UsageExceptions(exceptions), targets: [("Core", [graph])])
        }
        let all = #"[{"decl_usr":"s:Pf"},{"decl_usr":"s:Tg"}]"#
        #expect(try check("", by: all).isPassed)
        // The same without the use of one.
        let new = try check("", by: #"{"decl_usr":"s:Pf"}"#)
        #expect(!new.isPassed)
        #expect(new.problems == ["no guide and no program of ours uses T.g()"])
        let excused = try check(
            "T.g()  Only for what is not there yet.", by: #"{"decl_usr":"s:Pf"}"#)
        #expect(excused.isPassed)
        #expect(
            excused.report == """
                Core: 6 public declarations, 1 excused
                In all 6 public declarations, 1 excused by 1 line
                """)
        #expect(
            try check("T.g()  Not needed.", by: all).problems
                == ["no exception is needed for T.g()"])
        #expect(try check("T.g()", by: all).problems == ["an exception without a reason: T.g()"])
    }

    @Test func checkFailsWhereThereIsNothingToLookAt() throws {
        let usage = Usage(of: [], by: SyntaxTree())
        let check = UsageCheck(
            usage: usage, exceptions: UsageExceptions(""), targets: [("Core", [])])
        #expect(check.problems == ["there is no public API of Core to look at"])
    }
}
