import DataBridge
@testable import DataBridgeTool
import Testing

/// `get`, `export`, `stats`, `convert` and `doctor` on a store that is no file.
struct ReadingCommandsTests {
    private func run(_ line: String, terminal width: Int? = nil) async throws -> ToolRun {
        var world = width.map { ToolRun.World.terminal($0) } ?? .pipe
        world.drivers = [.memory, try Samples.garden()]
        return await ToolRun.run(line, in: world)
    }

    // MARK: get

    @Test func getShowsOneRecord() async throws {
        #expect(
            try await run("get seeded: tools spade").output
                == "{\n  \"id\": \"spade\",\n  \"price\": 27.10,\n  \"old\": null\n}\n")
        #expect(
            try await run("get seeded: master/tasks 92.10 --format jsonl --fields id,title").output
                == "{\"id\":92.10,\"title\":\"Reap\"}\n")
        #expect(
            try await run("get seeded: tools spade --fields price").output
                == "{\n  \"price\": 27.10\n}\n")
        #expect(
            try await run("get seeded: tools spade --format table", terminal: 80).output
                == "id     price  old\nspade  27.10  null\n")
    }

    @Test func idsKeepKindAndSpelling() async throws {
        let documents = try Samples.documents(
            #"[{"id": 7, "k": "int"}, {"id": "7", "k": "text"}, {"id": "8", "k": "text"}]"#)
        let world = ToolRun.World(drivers: [.seeded([("c", documents)])])
        let kind = { (id: String) in
            await ToolRun.run(
                ["get", "seeded:", "c", id, "--fields", "k", "--format", "jsonl"], in: world
            )
            .output
        }
        #expect(await kind("7") == "{\"k\":\"int\"}\n")
        #expect(await kind("\"7\"") == "{\"k\":\"text\"}\n")
        #expect(await kind("8") == "{\"k\":\"text\"}\n")
        #expect(await kind("7.0").isEmpty)
        #expect(await kind("\"7").isEmpty)
    }

    @Test func missingRecordsAreNotFound() async throws {
        let run = try await run("get seeded: tools hoe")
        #expect(run.code == .notFound && run.output.isEmpty)
        #expect(run.errors.contains("[tools hoe]"))
    }

    // MARK: export

    @Test func exportWritesOneDocument() async throws {
        let run = try await run("export seeded: --collection tools --collection master/tasks")
        #expect(run.code == .success)
        #expect(run.output.hasPrefix("{\n  \"tools\": [\n    {\n      \"id\": \"spade\",\n"))
        #expect(run.output.contains("\"master\": {\n    \"tasks\": [\n      {\n        \"id\": 1,"))
        #expect(run.output.hasSuffix("\n  }\n}\n"))
        let all = try await self.run("export seeded:")
        #expect(all.output.contains("\"tools\": ["))
    }

    @Test func exportWritesLines() async throws {
        #expect(
            try await run("export seeded: --collection tools --format jsonl").output
                == "{\"id\":\"spade\",\"price\":27.10,\"old\":null}\n")
        let several = try await run("export seeded: --format jsonl")
        #expect(several.code == .usage && several.errors.contains("--collection NAME"))
    }

    @Test func exportedFilesAreWholeAndPrivate() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("out.json")
        let world = ToolRun.World(drivers: [try Samples.garden()])
        let line = ["export", "seeded:", "--collection", "tools", "--to", file]
        let run = await ToolRun.run(line, in: world)
        let text = try #require(folder.read("out.json"))
        #expect(run.output == "Exported seeded: to \(file), \(text.utf8.count) bytes.\n")
        #expect(try folder.mode(of: "out.json") == .dataFile)
        #expect(folder.names == ["out.json"])

        let again = await ToolRun.run(line, in: world)
        #expect(again.code == .conflict && again.errors.contains("--replace"))
        #expect(await ToolRun.run(line + ["--replace"], in: world).code == .success)
        #expect(folder.read("out.json") == text)
        #expect(try await self.run("export seeded: --replace").code == .usage)
    }

    @Test func whatIsExportedImportsAgain() async throws {
        let folder = try TemporaryFolder()
        let exported = try await run("export seeded: --collection master/tasks").output
        let file = try folder.write(exported, to: "a.json")
        let run = try await run("import \(file) --to memory:")
        #expect(run.output.hasSuffix("\n  /master/tasks  3\n"))
    }

    // MARK: stats

    @Test func statsShowCollectionsAndFields() async throws {
        let run = try await run("stats seeded:", terminal: 80)
        #expect(
            run.output == """
                seeded:

                COLLECTION     RECORDS  BYTES  IDS
                /master/tasks        3    262  integer 2, number 1
                tools                1     39  text

                /master/tasks
                  FIELD         RECORDS  KINDS
                  id                  3  integer 2, number 1
                  title               3  text
                  status              3  text
                  dependencies        3  list
                  priority            1  text
                  subtasks            1  list

                tools
                  FIELD  RECORDS  KINDS
                  id           1  text
                  price        1  number
                  old          1  null

                """)
    }

    @Test func statsAreJSONInAPipe() async throws {
        let run = try await run("stats seeded:")
        #expect(run.output.hasPrefix("{\n  \"url\": \"seeded:\",\n  \"size\": null,\n"))
        #expect(
            run.output.contains(
                "\"name\": \"old\",\n          \"records\": 1,\n          \"kinds\": {\n"
                    + "            \"null\": 1\n          }\n"))
        #expect(try await self.run("stats seeded: --format table").output.hasPrefix("seeded:\n"))
    }

    @Test func everyKindOfValueHasAName() async throws {
        let values: ValueObject = [
            "id": 1, "a": .date(.distantPast), "b": .data(.init()), "c": .duration(.seconds(1)),
            "d": .bool(true), "e": ["x": 1], "f": .uuid(.init()),
        ]
        let driver = Driver.seeded([("c", [try Document(values)])])
        let run = await ToolRun.run(
            "stats seeded: --format table", in: ToolRun.World(drivers: [driver]))
        for kind in ["integer", "date", "bytes", "duration", "boolean", "object", "uuid"] {
            #expect(run.output.contains("1  \(kind)\n"), "\(kind)")
        }
    }

    // MARK: convert

    @Test func convertCopiesEverything() async throws {
        let run = try await run("convert seeded: memory:")
        #expect(run.code == .success)
        #expect(
            run.output == """
                Copied 4 records in 2 collections from seeded: into memory:.
                  /master/tasks  3
                  tools  1

                """)
    }

    @Test func convertMindsWhatIsThere() async throws {
        let failed = try await run("convert seeded: seeded:")
        #expect(failed.code == .conflict)
        let skipped = try await run("convert seeded: seeded: --existing skip")
        #expect(skipped.output.contains("\n  tools  0, 1 skipped as they exist\n"))
        let same = try await run("convert memory:a memory:a")
        #expect(same.code == .usage && same.errors.contains("the same store"))
    }

    @Test func convertCopiesManyRecordsInBatches() async throws {
        let documents = try (1...1200).map { try Document(["id": .int(Int64($0))]) }
        let world = ToolRun.World(drivers: [.memory, .seeded([("many", documents)])])
        let run = await ToolRun.run("convert seeded: memory:", in: world)
        #expect(run.output.contains("\n  many  1200\n"))
    }

    // MARK: doctor

    @Test func doctorReportsHealth() async throws {
        let run = try await run("doctor seeded:", terminal: 80)
        #expect(run.code == .success)
        #expect(run.output.hasPrefix("seeded:: healthy\n  healthy    open: The store opens.\n"))
        #expect(run.output.contains("records: 4 records in 2 collections can be read.\n"))
        let json = try await self.run("doctor seeded:")
        #expect(json.output.contains("\"status\": \"healthy\""))
    }

    @Test func doctorReportsWhatDoesNotOpen() async throws {
        let broken = Driver(scheme: "broken") { _, _, _ in
            throw DataError(.corrupted, "It is damaged.")
        }
        let run = await ToolRun.run("doctor broken:x", in: ToolRun.World(drivers: [broken]))
        #expect(run.code == .unhealthy && run.errors.isEmpty)
        #expect(run.output.contains("It is damaged."))
        let usage = await ToolRun.run("doctor other:x", in: ToolRun.World(drivers: [broken]))
        #expect(usage.code == .usage)
    }
}
