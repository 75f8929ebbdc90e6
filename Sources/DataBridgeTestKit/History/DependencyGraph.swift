/// Which transaction must come before which, and why.
struct DependencyGraph {
    /// Kinds of dependencies, to be combined.
    struct Kinds: OptionSet {
        let rawValue: UInt8

        /// The second one wrote after what the first one wrote.
        static let ww = Kinds(rawValue: 1)
        /// The second one read what the first one wrote.
        static let wr = Kinds(rawValue: 2)
        /// The second one wrote after what the first one read.
        static let rw = Kinds(rawValue: 4)
        /// The first one had ended when the second one began.
        static let realtime = Kinds(rawValue: 8)
    }

    struct Edge {
        var target: Int
        var kind: Kinds
        /// The list that shows it, and the values before and after in its order.
        var key = 0
        var before: Int?
        var after: Int?
    }

    private(set) var edges: [[Edge]]
    private(set) var edgeCount = 0

    init(nodeCount: Int) {
        edges = Array(repeating: [], count: nodeCount)
    }

    mutating func add(_ edge: Edge, from source: Int) {
        guard source != edge.target else { return }
        edges[source].append(edge)
        edgeCount += 1
    }

    /// The groups of nodes that each lead to each other, of two or more; Tarjan's algorithm with a
    /// stack of its own, as a path may be as long as the history.
    func components(by kinds: Kinds) -> [[Int]] {
        let unseen = -1
        var number = 0
        var indices = Array(repeating: unseen, count: edges.count)
        var lows = indices
        var isOpen = Array(repeating: false, count: edges.count)
        var open: [Int] = []
        var path: [(node: Int, next: Int)] = []
        var found: [[Int]] = []
        for root in edges.indices where indices[root] == unseen && !edges[root].isEmpty {
            path.append((root, 0))
            while let (node, next) = path.last {
                if indices[node] == unseen {
                    (indices[node], lows[node]) = (number, number)
                    number += 1
                    open.append(node)
                    isOpen[node] = true
                }
                guard next < edges[node].count else {
                    path.removeLast()
                    if let parent = path.last {
                        lows[parent.node] = min(lows[parent.node], lows[node])
                    }
                    guard lows[node] == indices[node], let start = open.lastIndex(of: node) else {
                        continue
                    }
                    let group = Array(open[start...])
                    open.removeSubrange(start...)
                    for member in group { isOpen[member] = false }
                    if group.count > 1 { found.append(group) }
                    continue
                }
                path[path.count - 1].next += 1
                let edge = edges[node][next]
                guard kinds.contains(edge.kind) else { continue }
                if indices[edge.target] == unseen {
                    path.append((edge.target, 0))
                } else if isOpen[edge.target] {
                    lows[node] = min(lows[node], indices[edge.target])
                }
            }
        }
        return found
    }
}
