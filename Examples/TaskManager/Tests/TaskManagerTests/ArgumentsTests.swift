import DataBridge
import TaskManager
import Testing

@testable import task_manager

/// What a command line means.
struct ArgumentsTests {
    private func read(_ line: String) throws -> Invocation {
        try #require(try Invocation(line.split(separator: " ").map(String.init)))
    }

    private func refusal(_ arguments: [String]) -> String? {
        do {
            _ = try Invocation(arguments)
            return nil
        } catch {
            return (error as? UsageError)?.message
        }
    }

    @Test func storeAndTagHaveDefaultsAndStandAnywhere() throws {
        let plain = try read("list")
        #expect(plain.store == "json:tasks.json")
        #expect(plain.tag == nil)
        for line in [
            "--store memory: --tag dev list", "list --tag=dev --store=memory:",
            "--tag dev list --store memory:",
        ] {
            let invocation = try read(line)
            #expect(invocation.store == "memory:")
            #expect(invocation.tag == TaskTag("dev"))
        }
    }

    @Test func listAndWatchTakeAStatus() throws {
        guard case .list(nil) = try read("list").command,
            case .list(let listed?) = try read("list --status done").command,
            case .watch(let watched?) = try read("watch --status=pending").command,
            case .watch(nil) = try read("watch").command
        else { throw Misread() }
        #expect(listed == .done)
        #expect(watched == .pending)
    }

    @Test func commandsWithoutArguments() throws {
        guard case .next = try read("next").command, case .validate = try read("validate").command,
            case .tags = try read("tags").command
        else { throw Misread() }
    }

    @Test func addJoinsItsTitleAndSplitsItsDependencies() throws {
        guard
            case .add(let title, let description, let priority, let after) = try read(
                "add Write the --priority high guide --after 1,2.1,x --description short"
            ).command
        else { throw Misread() }
        #expect(title == "Write the guide")
        #expect(description == "short")
        #expect(priority == .high)
        #expect(after == ["1", "2.1", "x"].map { LosslessID(parsing: $0) })

        guard case .add(_, nil, let usual, let nothing) = try read("add Title").command
        else { throw Misread() }
        #expect(usual == .medium)
        #expect(nothing == [])
    }

    @Test func wordsAfterTwoHyphensAreNoOptions() throws {
        guard case .add(let title, _, _, _) = try read("add -- --tag is a word -h").command
        else { throw Misread() }
        #expect(title == "--tag is a word -h")
    }

    @Test func valuesMayBeEmptyAndHoldEqualSigns() throws {
        guard
            case .add(_, let empty?, _, _) = try read("add T --description= --tag a=b").command,
            case .add(_, let equal?, _, _) = try read("add T --description=a=b").command
        else { throw Misread() }
        #expect(empty == "")
        #expect(equal == "a=b")
        #expect(try read("add T --description= --tag a=b").tag == TaskTag("a=b"))
    }

    @Test func setStatusTakesItsLastWordAsTheStatus() throws {
        guard case .setStatus(let ids, let status) = try read("set-status 5 5.2 done").command
        else { throw Misread() }
        #expect(ids.map(\.description) == ["5", "5.2"])
        #expect(status == .done)
    }

    @Test func expandTakesATitlePerWord() throws {
        let arguments = ["expand", "7", "first part", "second"]
        guard case .expand(let id, let titles) = try #require(try Invocation(arguments)).command
        else { throw Misread() }
        #expect(id.description == "7")
        #expect(titles == ["first part", "second"])
    }

    @Test func moveSaysWhatBecomesOfDependencies() throws {
        let policies: [(String, TaskTags.TiePolicy)] = [
            ("", .refuse), (" --cut", .cut), (" --with-dependencies", .takeDependencies),
        ]
        for (flag, expected) in policies {
            guard
                case .move(let ids, let tag, let policy) = try read("move 1 2 --to b" + flag)
                    .command
            else { throw Misread() }
            #expect(ids.count == 2)
            #expect(tag == TaskTag("b"))
            #expect("\(policy)" == "\(expected)")
        }
    }

    @Test func showAndRemoveTakeOneID() throws {
        guard case .show(let shown) = try read("show 92.10").command,
            case .remove(let removed, detaching: true) = try read("remove 3 --detach").command,
            case .remove(_, detaching: false) = try read("remove 3").command
        else { throw Misread() }
        #expect(shown.description == "92.10")
        #expect(removed.description == "3")
    }

    @Test func tagsAreMadeAndRemoved() throws {
        guard case .createTag(let made) = try read("tags --create x").command,
            case .removeTag(let removed) = try read("tags --remove y").command
        else { throw Misread() }
        #expect(made == TaskTag("x"))
        #expect(removed == TaskTag("y"))
    }

    @Test(arguments: [["-h"], ["--help"], ["list", "--help"], ["no-such-command", "-h"]])
    func helpIsAskedForAnywhere(_ arguments: [String]) throws {
        let invocation = try Invocation(arguments)
        #expect(invocation == nil)
    }

    @Test func whatCannotBeUnderstoodIsNamed() {
        let refusals: [([String], String)] = [
            ([], "a command is missing"),
            (["lst"], "there is no command \"lst\""),
            (["list", "--colour", "red"], "there is no option --colour"),
            (["list", "--tag"], "--tag needs a value"),
            (["list", "extra"], "the command has no use for \"extra\""),
            (["next", "--status", "done"], "the command has no use for \"--status\""),
            (["list", "--cut"], "the command has no use for \"--cut\""),
            (["show"], "an id is missing"),
            (["show", "1", "2"], "the command has no use for \"2\""),
            (["add"], "a title is missing"),
            (["set-status"], "an id and a status is missing"),
            (["set-status", "done"], "set-status needs an id and a status"),
            (["expand", "1"], "a title per subtask is missing"),
            (["move", "1"], "move needs --to TAG"),
            (["move", "--to", "x"], "an id is missing"),
            (["remove", "--detach"], "an id is missing"),
        ]
        for (arguments, message) in refusals {
            #expect(refusal(arguments) == message, "\(arguments)")
        }
    }
}

/// The arguments mean another command.
private struct Misread: Error {}
