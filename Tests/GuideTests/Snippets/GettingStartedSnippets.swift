import DataBridge
import Testing

/// The code of the guide for the first steps.
struct GettingStartedSnippets {
    @Test func openingAStore() async throws {
        try await showing("FirstStore") {
            // snippet: FirstStore
            let store = try await Bridge.open("memory:", entities: [WorkItem.schema])
            let planner = Planner(
                items: store.repository(for: WorkItem.self), transactions: store)

            let added = try await planner.items.insert(
                WorkItem(id: "parse", title: "Write the parser", status: .pending, priority: 5))
            print(added.value.title)  // prints Write the parser

            if var item = try await planner.items.get("parse") {
                item.priority = 8
                try await planner.items.update(item)
            }
            try await planner.items.update("parse") { $0.priority += 1 }
            print(try await planner.next()?.priority ?? 0)  // prints 9

            print(try await planner.items.delete("parse"))  // prints true
            try await store.close()
            // end
        }
    }

    @Test func everyURLOfTheTable() async throws {
        let rows = Guide.table("URL", in: try Guide.text("Documentation/GettingStarted.md"))
        #expect(rows.count == 4)
        let item = WorkItem(id: "a", title: "", status: .active, priority: 0)
        try await ScratchFile.with { file in
            for url in ["memory:", "json:\(file.path)", file.path] {
                let store = try await Bridge.open(url, entities: [WorkItem.schema])
                try await store.repository(for: WorkItem.self).upsert(item)
                try await store.close()
            }
            let store = try await Bridge.open(
                "json:\(file.path)?readonly=1", entities: [WorkItem.schema])
            let items = store.repository(for: WorkItem.self)
            #expect(try await items.exists("a"))
            await #expect {
                try await items.delete("a")
            } throws: {
                ($0 as? DataError)?.code == .readOnly
            }
            try await store.close()
        }
    }

    @Test func handlingErrors() async throws {
        let store = MemoryStore(entities: [WorkItem.schema])
        let items = store.repository(for: WorkItem.self)
        let item = WorkItem(id: "parse", title: "", status: .pending, priority: 0)
        try await items.insert(item)
        try await showing("FirstErrors") {
            // snippet: FirstErrors
            do {
                try await items.insert(item)
            } catch .alreadyExists {
                print("There is one already.")  // prints There is one already.
            }
            // end
        }
    }

    @Test func observing() async throws {
        let store = MemoryStore(entities: [WorkItem.schema])
        let items = store.repository(for: WorkItem.self)
        try await showing("FirstObservation") {
            // snippet: FirstObservation
            for try await pending in items.observe(where: \.status == .pending) {
                print(pending.map(\.id))
                // prints []
                // prints ["docs"]
                guard pending.isEmpty else { break }
                try await items.insert(
                    WorkItem(id: "docs", title: "Write the guide", status: .pending, priority: 1))
            }
            // end
        }
    }

    @Test func health() async throws {
        let store = MemoryStore(entities: [WorkItem.schema])
        try await showing("FirstHealth") {
            // snippet: FirstHealth
            let report = await store.health()
            print(report.status)  // prints healthy
            // end
        }
    }
}

// snippet: PlannerTests
@Suite struct PlannerTests {
    private let store = MemoryStore(entities: [WorkItem.schema])
    private var planner: Planner {
        Planner(items: store.repository(for: WorkItem.self), transactions: store)
    }

    @Test func finishingStartsTheNext() async throws {
        try await planner.items.insert(all: [
            WorkItem(id: "a", title: "First", status: .active, priority: 0),
            WorkItem(id: "b", title: "Second", status: .pending, priority: 0),
        ])
        try await planner.finish("a", thenStart: "b")
        #expect(try await planner.items.get("b")?.status == .active)
    }

    @Test func nothingIsFinishedWithoutANext() async throws {
        try await planner.items.insert(
            WorkItem(id: "a", title: "First", status: .active, priority: 0))
        await #expect(throws: DataError.self) {
            try await planner.finish("a", thenStart: "missing")
        }
        #expect(try await planner.items.get("a")?.status == .active)
    }
}
// end
