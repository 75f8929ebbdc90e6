import DataBridge
@testable import DataBridgeTool
import Testing

/// The commands on a JSON file: what they write, and that nothing else changes.
struct JSONFileCommandsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ words: String...) async -> ToolRun { await ToolRun.run(words) }

    // MARK: import

    @Test func importKeepsAllCollections() async throws {
        let file = try folder.write(Samples.tagged, to: "tasks.json")
        let copy = folder.file("copy.json")
        let run = await run("import", file, "--to", "json:\(copy)")
        #expect(run.code == .success)
        #expect(run.output.hasPrefix("Imported 2 records in 2 collections from \(file) into"))
        let text = try #require(folder.read("copy.json"))
        #expect(text.contains("Gießen 日本"))
        let found = await self.run("query", copy, "master/tasks", "--fields", "id")
        #expect(found.output == "{\"id\":1}\n{\"id\":\"ext-7\"}\n")
        #expect(await self.run("query", copy, "winter/tasks", "--count").output == "0\n")
    }

    @Test func importIsOneTransaction() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let copy = try folder.write(#"{"tasks": [{"id": 92.10, "title": "Old"}]}"#, to: "copy.json")
        let failed = await run("import", file, "--to", copy)
        #expect(failed.code == .conflict)
        #expect(failed.errors.hasPrefix("databridge: \(file):7:5: "), "\(failed.errors)")
        #expect(folder.read("copy.json") == #"{"tasks": [{"id": 92.10, "title": "Old"}]}"#)
        let skipped = await run("import", file, "--to", copy, "--existing", "skip")
        #expect(skipped.code == .success)
        #expect(
            await run("get", copy, "tasks", "92.10", "--fields", "title", "--format", "jsonl")
                .output == "{\"title\":\"Old\"}\n")
    }

    @Test func badRecordsLeaveNothingBehind() async throws {
        let file = try folder.write(#"{"tasks": [{"id": 1}, {"id": 1}]}"#, to: "tasks.json")
        let run = await run("import", file, "--to", folder.file("copy.json"))
        #expect(run.code == .badData)
        #expect(folder.read("copy.json") == nil)
    }

    // MARK: set

    @Test func setChangesOneLine() async throws {
        let text = """
            {
              "tasks": [
                {
                  "id": 1,
                  "title": "Dig",
                  "status": "pending",
                  "cost": 27.10
                },
                {"id": 92.10, "status" : "pending"}
              ],
              "other": [1,2]
            }
            """
        let file = try folder.write(text, to: "tasks.json")
        let run = await run("set", file, "tasks", "1", "status=done")
        #expect(run.code == .success && run.errors.isEmpty)
        #expect(run.output == "/tasks 1: status \"pending\" -> \"done\"\n")
        #expect(
            folder.read("tasks.json")
                == text.replacing(
                    "\"status\": \"pending\",", with: "\"status\": \"done\",", maxReplacements: 1))
    }

    @Test func setChangesSeveralFieldsAtOnce() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await run(
            "set", file, "/tasks", "2", "status=done", "tags:=[\"a\"]", "subtasks.0.status=done",
            "owner.name=Ada", "dependencies-", "missing-", "title=Sow", "note=null")
        #expect(
            run.output == """
                /tasks 2: status "pending" -> "done"
                /tasks 2: tags nothing -> ["a"]
                /tasks 2: subtasks.0.status "pending" -> "done"
                /tasks 2: owner.name nothing -> "Ada"
                /tasks 2: dependencies [1] -> nothing
                /tasks 2: note nothing -> null

                """)
        let after = await self.run("get", file, "tasks", "2", "--format", "jsonl")
        #expect(
            after.output
                == #"{"id":2,"title":"Sow","status":"done","subtasks":[{"id":1,"#
                + #""title":"Buy seeds","#
                + #""status":"done"}],"tags":["a"],"owner":{"name":"Ada"},"note":null}"# + "\n")
    }

    @Test func setWithoutAChangeWritesNothing() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await run("set", file, "tasks", "2", "status=pending")
        #expect(run.output == "/tasks 2: unchanged\n")
        #expect(folder.read("tasks.json") == Samples.plain)
    }

    @Test func setIsAllOrNothing() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await run("set", file, "tasks", "2", "status=done", "title.x=1")
        #expect(run.code == .usage && run.output.isEmpty)
        #expect(folder.read("tasks.json") == Samples.plain)
    }

    @Test func setCreatesWhenAsked() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let missing = await run("set", file, "tasks", "7", "title=New")
        #expect(missing.code == .notFound)
        #expect(folder.read("tasks.json") == Samples.plain)
        let created = await run("set", file, "tasks", "7", "title=New", "--create")
        #expect(created.output == "/tasks 7: created\n")
        let spelled = await run("set", file, "tasks", "92.1", "title=Near", "--create")
        #expect(spelled.output == "/tasks 92.1: created\n")
        #expect(
            await run("query", file, "tasks", "--fields", "id").output
                == "{\"id\":1}\n{\"id\":2}\n{\"id\":7}\n{\"id\":92.1}\n{\"id\":92.10}\n")
        #expect(folder.read("tasks.json")?.contains("\"Reap\"") == true)
    }

    @Test func setCreatesTheCollectionToo() async throws {
        let file = try folder.write("{}", to: "tasks.json")
        #expect(await run("set", file, "tasks", "1", "title=New").code == .notFound)
        let run = await run("set", file, "tasks", "1", "title=New", "--create")
        #expect(run.code == .success, "\(run.errors)")
        #expect(
            await self.run("query", file, "tasks").output == "{\"id\":1,\"title\":\"New\"}\n")
    }

    @Test(arguments: [
        (["id=3"], "cannot be changed"), (["id.x=3"], "cannot be changed"),
        (["id-"], "cannot be changed"), (["title"], "CHANGE, character 6"),
        ([], "CHANGE is missing"),
    ])
    func mistakenChangesAreNamed(_ changes: [String], _ part: String) async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await ToolRun.run(["set", file, "tasks", "2"] + changes)
        #expect(run.code == .usage && run.errors.contains(part), "\(run.errors)")
        #expect(folder.read("tasks.json") == Samples.plain)
    }

    @Test func longValuesAreCutInTheReport() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await run("set", file, "tasks", "1", "title=" + String(repeating: "x", count: 99))
        #expect(DisplayWidth.of(String(run.output.dropLast())) < 100)
        #expect(run.output.hasSuffix("x…\n"))
    }

    // MARK: delete

    @Test func deleteRemovesAllOrNothing() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let failed = await run("delete", file, "tasks", "1", "5")
        #expect(failed.code == .notFound && failed.errors.contains("[/tasks 5]"))
        #expect(folder.read("tasks.json") == Samples.plain)
        let one = await run("delete", file, "tasks", "92.10")
        #expect(one.output == "/tasks: removed 1 record\n")
        let two = await run("delete", file, "tasks", "1", "5", "2", "2", "--ignore-missing")
        #expect(two.output == "/tasks: removed 2 records\n")
        #expect(await run("query", file, "tasks", "--count").output == "0\n")
        #expect(folder.read("tasks.json")?.contains("\"meta\"") == true)
    }

    // MARK: reading

    @Test func readingChangesNothing() async throws {
        let file = try folder.write(Samples.tagged, to: "tasks.json")
        for words in [
            ["query", file, "master/tasks"], ["get", file, "master/tasks", "1"], ["stats", file],
            ["doctor", file], ["export", file],
        ] {
            #expect(await ToolRun.run(words).code == .success, "\(words)")
        }
        #expect(folder.names == ["tasks.json"])
        #expect(folder.read("tasks.json") == Samples.tagged)
    }

    @Test(arguments: ["query", "get", "set", "delete", "stats", "export"])
    func missingFilesAreNotFoundAndNotMade(_ command: String) async throws {
        let arguments = ["get": ["c", "1"], "set": ["c", "1", "a=1"], "delete": ["c", "1"]]
        let rest = arguments[command] ?? (command == "query" ? ["c"] : [])
        let run = await ToolRun.run([command, folder.file("none.json")] + rest)
        #expect(run.code == .notFound && run.errors.contains("There is no file"))
        #expect(folder.names.isEmpty)
    }

    @Test func damagedFilesAreReportedInPlace() async throws {
        let file = try folder.write(
            "{\"tasks\": [\n{\"id\": 1},\n{\"id\": 2,}\n]}", to: "tasks.json")
        let run = await run("query", file, "tasks")
        #expect(run.code == .badData && run.errors.hasPrefix("databridge: \(file):3:"))
        let doctor = await self.run("doctor", file, "--format", "table")
        #expect(doctor.code == .unhealthy && doctor.output.contains("tasks.json:3:"))
    }

    @Test func damagedRecordsMakeTheDoctorUnwell() async throws {
        let file = try folder.write("{\"tasks\": [{\"id\": 1},\n{\"x\": 1}]}", to: "tasks.json")
        let run = await run("doctor", file)
        #expect(run.code == .unhealthy)
        #expect(run.output.contains("\"status\": \"unhealthy\""))
    }

    @Test func statsShowTheFilesSize() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await ToolRun.run(["stats", file], in: .terminal())
        #expect(run.output.hasPrefix("\(file)  \(Samples.plain.utf8.count) bytes\n"))
    }

    // MARK: settings

    @Test func readOnlyURLsCannotBeChanged() async throws {
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let run = await run("set", "json:\(file)?readonly=1", "tasks", "1", "title=x")
        #expect(run.code == .notAllowed, "\(run.errors)")
        #expect(folder.read("tasks.json") == Samples.plain)
        let wrong = await self.run("query", "json:\(file)?fast=1", "tasks")
        #expect(wrong.code == .usage && wrong.errors.contains("\"fast\""))
    }

    @Test func anotherFieldCanHoldTheId() async throws {
        let file = try folder.write(#"{"items": [{"key": "a", "n": 1}]}"#, to: "items.json")
        let run = await run("set", file, "items", "a", "n=2", "--id-field", "key")
        #expect(run.output == "/items a: n 1 -> 2\n")
        #expect(folder.read("items.json") == #"{"items": [{"key": "a", "n": 2}]}"#)
    }

    @Test func convertGoesFromFileToFile() async throws {
        let file = try folder.write(Samples.tagged, to: "tasks.json")
        let run = await run("convert", file, "json:" + folder.file("copy.json"))
        #expect(run.code == .success && run.output.contains("\n  /master/tasks  2\n"))
        #expect(
            await self.run("export", file).output
                == (await self.run("export", folder.file("copy.json")).output))
        #expect(await self.run("convert", file, file).code == .usage)
    }
}
