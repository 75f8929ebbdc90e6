import DataBridge
import Foundation

// snippet: Invoice
struct Invoice: Entity {
    var id: Int
    var number: String
    var customer: Contact
    var lines: [Line]
    var total: Decimal
    var issuedAt: Date
    var paidAt: Date?
    var state: State
    var note: String

    enum State: String, FieldValue { case draft, sent, paid }

    static let schema = Schema("invoices", Invoice.init) {
        Field(\.id, "id")
        Field(\.number, "number").unique()
        Field(\.customer, "customer")
        Field(\.lines, "lines")
        Field(\.total, "total")
        Field(\.issuedAt, "issued_at").indexed()
        Field(\.paidAt, "paid_at")
        Field(\.state, "state").indexed()
        Field(\.note, "note", default: "")
    }
    .index(\.state, \.issuedAt)
}
// end

// snippet: EmbeddedStructs
struct Contact: Embedded {
    var name: String
    var city: String

    static let fields = EmbeddedFields(Contact.init) {
        Field(\.name, "name")
        Field(\.city, "city")
    }
}

struct Line: Embedded {
    var sku: String
    var quantity: Int

    static let fields = EmbeddedFields(Line.init) {
        Field(\.sku, "sku")
        Field(\.quantity, "quantity")
    }
    .identified(by: \.sku)
}
// end

// snippet: CompoundID
struct Seat: Embedded, Hashable {
    var row: String
    var number: Int

    static let fields = EmbeddedFields(Seat.init) {
        Field(\.row, "row")
        Field(\.number, "number")
    }
}

struct Booking: Entity {
    var id: Seat
    var guest: String

    static let schema = Schema("bookings", Booking.init) {
        Field(\.id, "seat")
        Field(\.guest, "guest")
    }
}
// end

// snippet: OpaqueStruct
struct Settings: OpaqueValue {
    var theme = "light"
    var widths: [String: Int] = [:]
}

struct User: Entity {
    var id: UUID
    var name: String
    var settings: Settings

    static let schema = Schema("users", User.init) {
        Field(\.id, "id")
        Field(\.name, "name")
        Field(\.settings, "settings", default: Settings())
    }
}
// end

// snippet: OwnInitialiser
final class Temperature: Entity {
    let id: UUID
    let celsius: Double

    var fahrenheit: Double { celsius * 1.8 + 32 }

    init(id: UUID, celsius: Double) throws {
        guard celsius >= -273.15 else { throw TooCold() }
        self.id = id
        self.celsius = celsius
    }

    struct TooCold: Error {}

    static let schema = Schema("temperatures", Temperature.init) {
        Field(\.id, "id")
        Field(\.celsius, "celsius")
    }
}
// end

// snippet: References
struct Story: Entity {
    var id: Int
    var title: String
    var deletedAt: Date?

    static let schema = Schema("stories", Story.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.deletedAt, "deleted_at")
    }
    .softDelete(\.deletedAt)
}

struct Comment: Entity {
    var id: Int
    var story: Int
    var answerTo: Int?

    static let schema = Schema("comments", Comment.init) {
        Field(\.id, "id")
        Field(\.story, "story").references(Story.self, onDelete: .cascade)
        Field(\.answerTo, "answer_to").references(Comment.self, onDelete: .setNil)
    }
}
// end

// snippet: Versions
struct Profile: Entity {
    var id: String
    var givenName: String
    var familyName: String
    var language: String

    static let schema = Schema("profiles", Profile.init) {
        Field(\.id, "id")
        Field(\.givenName, "given_name")
        Field(\.familyName, "family_name")
        Field(\.language, "language", default: "en")  // needs no step: it has a default
    }
    .version(2, storedIn: "schema_version")
    .upgrade(from: 1) { profile in
        guard case .string(let name)? = profile.remove("name") else { return }
        let parts = name.split(separator: " ", maxSplits: 1)
        profile["given_name"] = .string(parts.first.map(String.init) ?? "")
        profile["family_name"] = .string(parts.count > 1 ? String(parts[1]) : "")
    }
}
// end
