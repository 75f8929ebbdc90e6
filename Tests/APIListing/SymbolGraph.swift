import Foundation

/// What the toolchain's `swift-symbolgraph-extract` writes about a module, as far as it is needed.
struct SymbolGraph: Decodable {
    struct Symbol: Decodable {
        struct Kind: Decodable {
            var identifier: String
        }
        struct Identifier: Decodable {
            var precise: String
        }
        struct Fragment: Decodable {
            var spelling: String
            /// What the fragment names, such as the type of a parameter.
            var preciseIdentifier: String?
        }
        var kind: Kind
        var identifier: Identifier
        var pathComponents: [String]
        var declarationFragments: [Fragment]?
        var swiftExtension: Extension?
    }

    struct Extension: Decodable {
        struct Constraint: Decodable {
            var kind: String
            var lhs: String
            var rhs: String
        }
        var constraints: [Constraint]?
    }

    struct Relationship: Decodable {
        var kind: String
        var source: String
        var target: String
        var targetFallback: String?
    }

    var symbols: [Symbol]
    var relationships: [Relationship]

    /// All graphs of a folder: the module's own, and those of its extensions of other modules.
    static func all(in folder: URL) throws -> [SymbolGraph] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(".symbols.json") }
            .map {
                try JSONDecoder().decode(
                    SymbolGraph.self, from: Data(contentsOf: folder.appending(path: $0)))
            }
    }
}
