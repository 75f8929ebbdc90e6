import DataBridge

// What moving or removing tasks has to look after.
extension TaskGraph {
    /// The task or subtask that someone named.
    ///
    /// - Throws: ``TaskError/noSuchTask(_:)``.
    public func require(_ id: LosslessID) throws -> TaskReference {
        guard let reference = target(of: id).reference else { throw TaskError.noSuchTask(id) }
        return reference
    }

    /// The task that someone named.
    ///
    /// - Throws: ``TaskError/noSuchTask(_:)``, ``TaskError/isSubtask(_:)``.
    public func requireTask(_ id: LosslessID) throws -> TaskItem {
        let reference = try require(id)
        guard reference.subtask == nil else { throw TaskError.isSubtask(reference) }
        guard let task = task(reference.task) else { throw TaskError.noSuchTask(id) }
        return task
    }

    /// The dependencies between some tasks, subtasks included, and all others.
    ///
    /// One that refers to nothing is a tie as well: elsewhere its id may mean another task.
    public func ties(of ids: Set<LosslessID>) -> [TaskError.Tie] {
        references.flatMap { source -> [TaskError.Tie] in
            let sourceMoves = ids.contains(source.task)
            return dependencies(of: source).compactMap { id in
                let target = target(of: id, in: source).reference
                let targetMoves = target.map { ids.contains($0.task) } ?? false
                guard sourceMoves != targetMoves else { return nil }
                return TaskError.Tie(source: source, id: id, sourceMoves: sourceMoves)
            }
        }
    }

    /// The tasks and everything they depend on, directly or not.
    public func closure(of ids: Set<LosslessID>) -> Set<LosslessID> {
        var closure = ids
        var open = Array(ids)
        while let id = open.popLast() {
            guard let task = task(id) else { continue }
            let sources =
                [TaskReference(id)] + task.subtasks.map { TaskReference(id, subtask: $0.id) }
            for source in sources {
                for dependency in dependencies(of: source) {
                    guard let target = target(of: dependency, in: source).reference,
                        closure.insert(target.task).inserted
                    else { continue }
                    open.append(target.task)
                }
            }
        }
        return closure
    }
}

extension TaskItem {
    /// Drops the dependencies that are among the ties.
    mutating func cut(_ ties: [TaskError.Tie]) {
        func dropped(from source: TaskReference) -> Set<LosslessID> {
            Set(ties.filter { $0.source == source }.map(\.id))
        }
        let own = dropped(from: TaskReference(id))
        dependencies.removeAll(where: own.contains)
        for index in subtasks.indices {
            let others = dropped(from: TaskReference(id, subtask: subtasks[index].id))
            subtasks[index].dependencies.removeAll(where: others.contains)
        }
    }
}
