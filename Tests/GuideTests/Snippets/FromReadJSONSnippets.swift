import DataBridge
import Foundation
import Testing

// snippet: ReadAndWrite
struct Plan: Codable {
    struct Item: Codable {
        var id: Int
        var title: String
        var status: String
    }
    var tasks: [Item]
}

func readJSON<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
}

func writeJSON<T: Encodable>(_ value: T, _ path: String) throws {
    try JSONEncoder().encode(value).write(to: URL(fileURLWithPath: path))
}

func finish(_ id: Int, in path: String) throws {
    var plan = try readJSON(Plan.self, path)
    for index in plan.tasks.indices where plan.tasks[index].id == id {
        plan.tasks[index].status = "done"
    }
    try writeJSON(plan, path)
}
// end

// snippet: PlanItem
struct PlanItem: Entity {
    var id: Int
    var title: String
    var status: String
    var needs: [Int]

    static let schema = Schema("tasks", PlanItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.status, "status").indexed()
        Field(\.needs, "needs", default: [])
    }
}
// end

// snippet: PlanService
struct PlanService {
    let items: any DataRepository<PlanItem>
    let transactions: any TransactionManager

    /// Finishes a task, and starts what waited for it alone.
    func finish(_ id: Int) async throws {
        try await transactions.transaction {
            try await items.update(id) { $0.status = "done" }
            for waiting in try await items.find(where: .contains(\.needs, id)) {
                let unfinished: Filter<PlanItem> =
                    .in(\.id, waiting.needs) && \.status != "done"
                guard try await items.count(where: unfinished) == 0 else { continue }
                try await items.update(waiting.id) { $0.status = "active" }
            }
        }
    }
}
// end

/// The code of the guide that leads from `readJSON` and `writeJSON` to the stores.
struct FromReadJSONSnippets {
    private static let page = "Documentation/FromReadJSON.md"

    private func sample() throws -> String {
        try #require(Guide.blocks("json", in: try Guide.text(Self.page)).first) + "\n"
    }

    private func difference() throws -> String {
        try #require(Guide.blocks("diff", in: try Guide.text(Self.page)).first)
    }

    /// What the guide says is lost, is lost.
    @Test func theOldWayLosesWhatItDoesNotKnow() async throws {
        try await ScratchFile.with(try sample()) { file in
            try finish(1, in: file.path)
            let text = try file.text()
            for lost in ["project", "estimate", "needs", "\n"] {
                #expect(!text.contains(lost), "\(lost) is still there")
            }
        }
    }

    @Test func documents() async throws {
        try await ScratchFile.with(try sample()) { file in
            let path = file.path
            // snippet: DocumentUpdate
            let document = JSONDocument<Plan>(path)
            try await document.update { plan in
                for index in plan.tasks.indices where plan.tasks[index].id == 1 {
                    plan.tasks[index].status = "done"
                }
            }
            // end
            #expect(lineDifference(from: try sample(), to: try file.text()) == (try difference()))
        }
    }

    @Test func everyRowOfTheTableOfCalls() async throws {
        try await ScratchFile.with { file in
            let document = JSONDocument<Plan>(file.path)
            #expect(try await !document.exists())
            await #expect(throws: DataError.self) { try await document.read() }
            try await document.update(default: Plan(tasks: [])) {
                $0.tasks.append(Plan.Item(id: 1, title: "Dig", status: "pending"))
            }
            #expect(try await document.read().tasks.count == 1)
            try await document.write(Plan(tasks: []))
            #expect(try await document.read().tasks.isEmpty)
            #expect(try await document.delete())
            #expect(try await !document.exists())
        }
    }

    @Test func stores() async throws {
        try await ScratchFile.with(try sample()) { file in
            let path = file.path
            try await showing("PlanStore") {
                // snippet: PlanStore
                let store = try await JSONFileStore.open(path, entities: [PlanItem.schema])
                let items = store.repository(for: PlanItem.self)
                try await items.update(1) { $0.status = "done" }

                let open = try await items.find(
                    where: \.status == "pending", sortedBy: .descending(\.title))
                print(open.map(\.title))  // prints ["Water", "Sow"]
                // end
                #expect(
                    lineDifference(from: try sample(), to: try file.text()) == (try difference()))
                try await store.close()
            }
        }
    }

    @Test func services() async throws {
        try await ScratchFile.with(try sample()) { file in
            let path = file.path
            try await showing("PlanObservation") {
                // snippet: PlanObservation
                let store = try await Bridge.open("json:\(path)", entities: [PlanItem.schema])
                let service = PlanService(
                    items: store.repository(for: PlanItem.self), transactions: store)

                for try await active in service.items.observe(where: \.status == "active") {
                    print(active.map(\.title))
                    // prints []
                    // prints ["Sow"]
                    guard active.isEmpty else { break }
                    try await service.finish(1)
                }
                // end
                try await store.close()
            }
        }
    }
}
