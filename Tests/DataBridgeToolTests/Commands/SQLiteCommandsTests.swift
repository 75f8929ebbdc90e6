import DataBridge
import DataBridgeSQLite
@testable import DataBridgeTool
import Foundation
import Testing

/// The commands on a SQLite database.
struct SQLiteCommandsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ words: String...) async -> ToolRun { await ToolRun.run(words) }

    @Test func recordsGoInAndComeOut() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let database = folder.file("tasks.db")
        let imported = await run("import", file, "--to", "sqlite:\(database)")
        #expect(imported.code == .success, "\(imported.errors)")
        let found = await run("query", database, "tasks", "--where", "status = pending")
        #expect(
            found.output.hasPrefix(#"{"id":2,"title":"Sow","status":"pending","dependencies":[1]"#),
            "\(found.output)\(found.errors)")
        #expect(found.output.split(separator: "\n").last?.hasPrefix(#"{"id":92.10,"#) == true)
        let set = await run("set", database, "tasks", "1", "status=open")
        #expect(set.code == .success, "\(set.errors)")
        let deleted = await run("delete", database, "tasks", "2")
        #expect(deleted.code == .success, "\(deleted.errors)")
        let stats = await run("stats", database)
        #expect(stats.code == .success, "\(stats.errors)")
        let exported = await run("export", database, "--to", folder.file("out.json"))
        #expect(exported.code == .success, "\(exported.errors)")
        let text = try #require(folder.read("out.json"))
        #expect(text.contains(#""status": "open""#) && text.contains("92.10"), "\(text)")
        #expect(!text.contains("Sow"))
    }

    @Test func onlyTheCollectionsThatWereAskedForAreMade() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let database = folder.file("tasks.db")
        #expect(await run("import", file, "--to", database).code == .success)
        #expect(await run("set", database, "tasks", "1", "status=open").code == .success)
        let schema = Document.schema(named: "/tasks")
        let store = try await SQLiteStore.open(database, entities: [schema])
        #expect(try await store.collections() == ["/tasks"])
        try await store.close()
    }

    @Test func aTypedCollectionIsRefused() async throws {
        let database = folder.file("typed.db")
        let store = try await SQLiteStore.open(database, entities: [Plant.schema])
        try await store.repository(for: Plant.self).insert(Plant(id: 1, name: "Rye"))
        try await store.close()
        let run = await run("query", database, "plants")
        #expect(run.code != .success && run.output.isEmpty)
        #expect(run.errors.contains("The collection holds records of another entity."))
    }

    @Test func lookingAtSomebodysDatabaseChangesNothing() async throws {
        let database = folder.file("empty.db")
        try folder.write("", to: "empty.db")
        let run = await run("query", "sqlite:\(database)", "tasks")
        #expect(run.code != .success)
        #expect(run.errors.contains("The file is no database of DataBridge's"), "\(run.errors)")
        #expect(folder.read("empty.db") == "")
    }
}

private struct Plant: Entity {
    var id: Int
    var name: String

    static let schema = Schema("plants", Plant.init) {
        Field(\.id, "id")
        Field(\.name, "name")
    }
}
