/// Finds line and column of many places in one text.
///
/// ``JSONTape/location(of:)`` counts from the start each time; this table knows where each line
/// begins.
public struct JSONLineTable: Sendable {
    private let tape: JSONTape
    private let lineStarts: [UInt32]

    /// Looks through the text once.
    public init(_ tape: JSONTape) {
        self.tape = tape
        lineStarts = tape.withText(0, tape.source.count) { text in
            var starts: [UInt32] = [0]
            for (offset, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
                // A text is shorter than 2^30 bytes.
                starts.append(UInt32(truncatingIfNeeded: offset + 1))
            }
            return starts
        }
    }

    /// The number of lines; what follows the last line feed counts as one.
    public var lineCount: Int { lineStarts.count }

    /// The line and column of a byte offset; one beyond the text counts as its end.
    public func location(of offset: Int) -> JSONLocation {
        let end = max(0, min(offset, tape.source.count))
        var low = 0
        var high = lineStarts.count
        // The last line that begins at the offset or before it.
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= end { low = middle } else { high = middle }
        }
        let column = tape.withText(0, tape.source.count) {
            JSONLocation.column(of: end, from: Int(lineStarts[low]), in: $0)
        }
        return JSONLocation(offset: end, line: low + 1, column: column)
    }
}
