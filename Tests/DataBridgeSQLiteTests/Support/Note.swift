import DataBridgeCore

/// What most tests store.
struct Note: Entity, Equatable {
    var id: Int
    var title: String
    var rank: Int?

    static let schema = Schema("notes", Note.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.rank, "rank").indexed()
    }

    init(id: Int, title: String = "a", rank: Int? = nil) {
        self.id = id
        self.title = title
        self.rank = rank
    }
}
