import DataBridgeCore

/// An entity with an id of any type.
struct Keyed<Key: FieldValue & Hashable>: Entity {
    var id: Key
    var number = 0

    static var schema: Schema<Keyed<Key>> {
        Schema("keyed", Keyed<Key>.init) {
            Field(\.id, "id")
            Field(\.number, "number")
        }
    }
}

/// An id of two fields.
struct Coordinates: Embedded, Hashable {
    var sheet: String
    var row: Int

    static let fields = EmbeddedFields(Coordinates.init) {
        Field(\.sheet, "sheet")
        Field(\.row, "row")
    }

    static func == (left: Coordinates, right: Coordinates) -> Bool {
        ByteOrder.equal(left.sheet, right.sheet) && left.row == right.row
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(row)
    }
}

/// An id that is one of a few.
enum Weekday: String, FieldValue, CaseIterable {
    case monday, tuesday, wednesday
}
