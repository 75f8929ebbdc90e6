import Foundation

/// Which public entry points our programs never use.
///
/// Used is what the compiler's syntax trees of the programs refer to, so that a name in a comment
/// or of something else does not count, and what follows from that:
///
/// - A requirement is used as well by a type of a program that implements it, since whoever has the
///   protocol calls it.
/// - A witness, or a default, is used when its requirement is: it is called through the protocol.
///   One of a protocol of the standard library is called by that.
/// - A type is used when one of its members is, when a program's type conforms to it, or when a
///   declaration that is used has it in its signature.
struct Usage {
    private let programs: SyntaxTree
    private let graphs: [SymbolGraph]
    private let protocols: ProtocolTable
    /// The identifiers of what is used.
    private let used: Set<String>

    /// - Parameter graphs: of all modules, since a witness may be of another module's protocol.
    init(of graphs: [SymbolGraph], by programs: SyntaxTree) {
        self.programs = programs
        self.graphs = graphs
        protocols = ProtocolTable(graphs)
        used = Usage.used(of: graphs, by: programs, protocols)
    }

    /// The names of the entry points of some modules that nothing uses.
    func unused(in graphs: [SymbolGraph]) -> [String] {
        let names = graphs.flatMap(\.symbols).filter { symbol in
            !used.contains(symbol.identifier.precise) && symbol.isEntryPoint
        }.map(\.name)
        return Set(names).sorted()
    }

    private static func used(
        of graphs: [SymbolGraph], by programs: SyntaxTree, _ protocols: ProtocolTable
    ) -> Set<String> {
        var used = programs.references
        for conformer in programs.conformers.values {
            used.formUnion(conformer.protocols)
            for identifier in conformer.protocols {
                for (name, requirements) in protocols.requirements[identifier] ?? [:]
                where conformer.members.contains(name) {
                    used.formUnion(requirements)
                }
            }
        }
        let symbols = graphs.flatMap(\.symbols)
        for symbol in symbols where protocols.isWitness(symbol, of: used) {
            used.insert(symbol.identifier.precise)
        }
        let signatures = symbols.filter { used.contains($0.identifier.precise) }
            .flatMap { $0.declarationFragments ?? [] }.compactMap(\.preciseIdentifier)
        used.formUnion(signatures)
        let paths = Set(
            symbols.filter { used.contains($0.identifier.precise) }.flatMap { symbol in
                symbol.pathComponents.indices.dropFirst().map { symbol.pathComponents[..<$0] }
            })
        for symbol in symbols where paths.contains(symbol.pathComponents[...]) {
            used.insert(symbol.identifier.precise)
        }
        return used
    }
}

/// The protocols, ours and those of the standard library, and who conforms to them.
struct ProtocolTable {
    /// Identifiers of requirements, by protocol and name.
    private(set) var requirements: [String: [String: Set<String>]] = [:]
    /// The requirements that an implementation in a protocol's extension is the default of.
    private var defaults: [String: Set<String>] = [:]
    /// The type or protocol of a member.
    private var parents: [String: String] = [:]
    /// Identifiers of our protocols by those who conform.
    private var conformances: [String: Set<String>] = [:]
    /// Names of what the standard library requires of a type.
    private var requiredByLibrary: [String: Set<String>] = [:]

    init(_ graphs: [SymbolGraph]) {
        let names = Dictionary(
            graphs.flatMap(\.symbols).map { ($0.identifier.precise, $0.pathComponents.last ?? "") },
            uniquingKeysWith: { first, _ in first })
        for relation in graphs.flatMap(\.relationships) {
            switch relation.kind {
            case "requirementOf", "optionalRequirementOf":
                requirements[relation.target, default: [:]][
                    names[relation.source] ?? "", default: []
                ].insert(relation.source)
            case "defaultImplementationOf":
                defaults[relation.source, default: []].insert(relation.target)
            case "memberOf": parents[relation.source] = relation.target
            case "conformsTo":
                conformances[relation.source, default: []].insert(relation.target)
                requiredByLibrary[relation.source, default: []].formUnion(
                    ProtocolTable.requiredNames[relation.targetFallback ?? ""] ?? [])
            default: break
            }
        }
    }

    /// Whether a declaration does what a protocol requires, one of the standard library or one of
    /// which the requirement is used.
    func isWitness(_ symbol: SymbolGraph.Symbol, of used: Set<String>) -> Bool {
        let identifier = symbol.identifier.precise
        if let defaults = defaults[identifier], !defaults.isDisjoint(with: used) { return true }
        guard let parent = parents[identifier], let name = symbol.pathComponents.last else {
            return false
        }
        if requiredByLibrary[parent]?.contains(name) ?? false { return true }
        return (conformances[parent] ?? []).contains { target in
            !(requirements[target]?[name] ?? []).isDisjoint(with: used)
        }
    }

    /// What the protocols of the standard library that our types conform to require.
    private static let requiredNames: [String: Set<String>] = [
        "Swift.Equatable": ["==(_:_:)", "!=(_:_:)"],
        "Swift.Hashable": ["hash(into:)", "hashValue"],
        "Swift.Comparable": ["<(_:_:)"],
        "Swift.CustomStringConvertible": ["description"],
        "Swift.LosslessStringConvertible": ["init(_:)"],
        "Swift.Encodable": ["encode(to:)"],
        "Swift.Decodable": ["init(from:)"],
        "Swift.RawRepresentable": ["init(rawValue:)", "rawValue", "RawValue"],
        "Swift.OptionSet": ["init(rawValue:)", "rawValue"],
        "Swift.CaseIterable": ["allCases", "AllCases"],
        "Swift.Identifiable": ["id", "ID"],
        "Swift.RandomNumberGenerator": ["next()"],
        "Swift.Sequence": ["makeIterator()", "underestimatedCount", "Element", "Iterator"],
        "Swift.Collection": [
            "startIndex", "endIndex", "index(after:)", "subscript(_:)", "count", "Index",
        ],
        "Swift.IteratorProtocol": ["next()", "Element"],
        "Swift.ExpressibleByBooleanLiteral": ["init(booleanLiteral:)"],
        "Swift.ExpressibleByIntegerLiteral": ["init(integerLiteral:)"],
        "Swift.ExpressibleByFloatLiteral": ["init(floatLiteral:)"],
        "Swift.ExpressibleByStringLiteral": ["init(stringLiteral:)"],
        "Swift.ExpressibleByArrayLiteral": ["init(arrayLiteral:)"],
        "Swift.ExpressibleByDictionaryLiteral": ["init(dictionaryLiteral:)"],
        "_Concurrency.AsyncSequence": [
            "makeAsyncIterator()", "Element", "Failure", "AsyncIterator",
        ],
        "_Concurrency.AsyncIteratorProtocol": ["next()", "next(isolation:)", "Element", "Failure"],
    ]
}

extension SymbolGraph.Symbol {
    /// Whether it is something that a program uses: no extension's block, no associated type.
    fileprivate var isEntryPoint: Bool {
        !["swift.extension", "swift.associatedtype", "swift.macro"].contains(kind.identifier)
    }
}
