import DataBridgeCore

/// The entity of most cases: fields to filter, sort and add up, some of them optional.
struct Item: Entity {
    enum State: String, FieldValue, CaseIterable {
        case open, started, done
    }

    struct Place: Embedded {
        var city = "Graz"
        var floor: Int? = nil

        static let fields = EmbeddedFields(Place.init) {
            Field(\.city, "city")
            Field(\.floor, "floor")
        }
    }

    var id: String
    var title = ""
    var rank = 0
    var note: String? = nil
    var weight: Double? = nil
    var tags: [String] = []
    var state = State.open
    var place = Place()

    /// Not declared as a field.
    var headline: String { title + "!" }

    static let schema = Schema("items", Item.init) {
        Field(\.id, "id")
        Field(\.title, "title").indexed()
        Field(\.rank, "rank").indexed()
        Field(\.note, "note")
        Field(\.weight, "weight")
        Field(\.tags, "tags")
        Field(\.state, "state")
        Field(\.place, "place")
    }
}

extension Item {
    /// Items `i000`, `i001`, … of the ranks 0, 1, ….
    static func numbered(_ range: Range<Int>) -> [Item] {
        range.map { Item(id: numberedID($0), title: "Item \($0)", rank: $0) }
    }

    /// The id of the numbered item, of three digits.
    static func numberedID(_ number: Int) -> String {
        let digits = String(number)
        return "i" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    }
}
