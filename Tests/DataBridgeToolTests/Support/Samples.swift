import DataBridge
@testable import DataBridgeTool
import JSONSyntax

/// Files in the format of the Task Master tool, and documents.
enum Samples {
    /// One list.
    static let plain = """
        {
          "meta": {"projectName": "Garden"},
          "tasks": [
            {"id": 1, "title": "Dig", "status": "done", "dependencies": [], "priority": "high"},
            {"id": 2, "title": "Sow", "status": "pending", "dependencies": [1],
             "subtasks": [{"id": 1, "title": "Buy seeds", "status": "pending"}]},
            {"id": 92.10, "title": "Reap", "status": "pending", "dependencies": [1, 2]}
          ]
        }

        """

    /// A list per tag.
    static let tagged = """
        {
          "master": {
            "tasks": [
              {"id": 1, "title": "Dig", "status": "done", "dependencies": []},
              {"id": "ext-7", "title": "Gießen 日本", "status": "in-progress", "dependencies": [1]}
            ],
            "metadata": {"created": "2025-01-31T10:00:00.000Z"}
          },
          "winter": {"tasks": [], "metadata": {"created": "2025-02-01T10:00:00.000Z"}}
        }

        """

    /// A list with something wrong in most records.
    static let broken = """
        {
          "tasks": [
            {"id": 1, "title": "Dig"},
            "not a record",
            {"title": "No id"},
            {"id": [3], "title": "No such id"},
            {"id": 1, "title": "Dig again"},
            {"id": 4, "title": "Twice", "title": "two"},
            {"id": 5, "notes": [{"a": 1, "a": 2}]},
            {"id": 92.1}, {"id": 92.10}, {"id": "1"}
          ]
        }
        """

    /// The documents of a JSON text that is an array of objects.
    static func documents(_ json: String) throws -> [Document] {
        try JSONTape(parsing: json).root.elements.map { node in
            guard case .object(let object) = Value(json: node) else {
                throw DataError.invalid("no object")
            }
            return try Document(object)
        }
    }

    /// A store with two collections, opened by `seeded:`.
    static func garden() throws -> Driver {
        let tape = try JSONTape(parsing: plain)
        return .seeded([
            ("/master/tasks", try documents(tape.root["tasks"]?.sourceText ?? "")),
            ("tools", try documents(#"[{"id": "spade", "price": 27.10, "old": null}]"#)),
        ])
    }
}
