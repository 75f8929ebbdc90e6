import DataBridge
@testable import DataBridgeTool
import Testing

struct QueryCommandTests {
    private func run(_ line: String, terminal width: Int? = nil) async throws -> ToolRun {
        var world = width.map { ToolRun.World.terminal($0) } ?? .pipe
        world.drivers = [try Samples.garden()]
        return await ToolRun.run("query seeded: /master/tasks " + line, in: world)
    }

    @Test func pipesGetLinesWithEverySpellingKept() async throws {
        let run = try await run("")
        #expect(run.code == .success && run.errors.isEmpty)
        #expect(
            run.output == """
                {"id":1,"title":"Dig","status":"done","dependencies":[],"priority":"high"}
                {"id":2,"title":"Sow","status":"pending","dependencies":[1],"subtasks":\
                [{"id":1,"title":"Buy seeds","status":"pending"}]}
                {"id":92.10,"title":"Reap","status":"pending","dependencies":[1,2]}

                """)
    }

    @Test func terminalsGetATable() async throws {
        let run = try await run("", terminal: 80)
        #expect(
            run.output == """
                   id  title  status   dependencies  priority  subtasks
                    1  Dig    done     []            high
                    2  Sow    pending  [1]                     1 record
                92.10  Reap   pending  [1,2]

                """)
    }

    @Test func narrowTerminalsGetLessOfIt() async throws {
        let run = try await run("", terminal: 34)
        #expect(
            run.output == """
                   id  title  status   dependenci…
                    1  Dig    done     []
                    2  Sow    pending  [1]
                92.10  Reap   pending  [1,2]

                """)
        #expect(run.errors == "Not shown: priority, subtasks. Choose with --fields.\n")
    }

    @Test func headingsAreBoldWithColors() async throws {
        let world = ToolRun.World(
            outputWidth: 80, environment: [:], drivers: [try Samples.garden()])
        let run = await ToolRun.run("query seeded: tools", in: world)
        #expect(
            run.output == "\u{1B}[1mid     price  old\u{1B}[0m\nspade  27.10  null\n")
    }

    @Test func fieldsAreChosen() async throws {
        #expect(
            try await run("--fields id,subtasks.0.title --where 'id = 2'").output
                == "{\"id\":2,\"subtasks.0.title\":\"Buy seeds\"}\n")
        #expect(
            try await run("--fields title --fields priority --sort title", terminal: 80).output
                == "title  priority\nDig    high\nReap\nSow\n")
        #expect(
            try await run("--fields priority --where 'id = 2'").output == "{\"priority\":null}\n")
    }

    @Test func filtersSortsAndWindowsWorkTogether() async throws {
        let ids = { (line: String) in
            try await self.run("--fields id \(line)").output
                .split(separator: "\n").map { $0.dropFirst(6).dropLast() }
        }
        #expect(try await ids("--where 'status = pending'") == ["2", "92.10"])
        #expect(
            try await ids("--where 'status = pending' --where 'dependencies contains 2'")
                == ["92.10"])
        #expect(try await ids("--sort status:desc,title") == ["92.10", "2", "1"])
        #expect(
            try await ids("--sort title --sort id:desc --limit 2 --offset 1") == ["92.10", "2"])
        #expect(try await ids("--limit 0") == [])
    }

    @Test func jsonIsOneArray() async throws {
        #expect(
            try await run("--format json --fields id,title --limit 2").output == """
                [
                  {
                    "id": 1,
                    "title": "Dig"
                  },
                  {
                    "id": 2,
                    "title": "Sow"
                  }
                ]

                """)
        #expect(try await run("--format json --limit 0").output == "[]\n")
    }

    @Test func pagesContinueAtTheirCursor() async throws {
        let first = try await run("--page 2 --sort title --fields title")
        #expect(first.output == "{\"title\":\"Dig\"}\n{\"title\":\"Reap\"}\n")
        #expect(first.errors.hasPrefix("Next page: --page 2 --after "))
        let cursor = first.errors.split(whereSeparator: \.isWhitespace).last ?? ""
        let second = try await run("--page 2 --sort title --fields title --after \(cursor)")
        #expect(second.output == "{\"title\":\"Sow\"}\n")
        #expect(second.errors.isEmpty)
        let other = try await run("--page 2 --sort id --after \(cursor)")
        #expect(other.code == .usage && other.errors.contains("another query"))
    }

    @Test func pagesInJSONCarryTheirCursor() async throws {
        let first = try await run("--page 2 --fields id --format json")
        #expect(first.errors.isEmpty)
        #expect(first.output.contains("\"items\": [\n    {\n      \"id\": 1\n    },"))
        let cursor = first.output.split(separator: "\"").dropLast().last ?? ""
        let second = try await run("--page 2 --format json --after \(cursor)")
        #expect(second.output.contains("92.10") && second.output.contains("\"next\": null"))
    }

    @Test func countAndPlanAreShown() async throws {
        #expect(try await run("--count").output == "3\n")
        #expect(try await run("--count --where 'id > 1'").output == "2\n")
        let plan = try await run("--explain --where 'id > 1' --sort title")
        #expect(plan.output.contains("filter") && plan.output.contains("sort"))
    }

    @Test func emptyTablesSaySo() async throws {
        let run = try await run("--where 'id = 3'", terminal: 80)
        #expect(run.code == .success && run.output.isEmpty && run.errors == "No records.\n")
        #expect(try await self.run("--where 'id = 3'").errors.isEmpty)
    }

    @Test func collectionsAreNamedWithOrWithoutTheirFirstSlash() async throws {
        var world = ToolRun.World.pipe
        world.drivers = [try Samples.garden()]
        #expect(await ToolRun.run("query seeded: master/tasks --count", in: world).output == "3\n")
        #expect(await ToolRun.run("query seeded: tools --count", in: world).output == "1\n")
        let run = await ToolRun.run("query seeded: master/task", in: world)
        #expect(run.code == .notFound)
        #expect(run.errors.contains("/master/tasks") && run.errors.contains("tools"))
        #expect(run.errors.contains("Did you mean /master/tasks?"))
    }

    @Test(arguments: [
        ("--where 'status ='", "--where, character 9: expected a value"),
        ("--sort a:up", "--sort, character 3: expected asc or desc"),
        ("--fields ,", "--fields, character 1: expected a field's name"),
        ("--after x", "--after goes with --page"), ("--page 2 --limit 3", "exclude each other"),
        ("--page 2 --count", "exclude each other"), ("--count --offset 1", "exclude each other"),
        ("--page 0", "1 or greater"), ("--limit -1", "0 or greater"),
        ("--format xml", "table, json, jsonl"), ("--page 2 --after abc", "The cursor"),
        ("--wher x", "Did you mean --where?"),
    ])
    func mistakesAreNamed(_ line: String, _ part: String) async throws {
        let run = try await run(line)
        #expect(run.code == .usage && run.output.isEmpty)
        #expect(run.errors.contains(part), "\(run.errors)")
    }

    @Test func largeResultsFlowThrough() async throws {
        let documents = try (1...1000).map { number in
            var document = try Document(["id": .int(Int64(number)), "text": "x"])
            if number == 700 { document["late"] = true }
            return document
        }
        var world = ToolRun.World.terminal(40)
        world.drivers = [.seeded([("many", documents)])]
        let table = await ToolRun.run("query seeded: many", in: world)
        let lines = table.output.split(separator: "\n")
        #expect(lines.count == 1001)
        #expect(lines[0] == " id  text" && lines[1] == "  1  x" && lines[1000] == "10…  x")
        #expect(table.errors == "Not shown: late. Choose with --fields.\n")
        world.outputWidth = nil
        let pipe = await ToolRun.run("query seeded: many", in: world)
        #expect(pipe.output.split(separator: "\n").count == 1000)
    }

    @Test func whoNoLongerReadsEndsItQuietly() async throws {
        var world = ToolRun.World(drivers: [try Samples.garden()])
        world.outputFailure = .closed
        let run = await ToolRun.run("query seeded: tools", in: world)
        #expect(run.code == .outputClosed && run.errors.isEmpty)
        world.outputFailure = .system(28)
        let full = await ToolRun.run("query seeded: tools", in: world)
        #expect(full.code == .failure && full.errors.contains("No space left on device"))
    }

    @Test func interruptionIsSaid() async throws {
        let world = ToolRun.World(drivers: [try Samples.garden()])
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await ToolRun.run("query seeded: tools", in: world)
        }
        task.cancel()
        let run = await task.value
        #expect(run.code == .interrupted)
        #expect(run.errors == "databridge: Interrupted. What was not finished did not happen.\n")
    }
}
