import DataBridgeCore
import Synchronization

/// A bar on the terminal behind standard error, for work that lasts longer than half a second.
///
/// Without a terminal it shows nothing. It never fails the work: what cannot be shown is left out.
final class ProgressBar: Sendable {
    private struct State {
        var shownAt: Duration?
        var isVisible = false
    }

    private let errors: any ByteOutput
    private let width: Int?
    private let label: String
    private let clock: MonotonicClock
    private let start: Duration
    private let state = Mutex(State())

    /// Work that shorter takes does not need a bar.
    static let patience = Duration.milliseconds(500)
    /// How long a picture stands before the next one.
    static let interval = Duration.milliseconds(100)

    init(_ label: String, in surroundings: Surroundings) {
        self.label = label
        errors = surroundings.errors
        width = surroundings.errorTerminal?.width
        clock = surroundings.services.clock
        start = clock.now()
    }

    /// Tells how far the work is.
    ///
    /// - Parameters:
    ///   - done: how many records are done.
    ///   - total: how many there are; nil when that is not known.
    func update(_ done: Int, of total: Int?) {
        guard let width else { return }
        let now = clock.now()
        let isDue = state.withLock { state in
            guard now - start >= Self.patience else { return false }
            if let shownAt = state.shownAt, now - shownAt < Self.interval { return false }
            state.shownAt = now
            state.isVisible = true
            return true
        }
        if isDue { show("\r" + picture(done, of: total, width: width) + "\u{1B}[K") }
    }

    /// Takes the bar away.
    func finish() {
        let wasVisible = state.withLock { state in
            defer { state.isVisible = false }
            return state.isVisible
        }
        if wasVisible { show("\r\u{1B}[K") }
    }

    private func show(_ text: String) {
        // A bar that cannot be drawn is no reason to stop the work it tells about.
        try? errors.write(Array(text.utf8))
    }

    private func picture(_ done: Int, of total: Int?, width: Int) -> String {
        guard let total, total > 0 else {
            return TerminalText.truncated("\(label)  \(done) records", to: width - 1)
        }
        let share = min(1, Double(done) / Double(total))
        let numbers = "\(Int(share * 100)) %  \(done) of \(total)"
        // As at the end, so that the bar does not shrink while the numbers grow.
        let widest = "100 %  \(total) of \(total)".utf8.count
        let room = width - 1 - DisplayWidth.of(label) - widest - 6
        guard room >= 5 else {
            return TerminalText.truncated("\(label)  \(numbers)", to: width - 1)
        }
        let length = min(room, 40)
        let filled = Int(share * Double(length))
        let bar =
            String(repeating: "#", count: filled) + String(repeating: "-", count: length - filled)
        return "\(label)  [\(bar)]  \(numbers)"
    }
}
