import DataBridgeCore

/// A field of a document, by the names on the way to it.
struct FieldPath: Hashable, Sendable {
    /// The names from the record inwards; positions in arrays are names as well.
    var names: [String]
    /// Whether the last name was written without quotes.
    var endsBare = true

    init(names: [String], endsBare: Bool = true) {
        self.names = names
        self.endsBare = endsBare
    }

    /// The field as the core knows it.
    var reference: FieldReference { FieldReference(path: names) }

    /// Compares names by their bytes.
    static func == (left: FieldPath, right: FieldPath) -> Bool {
        left.reference == right.reference
    }

    /// Hashes the names' bytes.
    func hash(into hasher: inout Hasher) {
        reference.hash(into: &hasher)
    }
}

extension FieldPath: CustomStringConvertible {
    /// The names as a filter spells them.
    var description: String { names.map(Self.spelled).joined(separator: ".") }

    private static func spelled(_ name: String) -> String {
        let isKeyword = ["and", "or", "not"].contains(name.lowercased())
        return ExpressionScanner.isBareName(name) && !isKeyword ? name : ValueText.quoted(name)
    }

    /// The heading of a column: the names as they are.
    var title: String { names.joined(separator: ".") }
}

extension FieldPath {
    /// Reads a list such as `id,title,"due date",owner.name`.
    static func list(_ text: String) throws(ExpressionError) -> [FieldPath] {
        var scanner = ExpressionScanner(text)
        var paths: [FieldPath] = []
        repeat { paths.append(try scanner.path()) } while scanner.take(",")
        guard scanner.isAtEnd else {
            throw scanner.error("expected a comma between two fields, found \(scanner.found()).")
        }
        return paths
    }
}
