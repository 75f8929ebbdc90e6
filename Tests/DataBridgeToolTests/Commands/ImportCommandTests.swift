import DataBridge
@testable import DataBridgeTool
import Testing

struct ImportCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func importIntoMemoryIsADryRun() async throws {
        let file = try folder.write(Samples.tagged, to: "tasks.json")
        let run = await ToolRun.run(["import", file, "--to", "memory:"])
        #expect(run.code == .success)
        #expect(
            run.output == """
                Would import 2 records in 2 collections from \(file) into memory:.
                  /master/tasks  2
                  /winter/tasks  0

                """)
        #expect(
            run.errors == """
                A memory: store keeps nothing, so this was a dry run.
                Left out, as they hold no records: /master/metadata, /winter/metadata.

                """)
        #expect(folder.names == ["tasks.json"])
    }

    @Test func theFirstBadRecordStopsTheImport() async throws {
        let file = try folder.write(Samples.broken, to: "tasks.json")
        let run = await ToolRun.run(["import", file, "--to", "memory:"])
        #expect(run.code == .badData)
        #expect(run.output.isEmpty)
        // Members given twice are found while the text is read, before any record is looked at.
        #expect(run.errors.hasPrefix("databridge: \(file):8:33: "))
        #expect(folder.names == ["tasks.json"])
    }

    @Test func lenientImportsSetBadRecordsAside() async throws {
        let file = try folder.write(Samples.broken, to: "tasks.json")
        let run = await ToolRun.run(["import", file, "--to", "memory:", "--lenient"])
        #expect(run.code == .success)
        #expect(run.output.hasPrefix("Would import 4 records in 1 collection"))
        #expect(
            run.errors.contains(
                "warning: 6 records could not be imported and stand in \(file).rejected.jsonl:\n"
                    + "  \(file):4:5: A record is an object; this is a string.\n"))
        #expect(folder.names == ["tasks.json", "tasks.json.rejected.jsonl"])
        #expect(try folder.mode(of: "tasks.json.rejected.jsonl") == .dataFile)
        #expect(
            folder.read("tasks.json.rejected.jsonl")?.split(separator: "\n").count == 6)
    }

    @Test func manyRejectionsAreCounted() async throws {
        let records = Array(repeating: "0", count: 25).joined(separator: ", ")
        let file = try folder.write("{\"a\": [{\"id\": 1}, \(records)]}", to: "a.json")
        let run = await ToolRun.run(["import", file, "--to", "memory:", "--lenient"])
        #expect(run.errors.contains("\n  and 5 more\n"))
    }

    @Test func recordsThatExistAreAboutTheImport() async throws {
        let driver = Driver.seeded([
            ("/tasks", try Samples.documents(#"[{"id": 2, "title": "Old"}]"#))
        ])
        let world = ToolRun.World(drivers: [.memory, driver])
        let file = try folder.write(Samples.plain, to: "tasks.json")
        let line = ["import", file, "--to", "seeded:"]

        let failed = await ToolRun.run(line, in: world)
        #expect(failed.code == .conflict)
        #expect(failed.errors.hasPrefix("databridge: \(file):5:5: "))
        #expect(failed.errors.contains("[/tasks 2]"))

        let skipped = await ToolRun.run(line + ["--existing", "skip"], in: world)
        #expect(skipped.output.hasSuffix("\n  /tasks  2, 1 skipped as they exist\n"))

        let replaced = await ToolRun.run(line + ["--existing", "replace"], in: world)
        #expect(replaced.output.hasPrefix("Imported 3 records in 1 collection"))

        let lenient = await ToolRun.run(line + ["--lenient"], in: world)
        #expect(lenient.code == .success)
        #expect(lenient.output.hasPrefix("Imported 2 records"))
        #expect(folder.read("tasks.json.rejected.jsonl")?.contains("\"line\":5,") == true)
    }

    @Test func standardInputAndLinesAreRead() async throws {
        var world = ToolRun.World.pipe
        world.input.text = "{\"id\": 1}\n{\"id\": 2}\n"
        let run = await ToolRun.run(
            "import - --to memory: --format jsonl --collection /items", in: world)
        #expect(
            run.output
                == "Would import 2 records in 1 collection from standard input into memory:.\n"
                + "  /items  2\n")
        let lines = try folder.write("{\"id\": 1}\n", to: "a.NDJSON")
        let other = await ToolRun.run(["import", lines, "--to", "memory:", "--collection", "x"])
        #expect(other.output.hasSuffix("\n  x  1\n"))
        world.input.failure = .system(5)
        let failed = await ToolRun.run("import - --to memory:", in: world)
        #expect(failed.code == .failure && failed.errors.contains("Input/output error"))
    }

    @Test func anotherFieldCanHoldTheId() async throws {
        let file = try folder.write(#"{"a": [{"key": 1}]}"#, to: "a.json")
        let run = await ToolRun.run(["import", file, "--to", "memory:", "--id-field", "key"])
        #expect(run.code == .success)
        let wrong = await ToolRun.run(["import", file, "--to", "memory:"])
        #expect(wrong.code == .badData && wrong.errors.contains("\"id\""))
    }

    @Test(arguments: [
        ("import a.json", ExitCode.usage, "--to URL is missing"),
        ("import --to memory:", .usage, "FILE is missing"),
        ("import a --to nothing:", .notFound, "does not exist"),
        ("import a --to memory: --existing x", .usage, "fail, replace, skip"),
        ("import a --to memory:#", .usage, "%23"),
    ])
    func mistakesAreNamed(_ line: String, _ code: ExitCode, _ part: String) async {
        let run = await ToolRun.run(line)
        #expect(run.code == code && run.output.isEmpty)
        #expect(run.errors.contains(part), "\(run.errors)")
        #expect(run.errors.hasPrefix("databridge: ") && run.errors.hasSuffix("\n"))
    }

    @Test func foldersAreNoFiles() async throws {
        let run = await ToolRun.run(["import", folder.path, "--to", "memory:"])
        #expect(run.code == .badData)
        #expect(run.errors.contains("it is a folder"))
    }
}
