import DataBridge
import Foundation
import TaskManager

/// Public `tasks.json` files that lie beside the repository, and what is known about them.
enum RealTasks {
    /// What is known about one list.
    struct List: Decodable, Sendable {
        var tasks: Int
        var subtasks: Int
        var dependencyEdges: Int
        var doneIDs: [LosslessID]
        var readyIDs: [LosslessID]
        var status: [String: Int]
        var priority: [String: Int]
        var subtaskStatus: [String: Int]

        private enum CodingKeys: String, CodingKey {
            case tasks, subtasks, status, priority
            case dependencyEdges = "dependency_edges"
            case doneIDs = "done_ids"
            case readyIDs = "ready_ids"
            case subtaskStatus = "subtask_status"
        }
    }

    private struct File: Decodable {
        var lists: [String: List]
    }

    /// The folder; nil where it is absent, and the tests that need it are skipped.
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["DATABRIDGE_SHARED_DATA"]
            .map { URL(filePath: $0, directoryHint: .isDirectory) }
        let beside = packageRoot.deletingLastPathComponent().appending(path: "shared/data")
        return [named, beside].compactMap { $0?.appending(path: "tasks") }.first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }()

    static let packageRoot: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 1...5 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// Files of other tools at the same path.
    static let otherFormats = [
        "ASKKPOP+Loom__tasks.json", "CambridgeMonorail+vscode-huckleberry__tasks.json",
    ]

    /// The lists of each file that this app can read, by name; a list without tag has a name in
    /// angle brackets.
    static let lists: [String: [TaskTag: List]] = {
        guard let folder else { return [:] }
        do {
            let data = try Data(contentsOf: folder.appending(path: "GOLDEN-tasks.json"))
            let files = try JSONDecoder().decode([String: File].self, from: data)
            return files.filter { !otherFormats.contains($0.key) }.mapValues { file in
                Dictionary(
                    uniqueKeysWithValues: file.lists.map { name, list in
                        (name == "<root>" ? .untagged : TaskTag(name), list)
                    })
            }
        } catch {
            preconditionFailure("GOLDEN-tasks.json cannot be read: \(error)")
        }
    }()

    static var names: [String] { lists.keys.sorted() }

    /// The bytes of a file.
    static func content(of name: String) throws -> Data {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return try Data(contentsOf: folder.appending(path: name))
    }

    /// What is wrong with the dependencies in each file; all others are fine.
    static let problems: [String: Set<String>] = {
        let cycles: Set = [
            "7.2 → 7.5 → 7.2", "12.1 → 12.4 → 12.1", "12.2 → 12.3 → 12.2", "14.3 → 14.5 → 14.3",
            "20.1 → 20.5 → 20.3 → 20.1",
        ]
        let prefix = "eyaltoledano+claude-task-master__tasks-"
        return [
            prefix + "e82b093d.json": cycles,
            prefix + "singlelist-2025-03-MITonly.json": cycles,
            prefix + "singlelist-meta-c5738a25.json": cycles.union(["2 depends on the text \"1\""]),
        ]
    }()
}
