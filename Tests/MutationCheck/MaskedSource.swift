/// A source text of which comments and strings are blanked out, so that a pattern found in a line
/// is code.
///
/// Columns stay what they are.
struct MaskedSource {
    let lines: [String]
    /// The same lines with blanks in the place of comments and strings.
    let code: [String]

    init(_ text: String) {
        var mask = Mask()
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        for index in bytes.indices { masked.append(mask.take(index, of: bytes)) }
        lines = MaskedSource.lines(of: bytes)
        code = MaskedSource.lines(of: masked)
    }

    private static func lines(of bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

/// What a scan of Swift text is in the middle of.
private struct Mask {
    private enum Place {
        case code
        case line
        case block(depth: Int)
        case string(isMultiline: Bool)
    }

    private var places: [Place] = [.code]
    /// Open parentheses inside each interpolation.
    private var parentheses: [Int] = []
    /// How many of the next bytes belong to a mark that was already understood.
    private var known = 0

    private static let blank = UInt8(ascii: " ")
    private static let newline = UInt8(ascii: "\n")

    /// What stands in a byte's place.
    mutating func take(_ index: Int, of bytes: [UInt8]) -> UInt8 {
        let byte = bytes[index]
        if known > 0 {
            known -= 1
            return isVisible ? byte : Self.blank(byte)
        }
        switch places[places.count - 1] {
        case .code: return code(index, bytes)
        case .line:
            if byte == Self.newline { places.removeLast() }
        case .block(let depth):
            if Self.stands("*/", at: index, in: bytes) {
                known = 1
                places[places.count - 1] = .block(depth: depth - 1)
                if depth == 1 { places.removeLast() }
                return Self.blank
            }
            if Self.stands("/*", at: index, in: bytes) {
                places[places.count - 1] = .block(depth: depth + 1)
            }
        case .string(let isMultiline): string(index, bytes, isMultiline: isMultiline)
        }
        return Self.blank(byte)
    }

    private var isVisible: Bool {
        if case .code = places[places.count - 1] { places.count == 1 } else { false }
    }

    private mutating func code(_ index: Int, _ bytes: [UInt8]) -> UInt8 {
        let byte = bytes[index]
        let isInterpolated = places.count > 1
        if Self.stands("//", at: index, in: bytes) {
            places.append(.line)
            return Self.blank
        }
        if Self.stands("/*", at: index, in: bytes) {
            places.append(.block(depth: 1))
            known = 1
            return Self.blank
        }
        if Self.stands("\"\"\"", at: index, in: bytes) {
            places.append(.string(isMultiline: true))
            known = 2
            return Self.blank
        }
        if byte == UInt8(ascii: "\"") {
            places.append(.string(isMultiline: false))
            return Self.blank
        }
        guard isInterpolated else { return byte }
        if byte == UInt8(ascii: "(") { parentheses[parentheses.count - 1] += 1 }
        if byte == UInt8(ascii: ")") {
            parentheses[parentheses.count - 1] -= 1
            if parentheses[parentheses.count - 1] == 0 {
                parentheses.removeLast()
                places.removeLast()
            }
        }
        return Self.blank(byte)
    }

    private mutating func string(_ index: Int, _ bytes: [UInt8], isMultiline: Bool) {
        if Self.stands("\\(", at: index, in: bytes) {
            places.append(.code)
            parentheses.append(1)
            known = 1
        } else if bytes[index] == UInt8(ascii: "\\") {
            known = 1
        } else if isMultiline, Self.stands("\"\"\"", at: index, in: bytes) {
            places.removeLast()
            known = 2
        } else if !isMultiline, bytes[index] == UInt8(ascii: "\"") {
            places.removeLast()
        }
    }

    private static func blank(_ byte: UInt8) -> UInt8 { byte == newline ? newline : blank }

    private static func stands(_ mark: String, at index: Int, in bytes: [UInt8]) -> Bool {
        bytes[index...].starts(with: mark.utf8)
    }
}
