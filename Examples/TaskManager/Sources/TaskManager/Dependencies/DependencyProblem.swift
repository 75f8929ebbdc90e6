import DataBridge

/// Something wrong with the dependencies of a list.
public enum DependencyProblem: Hashable, Sendable {
    /// A dependency that refers to nothing.
    case dangling(in: TaskReference, id: LosslessID)
    /// A dependency that is found only when text and number count as the same id.
    case respelled(in: TaskReference, id: LosslessID, meant: TaskReference)
    /// Tasks or subtasks that wait for each other; one alone waits for itself.
    case cycle([TaskReference])
}

extension DependencyProblem: CustomStringConvertible {
    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .dangling(let source, let id):
            return "\(source) depends on \(id), which is not there: remove it or add the task"
        case .respelled(let source, let id, let meant):
            let written = if case .string = id { "the text \"\(id)\"" } else { "the number \(id)" }
            let kind = if case .string = id { "a number" } else { "text" }
            return "\(source) depends on \(written), but \(meant) has \(kind) as its id: "
                + "write it alike"
        case .cycle(let members):
            if members.count == 1 { return "\(members[0]) depends on itself: remove that" }
            let path = (members + members.prefix(1)).map(\.description).joined(separator: " → ")
            return "\(path) wait for each other: remove one of these dependencies"
        }
    }
}

extension TaskGraph {
    /// What is wrong with the dependencies: the ones that refer to nothing or are misspelled in
    /// list order, then the cycles.
    public var problems: [DependencyProblem] {
        var problems: [DependencyProblem] = []
        for source in references {
            for id in dependencies(of: source) {
                switch target(of: id, in: source) {
                case .found: break
                case .respelled(let meant):
                    problems.append(.respelled(in: source, id: id, meant: meant))
                case .missing: problems.append(.dangling(in: source, id: id))
                }
            }
        }
        return problems + cycles.map(DependencyProblem.cycle)
    }

    /// Chains of dependencies that lead back to where they begin, each from its smallest member.
    ///
    /// Where several run through the same tasks, at least one is found.
    private var cycles: [[TaskReference]] {
        var search = CycleSearch(graph: self)
        for reference in references { search.visit(from: reference) }
        return search.cycles
    }
}

/// A depth-first walk along dependencies, with a stack of its own: chains may be long.
private struct CycleSearch {
    private struct Step {
        let reference: TaskReference
        var open: [TaskReference]
    }

    let graph: TaskGraph
    private(set) var cycles: [[TaskReference]] = []
    private var finished: Set<TaskReference> = []

    init(graph: TaskGraph) {
        self.graph = graph
    }

    mutating func visit(from start: TaskReference) {
        guard !finished.contains(start) else { return }
        var path = [Step(reference: start, open: targets(of: start))]
        var depths = [start: 0]
        while !path.isEmpty {
            let top = path.count - 1
            guard let next = path[top].open.popLast() else {
                depths[path[top].reference] = nil
                finished.insert(path[top].reference)
                path.removeLast()
                continue
            }
            if let depth = depths[next] {
                add(path[depth...].map(\.reference))
            } else if !finished.contains(next) {
                depths[next] = path.count
                path.append(Step(reference: next, open: targets(of: next)))
            }
        }
    }

    /// Keeps a cycle, turned so that its smallest member comes first, unless it is known.
    private mutating func add(_ members: [TaskReference]) {
        guard let least = members.indices.min(by: { members[$0] < members[$1] }) else { return }
        let turned = Array(members[least...] + members[..<least])
        if !cycles.contains(turned) { cycles.append(turned) }
    }

    /// What a task or subtask waits for, last first.
    private func targets(of source: TaskReference) -> [TaskReference] {
        graph.dependencies(of: source).compactMap { graph.target(of: $0, in: source).reference }
            .reversed()
    }
}
