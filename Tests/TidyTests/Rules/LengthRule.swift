/// Files and functions stay short enough to be read at once.
enum LengthRule {
    static let fileLimit = 600
    static let functionLimit = 70
    /// Longer files are printed, to be thought about.
    static let fileConcern = 400

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        var findings = FunctionSpan.all(in: file.code).filter { $0.lineCount > functionLimit }.map {
            file.finding(
                $0.firstLine, "\($0.name) has \($0.lineCount) lines; the limit is \(functionLimit)")
        }
        if file.lines.count > fileLimit {
            findings.append(
                file.finding(1, "\(file.lines.count) lines; over \(fileLimit) it must be split"))
        }
        return findings
    }
}

/// The median file length of a library target: printed above `concern`, refused above `limit`.
struct MedianLength: Equatable, CustomStringConvertible {
    static let concern = 150
    static let limit = 220

    var target: String
    var lines: Int

    var isTooLong: Bool { lines > Self.limit }

    var description: String { "\(target): the median file has \(lines) lines" }

    /// One value per library target, by name.
    static func all(of files: [SourceFile]) -> [MedianLength] {
        let sources = files.filter {
            $0.isSwift && $0.isUnder("Sources") && !TargetTable.isTool($0.target)
        }
        return Dictionary(grouping: sources) { $0.target ?? "" }.map { target, files in
            let sorted = files.map(\.lines.count).sorted()
            return MedianLength(target: target, lines: sorted[sorted.count / 2])
        }.sorted { $0.target < $1.target }
    }
}
