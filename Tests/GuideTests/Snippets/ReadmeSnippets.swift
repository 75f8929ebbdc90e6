import DataBridge
import Testing

/// The program on the first screen of the README.
struct ReadmeSnippets {
    @Test func theProgramPrintsWhatItSays() async throws {
        try await showing("ReadmeProgram") {
            // snippet: ReadmeProgram
            let store = try await Bridge.open("memory:", entities: [WorkItem.schema])
            let planner = Planner(
                items: store.repository(for: WorkItem.self), transactions: store)

            try await planner.items.insert(all: [
                WorkItem(id: "parse", title: "Write the parser", status: .pending, priority: 5),
                WorkItem(id: "docs", title: "Write the guide", status: .pending, priority: 3),
            ])
            print(try await planner.next()?.title ?? "Nothing to do")  // prints Write the parser

            try await planner.finish("parse", thenStart: "docs")
            print(try await planner.items.count(where: \.status == .done))  // prints 1

            do {
                try await planner.finish("docs", thenStart: "tests")
            } catch .notFound {
                // There is no "tests", so "docs" is not done either.
                print(try await planner.items.count(where: \.status == .done))  // prints 1
            }
            // end
        }
    }

    /// The README says that another URL is all that it takes.
    @Test func theProgramWorksOnAFileToo() async throws {
        try await ScratchFile.with { file in
            let store = try await Bridge.open("json:\(file.path)", entities: [WorkItem.schema])
            let planner = Planner(
                items: store.repository(for: WorkItem.self), transactions: store)
            try await planner.items.insert(all: [
                WorkItem(id: "parse", title: "Write the parser", status: .pending, priority: 5),
                WorkItem(id: "docs", title: "Write the guide", status: .pending, priority: 3),
            ])
            let before = try file.text()
            try await planner.finish("parse", thenStart: "docs")
            let after = try file.text()
            // The records stand in the order of their ids.
            let expected = before.replacing("pending", with: "active", maxReplacements: 1)
                .replacing("pending", with: "done", maxReplacements: 1)
            #expect(after == expected)
            await #expect(throws: DataError.self) {
                try await planner.finish("docs", thenStart: "tests")
            }
            #expect(try file.text() == after)
            try await store.close()
        }
    }
}
