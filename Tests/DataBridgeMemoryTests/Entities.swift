import DataBridgeCore
import DataBridgeMemory
import Foundation

/// A record with indexes, a unique name and an optional reference.
struct Item: Entity, Equatable {
    var id: Int
    var name: String?
    var group: Int
    var rank: Int
    var parent: Int?

    static let schema = Schema("items", Item.init) {
        Field(\.id, "id")
        Field(\.name, "name").unique()
        Field(\.group, "group").indexed()
        Field(\.rank, "rank")
        Field(\.parent, "parent").references(Item.self)
    }
    .index(\.group, \.rank)

    init(id: Int, name: String? = nil, group: Int = 0, rank: Int = 0, parent: Int? = nil) {
        self.id = id
        self.name = name
        self.group = group
        self.rank = rank
        self.parent = parent
    }
}

/// A record that is only marked when it is deleted.
struct Note: Entity, Equatable {
    var id: String
    var text: String
    var deletedAt: Date?

    static let schema = Schema("notes", Note.init) {
        Field(\.id, "id")
        Field(\.text, "text")
        Field(\.deletedAt, "deleted_at")
    }
    .softDelete(\.deletedAt)
}

/// A small store with both.
struct Fixture {
    let store: MemoryStore
    let items: any DataRepository<Item>
    let notes: any DataRepository<Note>

    init(_ options: StoreOptions = .standard) {
        store = MemoryStore(entities: [Item.schema, Note.schema], options: options)
        items = store.repository(for: Item.self)
        notes = store.repository(for: Note.self)
    }
}
