import DataBridgeCore
import JSONSyntax

/// Where each collection stands in the document that an export makes.
///
/// A name that is a JSON Pointer is a place, so that `/master/tasks` becomes
/// `{"master": {"tasks": […]}}`; any other name is a member of the whole document.
indirect enum ExportTree: Sendable {
    /// The list of the collection's records.
    case list(collection: String)
    /// An object with further places.
    case object([Member])

    /// A place inside an object.
    struct Member: Sendable {
        var name: String
        var tree: ExportTree
    }

    /// Arranges collections.
    ///
    /// - Throws: `unsupported` when one collection stands where another has its list.
    init(_ collections: [String]) throws {
        self = .object([])
        for collection in collections {
            try insert(
                collection, at: Self.path(of: collection)[...], isOnly: collections.count == 1)
        }
    }

    private static func path(of collection: String) -> [String] {
        guard collection.isEmpty || collection.utf8.first == UInt8(ascii: "/"),
            let pointer = try? JSONPointer(collection)
        else { return [collection] }
        return pointer.tokens
    }

    private mutating func insert(
        _ collection: String, at path: ArraySlice<String>, isOnly: Bool
    ) throws {
        guard case .object(var members) = self, let name = path.first else {
            // The whole document is a list only when there is nothing else in it.
            guard path.isEmpty, isOnly else { throw Self.clash(collection) }
            self = .list(collection: collection)
            return
        }
        let rest = path.dropFirst()
        if let index = members.firstIndex(where: { ByteOrder.equal($0.name, name) }) {
            guard !rest.isEmpty else { throw Self.clash(collection) }
            try members[index].tree.insert(collection, at: rest, isOnly: false)
        } else if rest.isEmpty {
            members.append(Member(name: name, tree: .list(collection: collection)))
        } else {
            var tree = ExportTree.object([])
            try tree.insert(collection, at: rest, isOnly: false)
            members.append(Member(name: name, tree: tree))
        }
        self = .object(members)
    }

    private static func clash(_ collection: String) -> DataError {
        .unsupported(
            "In one document this collection and another one would stand in the same place. Export "
                + "them one by one with --collection.",
            collection: collection)
    }
}
