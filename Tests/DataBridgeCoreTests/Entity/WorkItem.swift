@testable import DataBridgeCore
import Foundation

/// The entity that the core's tests share: every kind of declaration once.
struct WorkItem: Entity, Equatable {
    enum Status: String, FieldValue {
        case pending, active, done
    }

    var id: String
    var title: String
    var status: Status
    var priority: Int
    var createdAt: Date
    var storyID: String?
    var tags: [String]
    var address: Address

    static let schema = Schema("work_items", WorkItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.status, "status").indexed()
        Field(\.priority, "priority", default: 0)
        Field(\.createdAt, "created_at")
        Field(\.storyID, "story_id").indexed()
        Field(\.tags, "tags", default: [])
        Field(\.address, "address")
    }
    .unique(\.storyID, \.title)
    .index(\.priority, \.createdAt)

    static func sample(
        _ id: String = "a", title: String = "Title", status: Status = .pending, priority: Int = 1,
        storyID: String? = nil, tags: [String] = [], city: String = "Graz"
    ) -> WorkItem {
        WorkItem(
            id: id, title: title, status: status, priority: priority,
            createdAt: Date(timeIntervalSinceReferenceDate: 1), storyID: storyID, tags: tags,
            address: Address(street: "Main", city: city, number: nil))
    }

    var stored: StoredRecord {
        get throws {
            let values = try WorkItem.schema.coding.read(self)
            return StoredRecord(
                id: .string(id), values: values, version: RecordVersion(counter: 1))
        }
    }
}

struct Address: Embedded, Equatable {
    var street: String
    var city: String
    var number: Int?

    static let fields = EmbeddedFields(Address.init) {
        Field(\.street, "street")
        Field(\.city, "city")
        Field(\.number, "number")
    }
    .identified(by: \.street)
}
