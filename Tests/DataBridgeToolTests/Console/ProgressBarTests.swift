import DataBridge
@testable import DataBridgeTool
import Synchronization
import Testing

struct ProgressBarTests {
    /// A clock that a test sets.
    private final class Hand: Sendable {
        let time = Mutex(Duration.zero)

        func advance(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private func bar(
        _ hand: Hand, _ errors: RecordingOutput, width: Int? = 60
    ) -> ProgressBar {
        let clock = MonotonicClock { hand.time.withLock { $0 } }
        return ProgressBar(
            "import",
            in: Surroundings(
                output: RecordingOutput(), errors: errors, input: TextInput(),
                errorTerminal: width.map { Terminal(width: $0) },
                services: RuntimeServices(clock: clock), drivers: []))
    }

    @Test func shortWorkShowsNothing() {
        let hand = Hand()
        let errors = RecordingOutput()
        let bar = bar(hand, errors)
        bar.update(1, of: 10)
        hand.advance(.milliseconds(499))
        bar.update(9, of: 10)
        bar.finish()
        #expect(errors.text.isEmpty)
    }

    @Test func longWorkShowsABarAndTakesItAway() {
        let hand = Hand()
        let errors = RecordingOutput()
        let bar = bar(hand, errors)
        hand.advance(.milliseconds(500))
        bar.update(5, of: 10)
        bar.update(6, of: 10)
        hand.advance(.milliseconds(100))
        bar.update(10, of: 10)
        bar.finish()
        bar.finish()
        #expect(
            errors.text
                == "\rimport  [################----------------]  50 %  5 of 10\u{1B}[K"
                + "\rimport  [################################]  100 %  10 of 10\u{1B}[K"
                + "\r\u{1B}[K")
    }

    @Test func unknownTotalShowsACount() {
        let hand = Hand()
        let errors = RecordingOutput()
        let bar = bar(hand, errors)
        hand.advance(.seconds(1))
        bar.update(5, of: nil)
        #expect(errors.text == "\rimport  5 records\u{1B}[K")
    }

    @Test func narrowTerminalsGetNumbers() {
        let hand = Hand()
        let errors = RecordingOutput()
        let bar = bar(hand, errors, width: 20)
        hand.advance(.seconds(1))
        bar.update(5, of: 10)
        #expect(errors.text == "\rimport  50 %  5 of…\u{1B}[K")
    }

    @Test func withoutATerminalNothingIsShown() {
        let hand = Hand()
        let errors = RecordingOutput()
        let bar = bar(hand, errors, width: nil)
        hand.advance(.seconds(1))
        bar.update(5, of: 10)
        bar.finish()
        #expect(errors.text.isEmpty)
    }
}
