/// Cycles of transactions that would each have to come before the next one.
extension HistoryCheck {
    mutating func findCycles(realtime: Bool) {
        var search = PathSearch(graph)
        for group in graph.components(by: .ww) {
            addCycle(in: group, through: .ww, by: .ww, .dirtyWrite, &search)
        }
        for group in graph.components(by: [.ww, .wr]) {
            addCycle(in: group, through: .wr, by: [.ww, .wr], .circularInformationFlow, &search)
        }
        for group in graph.components(by: [.ww, .wr, .rw]) {
            // The fewer such dependencies a cycle has, the weaker the level that excludes it.
            if addCycle(in: group, through: .rw, by: [.ww, .wr], .readSkew, &search) { continue }
            addCycle(in: group, through: .rw, by: [.ww, .wr, .rw], .antiDependencyCycle, &search)
        }
        guard realtime else { return }
        for group in graph.components(by: [.ww, .wr, .rw, .realtime]) {
            let ways: [(DependencyGraph.Kinds, HistoryFinding.Kind)] = [
                ([.ww, .realtime], .dirtyWrite),
                ([.ww, .wr, .realtime], .circularInformationFlow),
                ([.ww, .wr, .rw, .realtime], .antiDependencyCycle),
            ]
            for (kinds, kind) in ways
            where addCycle(in: group, through: .realtime, by: kinds, kind, &search) { break }
        }
    }

    /// Looks for a cycle that has one edge of a kind and goes back by others.
    ///
    /// - Returns: whether there is one.
    @discardableResult
    private mutating func addCycle(
        in group: [Int], through kind: DependencyGraph.Kinds, by others: DependencyGraph.Kinds,
        _ finding: HistoryFinding.Kind, _ search: inout PathSearch
    ) -> Bool {
        search.enter(group)
        for node in group {
            for edge in graph.edges[node]
            where edge.kind == kind && search.contains(edge.target) {
                guard let back = search.path(from: edge.target, to: node, by: others) else {
                    continue
                }
                let cycle = [(node, edge)] + back
                add(
                    named(finding, cycle), cycle.map(\.0), cycle.map(reason),
                    needsRealtime: cycle.contains { $0.1.kind == .realtime })
                return true
            }
        }
        return false
    }

    /// In real time a cycle is named by how many of its reads were overwritten.
    private func named(
        _ kind: HistoryFinding.Kind, _ cycle: [(Int, DependencyGraph.Edge)]
    ) -> HistoryFinding.Kind {
        guard kind == .antiDependencyCycle, cycle.count(where: { $0.1.kind == .rw }) == 1 else {
            return kind
        }
        return .readSkew
    }

    /// Why a transaction comes before the next one, as a sentence.
    private func reason(_ node: Int, _ edge: DependencyGraph.Edge) -> String {
        let (first, second) = (name(node), name(edge.target))
        let before = edge.before.map { "\($0)" } ?? "nothing"
        let after = edge.after.map { "\($0)" } ?? "nothing"
        return switch edge.kind {
        case .ww:
            "\(first) comes before \(second): in list \(edge.key) its \(before) comes before "
                + "\(after). (ww)"
        case .wr:
            "\(first) comes before \(second), which reads its \(before) in list \(edge.key). (wr)"
        case .rw:
            "\(first) comes before \(second): it reads list \(edge.key) up to \(before), without "
                + "the \(after) that \(second) appends. (rw)"
        default: "\(first) comes before \(second), which began when it had ended. (real time)"
        }
    }
}
