/// One change of one line that a suite should notice.
struct Mutant: Hashable, Sendable {
    /// What kind of mistake it is.
    enum Kind: String, CaseIterable, Sendable {
        /// `<` for `<=` and the like.
        case boundary
        /// `==` for `!=`.
        case equality
        /// `&&` for `||`.
        case logic
        /// A condition for its opposite.
        case negation
        /// `true` for `false`.
        case truth
        /// `+` for `-`.
        case arithmetic
        /// `+ 1` or `- 1` left out.
        case offByOne
        /// The first for the last, the least for the greatest.
        case end
        /// The two results of a `?:` for each other.
        case branch
        /// A statement left out.
        case statement
    }

    /// Relative to the package.
    var path: String
    /// Counted from 1.
    var line: Int
    var kind: Kind
    /// The line without its indentation.
    var original: String
    /// What it becomes.
    var replacement: String
    /// Which of the equal mutants of the file it is, so that each has a name of its own.
    var ordinal = 0

    /// The same mutant wherever its line moves to.
    var identity: String { "\(path)|\(kind.rawValue)|\(original)|\(replacement)|\(ordinal)" }

    /// Where a mutant stands in the order of a seed: FNV-1a, so that the same seed chooses the same
    /// mutants on every machine, and a change elsewhere in the sources moves none of them.
    func rank(seed: UInt64) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ (seed &* 0x9e37_79b9_7f4a_7c15)
        for byte in identity.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        // The low bits of FNV are its good ones.
        return hash.byteSwapped
    }

    /// The file's text with the mutation.
    func applied(to text: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1) else { return nil }
        let indentation = lines[line - 1].prefix { $0 == " " }
        guard lines[line - 1].dropFirst(indentation.count) == original else { return nil }
        let mutated = indentation + replacement
        lines[line - 1] = mutated
        return lines.joined(separator: "\n")
    }
}
