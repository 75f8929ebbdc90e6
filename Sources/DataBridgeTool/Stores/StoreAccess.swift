import DataBridgeCore

/// What a command is going to do with a store.
enum StoreAccess: Sendable {
    /// Only read.
    case read
    /// Change what is there; the store must exist.
    case write
    /// Fill it; a store that does not exist yet is made.
    case fill
}

/// A store while a command works on it.
struct OpenedStore: Sendable {
    /// The store.
    let store: any DataStore
    /// How the user named it.
    let url: StoreURL
    /// The field of its documents that holds the id.
    let idName: String

    /// The schema of documents in whatever collection.
    ///
    /// Its own collection is a place that no file has, and is never shown; the collections that
    /// commands work on are named when they are used.
    static func template(idName: String) -> Schema<Document> {
        Document.schema(named: templateName, idName: idName)
    }

    private static let templateName = "/documents/of/any/collection"

    /// The names of the collections.
    func collections() async throws -> [String] {
        try await store.collections().filter { !ByteOrder.equal($0, Self.templateName) }
    }

    /// The documents of a collection.
    func documents(in collection: String) -> any DataRepository<Document> {
        store.repository(for: Document.self, in: collection)
    }

    /// The name of a collection as the store has it; the first slash may have been left out.
    ///
    /// - Throws: `notFound`, naming the collections that are there.
    func collection(named name: String) async throws -> String {
        let names = try await collections()
        for candidate in [name, "/" + name] {
            if let found = names.first(where: { ByteOrder.equal($0, candidate) }) { return found }
        }
        throw Self.notFound(name, among: names)
    }

    private static func notFound(_ name: String, among names: [String]) -> DataError {
        let shown = names.prefix(10).map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: ", ")
        let list = names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
        let known = names.isEmpty ? "The store has no collections." : "The store has \(list)."
        let nearest = NearestName.of(name, among: names).map { " Did you mean \($0)?" } ?? ""
        return DataError(.notFound, "There is no collection \"\(name)\". \(known)\(nearest)")
    }
}
