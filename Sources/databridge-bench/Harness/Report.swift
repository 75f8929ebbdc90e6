import Foundation

/// Prints measurements as a table or as JSON lines.
struct Report {
    var asJSONLines: Bool

    func start() {
        guard !asJSONLines else { return }
        print(
            column("case", 28) + column("ours", 12, right: true)
                + column("reference", 12, right: true) + column("ratio", 9, right: true)
                + column("goal", 9, right: true) + "   per          reference is")
    }

    func add(_ measurement: Measurement) {
        asJSONLines ? printJSON(measurement) : printRow(measurement)
        fflush(nil)  // A long run is watched line by line, also through a pipe.
    }

    private func printRow(_ measurement: Measurement) {
        let goal = measurement.goal.map { "≤ " + decimal($0) } ?? ""
        let mark = measurement.meetsGoal.map { $0 ? " ✓ " : " ✗ " } ?? "   "
        print(
            column(measurement.name, 28) + column(time(measurement.ours), 12, right: true)
                + column(time(measurement.theirs), 12, right: true)
                + column(decimal(measurement.ratio), 9, right: true)
                + column(goal, 9, right: true) + mark + column(measurement.unit, 13)
                + measurement.reference)
    }

    private func printJSON(_ measurement: Measurement) {
        let goal = measurement.goal.map { ",\"goal\":\($0)" } ?? ""
        print(
            "{\"name\":\"\(measurement.name)\",\"unit\":\"ns/\(measurement.unit)\","
                + "\"median\":\(measurement.ours),\"reference\":\"\(measurement.reference)\","
                + "\"referenceMedian\":\(measurement.theirs),\"ratio\":\(measurement.ratio)"
                + goal + ",\"rounds\":\(measurement.rounds)}")
    }

    private func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1_000: decimal(nanoseconds) + " ns"
        case ..<1_000_000: decimal(nanoseconds / 1_000) + " µs"
        case ..<1_000_000_000: decimal(nanoseconds / 1_000_000) + " ms"
        default: decimal(nanoseconds / 1_000_000_000) + " s"
        }
    }

    private func decimal(_ number: Double) -> String {
        if number >= 1_000 { return String(Int(number.rounded())) }
        let hundredths = Int((number * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100)." + (fraction < 10 ? "0" : "") + "\(fraction)"
    }

    private func column(_ text: String, _ width: Int, right: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return right ? padding + text : text + padding
    }
}
