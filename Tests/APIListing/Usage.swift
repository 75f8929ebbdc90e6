import Foundation

/// Which public entry points the guides, and the program that stands for all of them, never use.
///
/// Uses are the declarations that the compiler's syntax trees refer to, so that a name in a comment
/// or of something else does not count.
struct Usage {
    private var used: Set<String> = []

    /// Takes the declarations that a tree in JSON refers to; a tree is large, so it is not parsed.
    init(trees: [Data]) {
        let mark = Array("_usr\":\"".utf8)
        for tree in trees {
            var rest = tree[...]
            while let found = rest.firstRange(of: mark) {
                let end =
                    rest[found.upperBound...].firstIndex(of: UInt8(ascii: "\"")) ?? rest.endIndex
                used.insert(String(decoding: rest[found.upperBound..<end], as: UTF8.self))
                rest = rest[end...]
            }
        }
    }

    var count: Int { used.count }

    /// The names of the entry points of a module that nothing refers to.
    func unused(in graphs: [SymbolGraph]) -> [String] {
        let relationships = graphs.flatMap(\.relationships)
        // Who conforms to a protocol of ours is called through the protocol; a default is what a
        // requirement comes with.
        let indirect = Set(
            relationships.filter {
                ["defaultImplementationOf", "overrides"].contains($0.kind)
            }.map(\.source))
        // A tree refers to a type by a mangled name; a type of which something is used, is used.
        let usedPaths = Set(
            graphs.flatMap(\.symbols).filter { used.contains($0.identifier.precise) }
                .flatMap { symbol in
                    symbol.pathComponents.indices.map { symbol.pathComponents[...$0] }
                })
        let names = graphs.flatMap(\.symbols).filter { symbol in
            !usedPaths.contains(symbol.pathComponents[...])
                && !used.contains(symbol.identifier.precise)
                && !indirect.contains(symbol.identifier.precise)
                && !Usage.passedOver.contains(symbol.kind.identifier)
                && !Usage.ofTheLanguage.contains(symbol.pathComponents.last ?? "")
        }.map(\.name)
        return Set(names).sorted()
    }

    private static let passedOver: Set = ["swift.extension", "swift.associatedtype", "swift.macro"]

    /// Called by the language or the standard library in the name of a conformance.
    private static let ofTheLanguage: Set = [
        "==(_:_:)", "!=(_:_:)", "<(_:_:)", "~=(_:_:)", "hash(into:)", "hashValue", "description",
        "encode(to:)", "init(from:)", "init(rawValue:)", "rawValue", "makeAsyncIterator()",
        "next()",
        "next(isolation:)", "init(booleanLiteral:)", "init(integerLiteral:)",
        "init(floatLiteral:)", "init(stringLiteral:)", "init(arrayLiteral:)",
        "init(dictionaryLiteral:)", "Element", "Failure", "AsyncIterator", "RawValue",
    ]
}

/// Entry points that need not be used, each with the reason.
///
/// In the file, a line is a name, or the beginning of names and a `*`, two blanks, and the reason.
struct UsageExceptions {
    private var patterns: [(text: String, reason: String)] = []
    /// Lines without a reason.
    private(set) var malformed: [String] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let gap = line.firstRange(of: "  ") else {
                malformed.append(String(line))
                continue
            }
            let reason = line[gap.upperBound...].drop { $0 == " " }
            patterns.append((String(line[..<gap.lowerBound]), String(reason)))
        }
    }

    func covers(_ name: String) -> Bool { patterns.contains { matches(name, $0.text) } }

    /// Exceptions that no unused entry point needs any more.
    func stale(among unused: [String]) -> [String] {
        patterns.map(\.text).filter { pattern in !unused.contains { matches($0, pattern) } }
    }

    private func matches(_ name: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }
}
