import DataBridgeCore

/// What the two stores can be asked for alike: an episode beyond it disagrees, or waits for ever,
/// without a bug.
struct EpisodeLimits: Sendable {
    /// How far transactions overlap.
    let overlap: TransactionOverlap
    /// The levels that both stores answer with the same one: either may be stronger than asked.
    let isolations: [Isolation]

    init(
        _ capabilities: StoreCapabilities, reference: StoreCapabilities,
        overlap: TransactionOverlap
    ) {
        self.overlap = overlap
        isolations = Isolation.allCases.filter { level in
            let given = capabilities.isolation.filter { $0 >= level }.min()
            return given == reference.isolation.filter { $0 >= level }.min()
        }
    }

    /// Whether an episode keeps to them.
    func allow(_ episode: DifferentialEpisode) -> Bool {
        var units = OpenUnits()
        for step in episode.steps {
            guard allow(step, while: units) else { return false }
            units.follow(step)
        }
        return true
    }

    private func allow(_ step: DifferentialStep, while units: OpenUnits) -> Bool {
        guard let unit = step.unit else {
            return !writesMustWait(for: units) || step.operation.writesNothing
        }
        guard case .begin(let isolation, let isReadOnly, _) = step.operation else { return true }
        // Where it is open already, it does nothing.
        guard !units.isOpen(unit) else { return true }
        guard isolations.contains(isolation) else { return false }
        return switch overlap {
        case .any: true
        case .oneWriter: isReadOnly || !units.hasWriter
        case .none: units.isEmpty
        }
    }

    /// Whether what is done outside of transactions may not write now.
    func writesMustWait(for units: OpenUnits) -> Bool {
        switch overlap {
        case .any: false
        case .oneWriter: units.hasWriter
        case .none: !units.isEmpty
        }
    }
}

/// The transactions that are open at one point of an episode.
struct OpenUnits {
    private struct Unit {
        /// How many transactions are open in each other.
        var depth = 1
        var isReadOnly: Bool
    }

    private var units: [Int: Unit] = [:]

    var isEmpty: Bool { units.isEmpty }
    var count: Int { units.count }
    var hasWriter: Bool { units.values.contains { !$0.isReadOnly } }
    /// The numbers of those that are open, in order.
    var numbers: [Int] { units.keys.sorted() }

    func isOpen(_ unit: Int) -> Bool { units[unit] != nil }

    func depth(of unit: Int) -> Int { units[unit]?.depth ?? 0 }

    /// Goes a step on in the episode.
    mutating func follow(_ step: DifferentialStep) {
        guard let unit = step.unit else { return }
        switch step.operation {
        case .begin(_, let isReadOnly, _):
            if units[unit] == nil { units[unit] = Unit(isReadOnly: isReadOnly) }
        case .savepoint: units[unit]?.depth += 1
        case .commit, .rollBack:
            units[unit]?.depth -= 1
            if units[unit]?.depth == 0 { units[unit] = nil }
        default: break
        }
    }
}

extension DifferentialOperation {
    /// Whether it only looks, so that it waits for nobody.
    fileprivate var writesNothing: Bool {
        switch self {
        case .get, .record, .find, .stream, .aggregate, .firstPage, .nextPage, .strayPage,
            .openStream, .continueStream, .observe, .look, .collections, .outcome:
            true
        // Of these the driver takes no notice outside a transaction.
        case .begin, .savepoint, .commit, .rollBack, .cancel: true
        default: false
        }
    }
}
