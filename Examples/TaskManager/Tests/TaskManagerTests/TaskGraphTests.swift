import DataBridge
import TaskManager
import Testing

struct TaskGraphTests {
    // MARK: Ready

    @Test func readyWaitsForEveryDependency() {
        let graph = TaskGraph([
            .sample(1, .done), .sample(2, .completed), .sample(3, .inProgress),
            .sample(4, after: [1, 2]), .sample(5, after: [1, 3]), .sample(6, after: [7]),
            .sample(8, .deferred), .sample(9),
        ])
        #expect(graph.ready.map(\.id) == [9, 4])
    }

    @Test func readyIsInOrderOfWork() {
        let graph = TaskGraph([
            .sample(1, .done),
            .sample(2, after: [1], priority: .high), .sample(3, priority: .low),
            .sample(4, priority: nil), .sample(5, priority: .high),
            .sample(6, priority: TaskPriority(rawValue: "whenever")), .sample(7, priority: .high),
            .sample(8, priority: .critical), .sample("a"),
        ])
        #expect(graph.ready.map(\.id) == [8, 5, 7, 2, 4, "a", 3, 6])
    }

    @Test func subtaskAsDependencyCountsWhenItOrItsTaskIsFinished() {
        let steps: [Subtask] = [.sample(1, .done), .sample(2)]
        let graph = TaskGraph([
            .sample(1, .inProgress, subtasks: steps), .sample(2, .done, subtasks: steps),
            .sample(3, after: ["1.1"]), .sample(4, after: ["1.2"]), .sample(5, after: ["2.2"]),
        ])
        #expect(graph.ready.map(\.id) == [3, 5])
    }

    @Test func textForANumberIsUnderstood() {
        let graph = TaskGraph([.sample(1, .done), .sample(2, after: ["1"])])
        #expect(graph.ready.map(\.id) == [2])
        #expect(graph.target(of: "1") == .respelled(TaskReference(1)))
    }

    // MARK: What an id means

    @Test func subtasksMeanTheirSiblingsFirst() {
        let graph = TaskGraph([
            .sample(1), .sample(2, subtasks: [.sample(1), .sample(2, after: [1, 3, "3.1"])]),
            .sample(3, subtasks: [.sample(1)]),
        ])
        let source = TaskReference(2, subtask: 2)
        #expect(graph.target(of: 1, in: source) == .found(TaskReference(2, subtask: 1)))
        #expect(graph.target(of: 3, in: source) == .found(TaskReference(3)))
        #expect(graph.target(of: "3.1", in: source) == .found(TaskReference(3, subtask: 1)))
        #expect(graph.target(of: 1, in: TaskReference(2)) == .found(TaskReference(1)))
        #expect(graph.target(of: 9, in: source) == .missing)
    }

    @Test func idsThatArePointNumbersNameOneSubtaskEach() {
        let ids = ["92.1", "92.10"].map { LosslessID(parsing: $0) }
        let graph = TaskGraph([.sample(92, subtasks: ids.map { .sample($0) })])
        #expect(graph.target(of: ids[0]).reference == TaskReference(92, subtask: ids[0]))
        #expect(graph.target(of: ids[1]).reference == TaskReference(92, subtask: ids[1]))
        #expect(graph.target(of: "92.10").reference?.description == "92.10")
        #expect(TaskReference("a", subtask: "b").description == "a.b")
    }

    // MARK: Problems

    @Test func danglingAndMisspelledDependenciesAreFound() {
        let graph = TaskGraph([
            .sample(1), .sample(2, after: [1, "1", 7]),
            .sample(3, subtasks: [.sample(1, after: [2, "9.1"])]),
        ])
        let two = TaskReference(2)
        #expect(
            graph.problems == [
                .respelled(in: two, id: "1", meant: TaskReference(1)), .dangling(in: two, id: 7),
                .dangling(in: TaskReference(3, subtask: 1), id: "9.1"),
            ])
        #expect(graph.problems[0].description.contains("the text \"1\""))
        #expect(graph.problems[1].description.hasPrefix("2 depends on 7, which is not there"))
    }

    @Test func cyclesAreFoundOnce() {
        let graph = TaskGraph([
            .sample(1, after: [3]), .sample(2, after: [1]), .sample(3, after: [2]),
            .sample(4, after: [4]), .sample(5, after: [1, 4]),
            .sample(6, subtasks: [.sample(1, after: [2]), .sample(2, after: ["6.1"])]),
        ])
        let steps = [1, 2].map { TaskReference(6, subtask: $0) }
        #expect(
            graph.problems == [
                .cycle([1, 3, 2].map { TaskReference($0) }), .cycle([TaskReference(4)]),
                .cycle(steps),
            ])
        #expect(graph.problems[0].description.hasPrefix("1 → 3 → 2 → 1 wait for each other"))
        #expect(graph.problems[1].description.hasPrefix("4 depends on itself"))
    }

    @Test func aLongChainIsNoProblem() {
        let count: Int64 = 50_000
        let tasks = (1...count).map { id in
            TaskItem.sample(.integer(id), after: id == count ? [] : [.integer(id + 1)])
        }
        #expect(TaskGraph(tasks).problems.isEmpty)
        #expect(TaskGraph(tasks).closure(of: [1]).count == Int(count))
    }
}
