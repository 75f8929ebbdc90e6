import Foundation

/// The public API of one target: a line for each declaration and each conformance, sorted.
///
/// A line begins with the declaration's full name, then a tabulator:
///
///     Bridge.open(_:drivers:entities:options:)    static func open(…) async throws -> …
struct Listing: Equatable {
    /// One line.
    struct Entry: Hashable, Comparable {
        var name: String
        var declaration: String

        var line: String { "\(name)\t\(declaration)" }

        static func < (left: Entry, right: Entry) -> Bool {
            (left.name, left.declaration) < (right.name, right.declaration)
        }
    }

    var entries: [Entry]

    init(_ graphs: [SymbolGraph]) {
        var entries: Set<Entry> = []
        var names: [String: String] = [:]
        for symbol in graphs.flatMap(\.symbols) {
            names[symbol.identifier.precise] = symbol.name
            // An extension's block is no declaration; what is in it is.
            if symbol.kind.identifier == "swift.extension" { continue }
            entries.insert(Entry(name: symbol.name, declaration: symbol.declaration))
        }
        for relationship in graphs.flatMap(\.relationships) where relationship.kind == "conformsTo"
        {
            guard let name = names[relationship.source] else { continue }
            let target = names[relationship.target] ?? relationship.targetFallback ?? ""
            guard !target.isEmpty else { continue }
            entries.insert(Entry(name: name, declaration: ": \(target)"))
        }
        self.entries = entries.sorted()
    }

    /// Reads the text of ``text``.
    init(_ text: String) {
        entries = text.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            return Entry(
                name: String(parts[0]), declaration: parts.count > 1 ? String(parts[1]) : "")
        }
    }

    var text: String { entries.map { $0.line + "\n" }.joined() }

    /// What became of an older listing: lines that begin with `+`, `-`, or `~` for a declaration
    /// that changed under its name.
    func differences(from old: Listing) -> [String] {
        let added = Dictionary(grouping: Set(entries).subtracting(old.entries), by: \.name)
        let removed = Dictionary(grouping: Set(old.entries).subtracting(entries), by: \.name)
        return Set(added.keys).union(removed.keys).sorted().flatMap { name -> [String] in
            let new = (added[name] ?? []).sorted()
            let old = (removed[name] ?? []).sorted()
            if let before = old.first, let after = new.first, old.count == 1, new.count == 1 {
                return [
                    "~ \(name)", "    was \(before.declaration)", "    is  \(after.declaration)",
                ]
            }
            return old.map { "- \($0.name)  \($0.declaration)" }
                + new.map { "+ \($0.name)  \($0.declaration)" }
        }
    }
}

extension SymbolGraph.Symbol {
    /// The full name with the labels, such as `Query.init(where:)`.
    var name: String { pathComponents.joined(separator: ".") }

    /// The declaration in one line, behind the constraints of its extension.
    var declaration: String {
        let text = (declarationFragments ?? []).map(\.spelling).joined()
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let constraints = (swiftExtension?.constraints ?? []).map { constraint in
            let sign = constraint.kind == "sameType" ? "==" : ":"
            return "\(constraint.lhs) \(sign) \(constraint.rhs)"
        }
        return constraints.isEmpty ? line : "\(line)  [\(constraints.joined(separator: ", "))]"
    }
}
