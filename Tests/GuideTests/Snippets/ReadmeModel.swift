// snippet: ReadmeModel
import DataBridge

struct WorkItem: Entity {
    var id: String
    var title: String
    var status: Status
    var priority: Int

    static let schema = Schema("work_items", WorkItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.status, "status").indexed()
        Field(\.priority, "priority", default: 0)
    }
}

enum Status: String, FieldValue, CaseIterable { case pending, active, done }

struct Planner {
    let items: any DataRepository<WorkItem>
    let transactions: any TransactionManager

    func next() async throws -> WorkItem? {
        try await items.first(where: \.status == .pending, sortedBy: .descending(\.priority))
    }

    func finish(_ id: String, thenStart next: String) async throws {
        try await transactions.transaction {
            try await items.update(id) { $0.status = .done }
            try await items.update(next) { $0.status = .active }
        }
    }
}
// end
