import DataBridgeCore

/// The entity of isolation schedules: a number in a place, found by the place or by the number.
struct Cell: Entity, Equatable {
    var id: Int
    var value: Int

    static let schema = Schema("cells", Cell.init) {
        Field(\.id, "id")
        Field(\.value, "value").indexed()
    }
}
