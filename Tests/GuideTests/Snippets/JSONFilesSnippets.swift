import DataBridge
import Foundation
import Testing

// snippet: TaskEntity
struct TaskItem: Entity {
    var id: LosslessID
    var title: String
    var status: String
    var dependencies: [LosslessID]

    static let schema = Schema("tasks", TaskItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.status, "status").indexed()
        Field(\.dependencies, "dependencies", default: [])
    }
}
// end

/// The code of the guide to JSON files, on the file that it shows.
struct JSONFilesSnippets {
    static let page = "Documentation/JSONFiles.md"

    /// The file as the guide shows it.
    private func sample() throws -> String {
        try #require(Guide.blocks("json", in: try Guide.text(Self.page)).first) + "\n"
    }

    /// The lines that the guide says an edit changes.
    private func shownDifference(_ number: Int) throws -> String {
        let blocks = Guide.blocks("diff", in: try Guide.text(Self.page))
        try #require(blocks.count > number)
        return blocks[number]
    }

    @Test func openingAFile() async throws {
        try await ScratchFile.with(try sample()) { file in
            let path = file.path
            try await showing("OpenFile") {
                // snippet: OpenFile
                let store = try await JSONFileStore.open(path, entities: [TaskItem.schema])
                print(try await store.collections())  // prints ["/later/tasks", "/master/tasks"]

                let tasks = store.repository(for: TaskItem.self, in: "/master/tasks")
                let open = try await tasks.find(where: \.status != "done")
                print(open.map(\.title))  // prints ["Write the parser", "Write the guide"]
                // end
                try await store.close()
            }
            #expect(try file.text() == sample())
        }
    }

    @Test func editsChangeTheirLinesOnly() async throws {
        try await ScratchFile.with(try sample()) { file in
            let store = try await JSONFileStore.open(file.path, entities: [TaskItem.schema])
            let tasks = store.repository(for: TaskItem.self, in: "/master/tasks")
            // snippet: OneEdit
            try await tasks.update(1) { $0.status = "done" }
            // end
            var before = try sample()
            #expect(lineDifference(from: before, to: try file.text()) == (try shownDifference(0)))
            before = try file.text()
            // snippet: OneInsert
            try await tasks.insert(
                TaskItem(id: 4, title: "Measure", status: "pending", dependencies: [1, "2b"]))
            // end
            #expect(lineDifference(from: before, to: try file.text()) == (try shownDifference(1)))
            try await tasks.delete(4)
            #expect(try file.text() == before)
            try await store.close()
        }
    }

    @Test func tagsAreCollections() async throws {
        try await ScratchFile.with(try sample()) { file in
            let store = try await JSONFileStore.open(file.path, entities: [TaskItem.schema])
            let tasks = store.repository(for: TaskItem.self, in: "/master/tasks")
            try await showing("Tags") {
                // snippet: Tags
                try await store.transaction {
                    try await store.createCollection("/archive/tasks", like: TaskItem.self)
                    let archive = store.repository(for: TaskItem.self, in: "/archive/tasks")
                    for try await task in tasks.stream(where: \.status == "done") {
                        try await archive.insert(task)
                        try await tasks.delete(task.id)
                    }
                }
                print(try await store.collections())
                // prints ["/archive/tasks", "/later/tasks", "/master/tasks"]

                try await store.dropCollection("/archive/tasks")
                // end
            }
            #expect(try await tasks.count() == 2)
            try await store.close()
        }
    }

    @Test func editsOfOthers() async throws {
        try await ScratchFile.with(try sample()) { file in
            let store = try await JSONFileStore.open(file.path, entities: [TaskItem.schema])
            let tasks = store.repository(for: TaskItem.self, in: "/master/tasks")
            func editedByHand() throws {
                try file.write(try sample().replacing("Write the parser", with: "Test the parser"))
            }
            try await showing("EditsOfOthers") {
                // snippet: EditsOfOthers
                guard let shown = try await tasks.record(1) else { return }
                try editedByHand()  // somebody saves the file in an editor

                print(try await tasks.get(1)?.title ?? "")  // prints Test the parser
                do {
                    try await tasks.update(shown.value, expecting: shown.version)
                } catch .conflict {
                    print("Look at it again.")  // prints Look at it again.
                }
                // end
            }
            try await store.close()
        }
    }

    @Test func whatBadInputIsAnsweredWith() async throws {
        let rows = Guide.table("The file", in: try Guide.text(Self.page))
        #expect(rows.map { $0[0] } == BadInput.all.map(\.title))
        for (input, row) in zip(BadInput.all, rows) where row.count == 3 {
            try await ScratchFile.with { file in
                try input.prepare(file)
                let error = await input.error(file)
                #expect("`\(error?.code.rawValue ?? "")`" == row[1], "\(input.title)")
                let message = row[2].trimmingCharacters(in: ["`"])
                let said = error?.message.replacing(file.path, with: "tasks.json") ?? ""
                let isRight =
                    message.hasSuffix(" …")
                    ? said.hasPrefix(message.dropLast(2)) : said == message
                #expect(isRight, "\(input.title): \(said)")
                if let text = input.text { #expect(try file.text() == text) }
            }
        }
    }
}

/// A file that a store refuses.
private struct BadInput {
    var title: String
    var text: String?
    var makeFolder = false

    func prepare(_ file: ScratchFile) throws {
        if let text { try file.write(text) }
        if makeFolder {
            try FileManager.default.createDirectory(
                atPath: file.path, withIntermediateDirectories: false)
        }
    }

    /// What opening the file, or reading it, throws.
    func error(_ file: ScratchFile) async -> DataError? {
        do {
            let store = try await JSONFileStore.open(file.path, entities: [TaskItem.schema])
            _ = try await store.repository(for: TaskItem.self).find()
            return nil
        } catch {
            return error as? DataError
        }
    }

    static let all = [
        BadInput(title: "ends too early", text: #"{"tasks": [{"id": 1, "title": "One""#),
        BadInput(
            title: "has the markers of a merge conflict",
            text: "{\"tasks\": [\n<<<<<<< HEAD\n  {\"id\": 1}\n=======\n]}\n>>>>>>> b\n"),
        BadInput(title: "is empty", text: ""),
        BadInput(
            title: "has a record with a field of another type",
            text: #"{"tasks": [{"id": 1, "title": 7, "status": "done"}]}"#),
        BadInput(
            title: "has a record without a field",
            text: #"{"tasks": [{"id": 1, "title": "One"}]}"#),
        BadInput(
            title: "has two records with one id",
            text: """
                {"tasks": [
                  {"id": 1, "title": "One", "status": "done"},
                  {"id": 1, "title": "Two", "status": "done"}
                ]}
                """),
        BadInput(title: "has the right name and another shape", text: #"{"tasks": {"id": 1}}"#),
        BadInput(title: "is a folder", makeFolder: true),
    ]
}
