import DataBridgeCore

/// The entity of the model check: two records of it are all there is.
struct Pair: Entity, Equatable {
    var id: Int
    var mark: Int
    var name: String?

    static let schema = Schema("pairs", Pair.init) {
        Field(\.id, "id")
        Field(\.mark, "mark").indexed()
        Field(\.name, "name").unique()
    }
}
