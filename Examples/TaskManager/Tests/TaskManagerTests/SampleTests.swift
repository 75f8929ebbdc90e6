import DataBridge
import Foundation
import TaskManager
import Testing

/// The sample that the demonstration works on, and what the file looks like after a change.
struct SampleTests {
    private let feature = TaskTag("feature-sync")

    /// Runs a test on a copy of the sample, given with a way to read the file meanwhile.
    ///
    /// - Returns: the bytes of the file before and after.
    private func withSample(
        _ body: (TaskTags, () throws -> Data) async throws -> Void
    ) async throws -> (before: Data, after: Data) {
        let sample = RealTasks.packageRoot.appending(path: "Examples/Samples/tasks.json")
        let before = try Data(contentsOf: sample)
        let folder = try ScratchFolder()
        let file = try folder.write(before, to: "tasks.json")
        let store = try await Bridge.open("json:\(file.path)", entities: [TaskItem.schema])
        try await body(TaskTags(store: store)) { try folder.read("tasks.json") }
        try await store.close()
        return (before, try folder.read("tasks.json"))
    }

    @Test func sampleIsWhatTheDemonstrationSays() async throws {
        let (before, after) = try await withSample { tags, _ in
            #expect(try await tags.all() == [feature, .master])
            let tasks = tags.tasks(in: .master)
            let list = try await tasks.list()
            #expect(list.map(\.id) == (1...27).map { .integer($0) })
            #expect(list.flatMap(\.subtasks).count == 39)
            #expect(try await tasks.ready().map(\.id) == [8, 14, 22, 17, 18])
            #expect(try await tasks.validateDependencies() == [])
            let others = tags.tasks(in: feature)
            #expect(try await others.list().map(\.id) == (101...110).map { .integer($0) })
            #expect(try await others.ready().map(\.id) == [104, 107, 109])
            #expect(try await others.validateDependencies() == [])
            #expect(try await tasks.task(26).status.rawValue == "waiting-for-tide")
        }
        #expect(before == after)
        #expect(after.last == UInt8(ascii: "}"), "the file has no newline at its end")
    }

    @Test func oneStatusIsOneLine() async throws {
        let (before, after) = try await withSample { tags, _ in
            try await tags.tasks(in: .master).setStatus([LosslessID(parsing: "7.10")], to: .done)
        }
        #expect(
            changes(before, after) == [
                "-            \"status\": \"pending\"", "+            \"status\": \"done\"",
            ])
    }

    @Test func aTaskWithItsSubtasksIsALineEach() async throws {
        let (before, after) = try await withSample { tags, _ in
            try await tags.tasks(in: .master).setStatus([8, 20], to: .done)
        }
        let changes = changes(before, after)
        #expect(changes.count { $0.hasPrefix("-") && $0.contains("\"pending\"") } == 9)
        #expect(changes.count { $0.hasPrefix("+") && $0.contains("\"done\"") } == 9)
        #expect(changes.count == 18)
    }

    @Test func aChangeThereAndBackLeavesNoTrace() async throws {
        let (before, after) = try await withSample { tags, current in
            let tasks = tags.tasks(in: .master)
            let untouched = try current()
            try await tasks.setStatus([18], to: .done)
            #expect(try current() != untouched)
            try await tasks.setStatus([18], to: .pending)
            #expect(try current() == untouched)
            await #expect(throws: TaskError.noSuchTask(99)) {
                try await tasks.setStatus([14, 17, 99], to: .done)
            }
        }
        #expect(before == after)
    }

    @Test func aMovedTaskTakesAllItsLinesAlong() async throws {
        let (before, after) = try await withSample { tags, _ in
            try await tags.move([26], from: .master, to: feature)
            #expect(
                try await tags.tasks(in: feature).task(26).status.rawValue == "waiting-for-tide")
        }
        let changes = changes(before, after)
        let removed = changes.filter { $0.hasPrefix("-") }.map { $0.dropFirst() }
        let added = changes.filter { $0.hasPrefix("+") }.map { $0.dropFirst() }
        #expect(removed.contains("          \"heightMetres\": 0.30"))
        // The lines that came are those that went, but for the commas and braces around them.
        // A difference lists what went from the end.
        let lines = Array(removed.filter { $0.contains("\"") }.reversed())
        #expect(lines.count == 12)
        #expect(added.filter { $0.contains("\"") } == lines)
    }

    @Test func aTaskMovedIntoANewTagKeepsWhatTheAppDoesNotKnow() async throws {
        let (_, after) = try await withSample { tags, _ in
            try await tags.create(TaskTag("later"))
            try await tags.move([20], from: .master, to: TaskTag("later"), policy: .cut)
        }
        let text = String(decoding: after, as: UTF8.self)
        let later = try #require(text.range(of: "\"later\": {"))
        for member in ["\"budget\": 4.0e2", "\"complexity\": 8", "\"blockedBy\": null"] {
            #expect(text[later.upperBound...].contains(member))
        }
    }

    /// Lines that went and came, as `diff` prints them.
    private func changes(_ before: Data, _ after: Data) -> [String] {
        lines(after).difference(from: lines(before)).map { change in
            switch change {
            case .remove(_, let line, _): "-" + String(decoding: line, as: UTF8.self)
            case .insert(_, let line, _): "+" + String(decoding: line, as: UTF8.self)
            }
        }
    }

    private func lines(_ text: Data) -> [Data] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}
