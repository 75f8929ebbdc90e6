/// The mutants that the kit cannot catch, each with the reason why.
///
/// In the file a survivor is a paragraph: its path, the line as it becomes, and the reason. One
/// that begins with `Same:` says that nobody can tell the mutant from the original, which makes it
/// no mistake at all: it is told apart from what the kit overlooks.
struct Survivors {
    private struct Key: Hashable {
        var path: String
        var replacement: String
    }

    private var reasons: [Key: String] = [:]
    /// Paragraphs that are not of that form.
    private(set) var malformed: [String] = []

    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for paragraph in lines.split(whereSeparator: \.isEmpty) {
            let lines = paragraph.map { String($0.drop { $0 == " " }) }
            if lines[0].hasPrefix("#") { continue }
            guard lines.count > 2 else {
                malformed.append(lines.joined(separator: "\n"))
                continue
            }
            reasons[Key(path: lines[0], replacement: lines[1])] =
                lines[2...].joined(separator: " ")
        }
    }

    /// Why a mutant is not caught, if that is known.
    func reason(of mutant: Mutant) -> String? {
        reasons[Key(path: mutant.path, replacement: mutant.replacement)]
            // A statement that is left out leaves no line to know it by.
            ?? reasons[Key(path: mutant.path, replacement: "without " + mutant.original)]
    }

    /// Whether a mutant does the same as the original in all that a store promises.
    func isSame(_ mutant: Mutant) -> Bool { reason(of: mutant)?.hasPrefix("Same:") == true }

    /// Explanations of mutants that are none of these.
    func stale(among mutants: [Mutant]) -> [String] {
        var known: Set<Key> = []
        for mutant in mutants {
            known.insert(Key(path: mutant.path, replacement: mutant.replacement))
            known.insert(Key(path: mutant.path, replacement: "without " + mutant.original))
        }
        return reasons.keys.filter { !known.contains($0) }.map { "\($0.path): \($0.replacement)" }
            .sorted()
    }
}
