import DataBridgeCore
@testable import DataBridgeTool
import Testing

struct HelpPageTests {
    @Test func everyCommandHasAPageWithExamples() async {
        for command in Tool.commands.map({ $0.syntax }) {
            for line in ["help \(command.name)", "\(command.name) --help", "\(command.name) x -h"] {
                let run = await ToolRun.run(line)
                #expect(run.code == .success && run.errors.isEmpty)
                #expect(run.output.hasPrefix("databridge \(command.name): \(command.summary)\n"))
                #expect(run.output.contains("\nExamples\n"))
                for option in command.allOptions {
                    #expect(run.output.contains("--\(option.name)"), "\(command.name)")
                }
            }
            #expect(!command.examples.isEmpty)
        }
    }

    /// What the help shows works: every example is accepted up to the point where it would touch
    /// data.
    @Test func everyExampleIsAcceptedAsWritten() throws {
        for type in Tool.commands {
            for example in type.syntax.examples {
                for stage in example.line.split(separator: "|") {
                    let words = ShellWords.split(String(stage))
                    guard words.first == "databridge" else { continue }
                    #expect(words[1] == type.syntax.name)
                    let parsed = try ArgumentParser.parse(words[2...], of: type.syntax)
                    #expect(throws: Never.self, "\(example.line)") { try type.init(parsed) }
                }
            }
        }
    }

    @Test func everyFilterOfTheHelpIsRead() throws {
        for paragraph in QueryCommand.syntax.discussion {
            guard case .list(let rows) = paragraph else { continue }
            #expect(rows.count > 5)
            for (filter, _) in rows where !filter.contains("…") {
                #expect(throws: Never.self, "\(filter)") { try FilterParser.parse(filter) }
            }
        }
        for paragraph in SetCommand.syntax.discussion {
            guard case .list(let rows) = paragraph else { continue }
            for (change, _) in rows {
                let word = ShellWords.split(change).joined()
                #expect(throws: Never.self, "\(change)") { try FieldAssignment.parse(word) }
            }
        }
    }

    @Test(arguments: [40, 60, 80, 200])
    func pagesFitTheTerminal(_ width: Int) async {
        for command in Tool.commands.map({ $0.syntax }) {
            let page = HelpPage.of(command, width: width, isStyled: false)
            let examples = Set(command.examples.map { "  " + $0.line })
            for line in page where !examples.contains(line) {
                let widest = line.split(separator: " ").map(\.count).max() ?? 0
                #expect(DisplayWidth.of(line) <= min(width, 100) || widest > 12, "\(line)")
            }
        }
    }

    @Test func overviewNamesCommandsAndExitCodes() async {
        let run = await ToolRun.run("help")
        #expect(run.code == .success)
        for command in Tool.commands { #expect(run.output.contains("\n  \(command.syntax.name) ")) }
        for meaning in ExitCode.meanings {
            #expect(run.output.contains("\n  \(meaning.code.rawValue) "))
        }
        #expect(await ToolRun.run("--help").output == run.output)
        #expect(await ToolRun.run("-h").output == run.output)
    }

    @Test func headingsAreBoldOnATerminalWithColors() async {
        let colors = ToolRun.World(outputWidth: 80, environment: ["TERM": "xterm"])
        #expect(await ToolRun.run("help", in: colors).output.contains("\u{1B}[1mUsage\u{1B}[0m"))
        for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            let world = ToolRun.World(
                outputWidth: 80, environment: ProcessEnvironment(environment))
            #expect(await !ToolRun.run("help", in: world).output.contains("\u{1B}"))
        }
        let pipe = ToolRun.World(environment: [:])
        #expect(await !ToolRun.run("help", in: pipe).output.contains("\u{1B}"))
    }

    @Test func usageShowsEverything() {
        #expect(
            DeleteCommand.syntax.usage
                == "databridge delete URL COLLECTION ID… [--ignore-missing] [--id-field NAME]")
    }
}
