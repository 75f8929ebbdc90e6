import DataBridgeCore

/// What books refer to; it cannot be deleted while one does.
struct Author: Entity {
    var id: String

    static let schema = Schema("authors", Author.init) { Field(\.id, "id") }
}

/// What books refer to; they go with it.
struct Shelf: Entity {
    var id: String

    static let schema = Schema("shelves", Shelf.init) { Field(\.id, "id") }
}

/// What books refer to; they forget it.
struct Reader: Entity {
    var id: String

    static let schema = Schema("readers", Reader.init) { Field(\.id, "id") }
}

/// An entity with one reference of each kind.
struct Book: Entity {
    var id: String
    var author: String? = nil
    var shelf: String? = nil
    var reader: String? = nil

    static let schema = Schema("books", Book.init) {
        Field(\.id, "id")
        Field(\.author, "author").references(Author.self, onDelete: .restrict)
        Field(\.shelf, "shelf").references(Shelf.self, onDelete: .cascade)
        Field(\.reader, "reader").references(Reader.self, onDelete: .setNil)
    }
}

/// An entity that refers to its own kind, so that there can be chains and rings of them.
struct Branch: Entity {
    var id: String
    var parent: String? = nil

    static let schema = Schema("branches", Branch.init) {
        Field(\.id, "id")
        Field(\.parent, "parent").references(Branch.self, onDelete: .cascade)
    }
}
