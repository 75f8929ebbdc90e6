/// A place in a JSON text: byte offset, line and column.
public struct JSONLocation: Hashable, Sendable {
    /// Bytes before the place.
    public let offset: Int

    /// The line, from 1; a line ends in a line feed, so that `\r\n` counts once.
    public let line: Int

    /// The column in Unicode code points, from 1; a tab is one.
    public let column: Int

    /// Makes a location of known numbers.
    public init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// Finds line and column of an offset in a text by counting from its start.
    ///
    /// - Parameters:
    ///   - offset: A byte offset; one beyond the text counts as its end.
    ///   - text: The whole text, valid UTF-8 or not.
    public init(offset: Int, in text: UnsafeBufferPointer<UInt8>) {
        let end = max(0, min(offset, text.count))
        let before = UnsafeBufferPointer(rebasing: text[..<end])
        let lineStart = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        self.init(
            offset: end, line: 1 + Self.lineFeeds(in: before),
            column: Self.column(of: end, from: lineStart, in: text))
    }

    private static func lineFeeds(in text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = text.baseAddress else { return 0 }
        var count = 0
        var offset = 0
        while text.count - offset >= 8 {
            count += WordScan.lineFeeds(WordScan.load(base, offset))
            offset += 8
        }
        return count + text[offset...].count { $0 == UInt8(ascii: "\n") }
    }

    /// The column of an offset in the line that begins at `lineStart`.
    static func column(
        of offset: Int, from lineStart: Int, in text: UnsafeBufferPointer<UInt8>
    ) -> Int {
        // A continuation byte belongs to the code point before it.
        1 + text[lineStart..<offset].count { $0 & 0xC0 != 0x80 }
    }
}

extension JSONLocation: CustomStringConvertible {
    /// Line and column in words.
    public var description: String { "line \(line), column \(column)" }
}
