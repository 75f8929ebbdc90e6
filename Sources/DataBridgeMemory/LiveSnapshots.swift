import DataBridgeCore

/// The snapshots that are in use, by the state they show.
struct LiveSnapshots {
    private struct Entry {
        let sequence: UInt64
        /// When the first of them was taken.
        let since: Duration
        var readers = 0
        var writers = 0
    }

    /// Ordered by sequence, since snapshots are always taken of the newest state; as many as
    /// states are in use, so few.
    private var entries: [Entry] = []

    /// How many snapshots are in use.
    var count: Int { entries.reduce(0) { $0 + $1.readers + $1.writers } }

    /// The oldest state that a transaction may still want to commit on.
    var oldestWriter: UInt64? { entries.first { $0.writers > 0 }?.sequence }

    mutating func add(
        at sequence: UInt64, isReadOnly: Bool, now: @autoclosure () -> Duration
    ) {
        if entries.last?.sequence != sequence {
            entries.append(Entry(sequence: sequence, since: now()))
        }
        let last = entries.count - 1
        if isReadOnly { entries[last].readers += 1 } else { entries[last].writers += 1 }
    }

    mutating func remove(at sequence: UInt64, isReadOnly: Bool) {
        guard let index = entries.firstIndex(where: { $0.sequence == sequence }) else {
            preconditionFailure("a snapshot is released once")
        }
        if isReadOnly { entries[index].readers -= 1 } else { entries[index].writers -= 1 }
        if entries[index].readers + entries[index].writers == 0 { entries.remove(at: index) }
    }

    /// The age from which a snapshot is suspected of having been forgotten.
    private static let longAge = Duration.seconds(60)

    /// How many there are and how old the oldest one is.
    func check(now: Duration) -> HealthCheck {
        guard let oldest = entries.first else {
            return .init("snapshots", .healthy, "None in use.")
        }
        let age = now - oldest.since
        let seconds = age.components.seconds
        let message = "\(count) in use, the oldest for \(seconds) s."
        guard age >= LiveSnapshots.longAge else { return .init("snapshots", .healthy, message) }
        return .init(
            "snapshots", .degraded,
            message + " It holds on to everything that was replaced since: look for a transaction "
                + "or stream that does not end.")
    }
}
