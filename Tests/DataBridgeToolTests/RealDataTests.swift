import DataBridge
@testable import DataBridgeTool
import Foundation
import JSONSyntax
import Testing

/// The tool on files of public projects, which are not part of this repository.
@Suite(.enabled(if: RealData.folder != nil, "the shared task files are not here"))
struct RealDataTests {
    @Test(arguments: RealData.files)
    func countsAreThoseOfTheGoldenFile(_ file: RealData.File) async throws {
        let folder = try TemporaryFolder()
        let copy = folder.file("copy.json")
        let imported = await ToolRun.run(["import", file.path, "--to", "json:\(copy)"])
        #expect(imported.code == .success, "\(imported.errors)")
        for list in file.lists {
            for url in [file.path, copy] {
                let count = await ToolRun.run(["query", url, list.collection, "--count"])
                if list.tasks > 0 { #expect(count.output == "\(list.tasks)\n", "\(url)") }
                for (status, number) in list.statuses {
                    let run = await ToolRun.run([
                        "query", url, list.collection, "--where", "status = \"\(status)\"",
                        "--count",
                    ])
                    #expect(run.output == "\(number)\n", "\(url) \(status) \(run.errors)")
                }
            }
        }
    }

    @Test(arguments: RealData.files)
    func oneFieldIsOneLine(_ file: RealData.File) async throws {
        let list = try #require(file.lists.first { $0.tasks > 0 })
        let folder = try TemporaryFolder()
        let before = try String(contentsOfFile: file.path, encoding: .utf8)
        let copy = try folder.write(before, to: "tasks.json")
        let first = await ToolRun.run([
            "query", copy, list.collection, "--limit", "1", "--fields", "id",
        ])
        let id = String(first.output.dropFirst(6).dropLast(2))
        let run = await ToolRun.run(["set", copy, list.collection, id, "status=changed-by-test"])
        #expect(run.code == .success, "\(run.errors)")
        let after = try #require(folder.read("tasks.json"))
        let old = before.split(separator: "\n", omittingEmptySubsequences: false)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(old.count == new.count)
        #expect(zip(old, new).count { $0 != $1 } == 1)
        // And back, to the byte.
        let status = try #require(list.firstStatus)
        _ = await ToolRun.run(["set", copy, list.collection, id, "status=\(status)"])
        #expect(folder.read("tasks.json").map { Array($0.utf8) } == Array(before.utf8))
    }
}

/// Finds the shared files and what is known of them.
enum RealData {
    struct List: Sendable {
        var collection: String
        var tasks: Int
        var statuses: [(String, Int)]
        var firstStatus: String?
    }

    struct File: Sendable, CustomTestStringConvertible {
        var path: String
        var lists: [List]

        var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["DATABRIDGE_SHARED_DATA"]
        let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data").path
        return [named, beside].compactMap { $0.map { $0 + "/tasks" } }
            .first { FileManager.default.fileExists(atPath: $0 + "/GOLDEN-tasks.json") }
    }()

    static let files: [File] = {
        guard let folder,
            let golden = FileManager.default.contents(atPath: folder + "/GOLDEN-tasks.json"),
            let tape = try? JSONTape(parsing: Array(golden))
        else { return [] }
        return tape.root.members.compactMap { member in
            file(folder + "/" + (member.key.string ?? ""), member.value)
        }
    }()

    private static func file(_ path: String, _ golden: JSONNode) -> File? {
        guard let data = FileManager.default.contents(atPath: path),
            let tape = try? JSONTape(parsing: Array(data))
        else { return nil }
        let lists = golden["lists"]?.members.map { member in
            let tag = member.key.string ?? ""
            let pointer = JSONPointer(tokens: tag == "<root>" ? ["tasks"] : [tag, "tasks"])
            return List(
                collection: pointer.description,
                tasks: member.value["tasks"]?.int64.map { Int($0) } ?? 0,
                statuses: member.value["status"]?.members.map {
                    ($0.key.string ?? "", Int($0.value.int64 ?? 0))
                } ?? [],
                firstStatus: firstStatus(tape.root[pointer]))
        }
        return File(path: path, lists: lists ?? [])
    }

    /// The status of the task with the smallest id, which is the first one that a query gives.
    private static func firstStatus(_ list: JSONNode?) -> String? {
        let tasks = list?.elements.map { ($0["id"].map { Value(json: $0) } ?? .null, $0["status"]) }
        return tasks?.min { $0.0 < $1.0 }?.1?.string
    }
}
