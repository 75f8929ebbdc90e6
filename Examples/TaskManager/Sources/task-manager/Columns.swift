import DataBridge
import Foundation
import TaskManager

/// Text in aligned columns; the last one is as long as it is.
struct Columns {
    private let rows: [[String]]
    private let styles: [Style]

    init(_ rows: [[String]], styles: [Style] = []) {
        self.rows = rows
        self.styles = styles
    }

    func print() {
        var widths: [Int] = []
        for row in rows {
            for (column, text) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], text.count)
            }
        }
        for (index, row) in rows.enumerated() {
            let cells = row.enumerated().map { column, text in
                column == row.count - 1
                    ? text : text + String(repeating: " ", count: widths[column] - text.count)
            }
            let line = cells.joined(separator: "  ")
            Swift.print(styles.indices.contains(index) ? styles[index].apply(to: line) : line)
        }
    }
}

/// How a line looks on a terminal; plain in a pipe and where `NO_COLOR` is set.
enum Style: String {
    case plain = ""
    case bold = "1"
    case faint = "2"
    case green = "32"
    case yellow = "33"

    private static let isOn: Bool = {
        let environment = ProcessEnvironment.current()
        return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] ?? "" == ""
            && environment["TERM"] != "dumb"
    }()

    /// The look of a status.
    init(of status: TaskStatus) {
        switch status {
        case .done, .completed: self = .green
        case .inProgress, .review: self = .yellow
        case .cancelled, .deferred: self = .faint
        default: self = .plain
        }
    }

    func apply(to text: String) -> String {
        self == .plain || !Style.isOn ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }
}
