/// Draws texts that stores get wrong: empty ones, combining marks, characters of every plane, texts
/// that look alike or fold to each other.
enum RandomText {
    /// Texts worth trying often.
    private static let notable = [
        "", " ", "a", "A", "b", "ab", "aB", "a b", "\u{E9}", "e\u{301}", "E\u{301}", "\u{C9}",
        "\u{301}", "\u{DF}", "SS", "\u{130}", "i\u{307}", "\u{131}", "\u{17F}", "\u{212A}", "K",
        "\u{1E9E}", "\u{0}", "a\u{0}b", "\n", "\r\n", "\t", "\"", "\\", "/", "'", "''", "%", "_",
        "*",
        "null", "true", "0", "-1", "1.0", "92.10", "{}", "[]", "\u{7F}", "\u{80}", "\u{7FF}",
        "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FEFF}", "\u{FFFD}", "\u{FFFF}", "\u{10000}",
        "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F1E9}\u{1F1EA}", "\u{202E}abc",
        "\u{2028}", "\u{1F600}", "\u{10FFFF}", "2024-01-01T00:00:00Z", "z",
    ]

    static func next(_ random: inout SeededGenerator) -> String {
        switch random.below(10) {
        case 0..<5: return random.element(of: notable) ?? ""
        case 5..<7: return letters(&random, atMost: 3)
        case 7:
            return (random.element(of: notable) ?? "") + (random.element(of: notable) ?? "")
        case 8: return scalars(&random)
        default:
            return random.chance(10) ? letters(&random, atMost: 300) : letters(&random, atMost: 8)
        }
    }

    /// Letters that often give the start of one another.
    private static func letters(_ random: inout SeededGenerator, atMost count: Int) -> String {
        let alphabet = ["a", "b", "A", "\u{E4}"]
        return (0..<random.below(count + 1)).reduce(into: "") { text, _ in
            text += alphabet[random.below(alphabet.count)]
        }
    }

    /// Characters of any plane.
    private static func scalars(_ random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0...random.below(4) {
            let plane = random.below(17)
            let value = UInt32(plane << 16 | random.below(0x10000))
            // Half of a surrogate pair is no character.
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
