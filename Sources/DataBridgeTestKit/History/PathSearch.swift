/// Looks for the shortest way between nodes of a group.
struct PathSearch {
    private let graph: DependencyGraph
    /// The group that each node was put into last.
    private var groups: [Int]
    private var group = 0
    /// By which search each node was reached last, and from where.
    private var reached: [Int]
    private var cameFrom: [(node: Int, edge: DependencyGraph.Edge)?]
    private var searches = 0
    /// How many nodes may still be looked at: a hopeless history must not take for ever.
    private var budget = 0

    init(_ graph: DependencyGraph) {
        self.graph = graph
        groups = Array(repeating: 0, count: graph.edges.count)
        reached = groups
        cameFrom = Array(repeating: nil, count: graph.edges.count)
    }

    /// Looks only at these nodes from now on.
    mutating func enter(_ members: [Int]) {
        group += 1
        budget = 5_000_000
        for node in members { groups[node] = group }
    }

    func contains(_ node: Int) -> Bool { groups[node] == group }

    /// The edges of the shortest way, each with the node it leaves; nil when there is none.
    mutating func path(
        from start: Int, to end: Int, by kinds: DependencyGraph.Kinds
    ) -> [(node: Int, edge: DependencyGraph.Edge)]? {
        searches += 1
        reached[start] = searches
        var queue = [start]
        var next = 0
        while next < queue.count, budget > 0 {
            let node = queue[next]
            next += 1
            budget -= 1
            if node == end { return way(from: start, to: end) }
            for edge in graph.edges[node]
            where kinds.contains(edge.kind) && contains(edge.target)
                && reached[edge.target] != searches
            {
                reached[edge.target] = searches
                cameFrom[edge.target] = (node, edge)
                queue.append(edge.target)
            }
        }
        return nil
    }

    private func way(
        from start: Int, to end: Int
    ) -> [(node: Int, edge: DependencyGraph.Edge)] {
        var steps: [(node: Int, edge: DependencyGraph.Edge)] = []
        var node = end
        while node != start, let step = cameFrom[node] {
            steps.append(step)
            node = step.node
        }
        return steps.reversed()
    }
}
