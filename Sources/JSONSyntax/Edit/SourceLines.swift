// Lines and white space around an offset. Texts of one line can be long, so that looks back end
// after a while.
extension [UInt8] {
    private static let farthestLineStart = 65_536

    /// The white space that the line of an offset begins with, as far as the offset.
    ///
    /// - Parameter first: The indentation of the first line, when this is part of a larger text.
    func indentation(at offset: Int, first: [UInt8] = []) -> [UInt8] {
        let limit = Swift.max(0, offset - Self.farthestLineStart)
        var start = offset
        while start > limit, self[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        // Without a line break in reach there is nothing to go by.
        if start == limit, start > 0, self[start - 1] != UInt8(ascii: "\n") { return [] }
        var end = start
        while end < offset, self[end] == UInt8(ascii: " ") || self[end] == UInt8(ascii: "\t") {
            end += 1
        }
        return start == 0 ? first + self[..<end] : [UInt8](self[start..<end])
    }

    /// The start of the white space that ends at an offset.
    func startOfSpace(before offset: Int) -> Int {
        var start = offset
        while start > 0, self[start - 1].isJSONSpace { start -= 1 }
        return start
    }
}

extension Collection<UInt8> {
    var hasLineBreak: Bool { contains(UInt8(ascii: "\n")) }
}

extension BidirectionalCollection<UInt8> {
    /// What follows the last line break: an indentation, where only white space does.
    var afterLastLineBreak: SubSequence {
        guard let lineBreak = lastIndex(of: UInt8(ascii: "\n")) else { return self[...] }
        return self[index(after: lineBreak)...]
    }
}

extension UInt8 {
    var isJSONSpace: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
            || self == UInt8(ascii: "\t")
    }
}
