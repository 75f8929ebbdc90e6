/// How a text is laid out: what new parts of it are written like, where nothing beside them shows
/// how.
public struct JSONLayout: Hashable, Sendable {
    /// How the items of a container stand.
    public enum Shape: Hashable, Sendable {
        /// Each on a line of its own.
        case lines
        /// All on one line, with this much space inside the brackets.
        case line(padding: String)
    }

    /// The line break, `"\n"` or `"\r\n"`.
    public var newline: String
    /// One level of indentation.
    public var indent: String
    /// What stands between a member's name and its value.
    public var colon: String
    /// What stands between items on one line.
    public var comma: String
    /// How the members of objects stand.
    public var objects: Shape
    /// How strings, numbers and literals stand in arrays.
    public var scalarArrays: Shape
    /// How arrays and objects stand in arrays.
    public var nestedArrays: Shape
    /// Whether characters beyond ASCII are spelled as escapes.
    public var escapesNonASCII: Bool

    /// Makes a layout; the defaults are what most programs write: two spaces, each item on a line.
    public init(
        newline: String = "\n", indent: String = "  ", colon: String = ": ", comma: String = ", ",
        objects: Shape = .lines, scalarArrays: Shape = .lines, nestedArrays: Shape = .lines,
        escapesNonASCII: Bool = false
    ) {
        self.newline = newline
        self.indent = indent
        self.colon = colon
        self.comma = comma
        self.objects = objects
        self.scalarArrays = scalarArrays
        self.nestedArrays = nestedArrays
        self.escapesNonASCII = escapesNonASCII
    }

    /// Two spaces, each item on a line.
    public static let standard = JSONLayout()
}

extension JSONLayout {
    /// The layout that a text shows, as far as its beginning tells.
    ///
    /// Of each kind of container the majority counts; for a kind that the text does not have,
    /// whether it has lines at all.
    public init(of tape: JSONTape) {
        var survey = LayoutSurvey(tape)
        survey.run()
        self = survey.layout
    }
}

/// Counts how the containers of a text are laid out.
private struct LayoutSurvey {
    private static let mostNodes = 20_000

    /// How many containers of one kind have lines, and how many do not.
    private struct Votes {
        var lines = 0
        var line = 0
        var padding: String?

        mutating func count(_ lead: ArraySlice<UInt8>) {
            if lead.hasLineBreak {
                lines += 1
            } else {
                line += 1
                padding = padding ?? String(decoding: lead, as: UTF8.self)
            }
        }
    }

    private let tape: JSONTape
    private var objects = Votes()
    private var scalarArrays = Votes()
    private var nestedArrays = Votes()
    private var newline: String?
    private var indent: String?
    private var colon: String?
    private var comma: String?
    private var hasRawNonASCII = false
    private var hasEscapedNonASCII = false

    init(_ tape: JSONTape) {
        self.tape = tape
    }

    mutating func run() {
        for index in 0..<min(tape.nodeCount, Self.mostNodes) {
            let node = JSONNode(tape: tape, index: index)
            if node.count > 0 {
                look(at: node)
            } else if node.kind == .string {
                look(atString: node)
            }
        }
    }

    private mutating func look(at node: JSONNode) {
        let source = tape.source
        let first = JSONNode(tape: tape, index: node.index + 1)
        let lead = source[node.span.lowerBound + 1..<first.span.lowerBound]
        if node.kind == .object {
            objects.count(lead)
            let value = JSONNode(tape: tape, index: first.index + 1)
            colon =
                colon
                ?? String(
                    decoding: source[first.span.upperBound..<value.span.lowerBound], as: UTF8.self)
        } else if first.kind == .object || first.kind == .array {
            nestedArrays.count(lead)
        } else {
            scalarArrays.count(lead)
        }
        if lead.hasLineBreak {
            lookAtLines(lead, outer: source.indentation(at: node.span.lowerBound))
        } else if comma == nil, node.kind == .array, node.count > 1 {
            let second = JSONNode(tape: tape, index: first.next)
            let gap = source[first.span.upperBound..<second.span.lowerBound]
            if !gap.hasLineBreak { comma = String(decoding: gap, as: UTF8.self) }
        }
    }

    private mutating func lookAtLines(_ lead: ArraySlice<UInt8>, outer: [UInt8]) {
        newline = newline ?? (lead.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n")
        let inner = lead.afterLastLineBreak
        if indent == nil, inner.count > outer.count, inner.starts(with: outer) {
            indent = String(decoding: inner.dropFirst(outer.count), as: UTF8.self)
        }
    }

    var layout: JSONLayout {
        let standard = JSONLayout.standard
        let votes = [objects, scalarArrays, nestedArrays]
        let hasContainers = votes.contains { $0.lines + $0.line > 0 }
        let hasLines = !hasContainers || votes.contains { $0.lines > 0 }
        let colon = colon ?? standard.colon
        func shape(_ votes: Votes) -> JSONLayout.Shape {
            guard votes.lines + votes.line > 0 else {
                return hasLines ? .lines : .line(padding: "")
            }
            return votes.lines >= votes.line ? .lines : .line(padding: votes.padding ?? "")
        }
        return JSONLayout(
            newline: newline ?? standard.newline, indent: indent ?? standard.indent, colon: colon,
            comma: comma ?? (colon.utf8.last == UInt8(ascii: " ") ? ", " : ","),
            objects: shape(objects), scalarArrays: shape(scalarArrays),
            nestedArrays: shape(nestedArrays),
            escapesNonASCII: hasEscapedNonASCII && !hasRawNonASCII)
    }

    private mutating func look(atString node: JSONNode) {
        guard !hasRawNonASCII else { return }
        if node.withSource({ $0.contains { $0 >= 0x80 } }) {
            hasRawNonASCII = true
        } else if node.hasEscapes, !hasEscapedNonASCII {
            hasEscapedNonASCII = node.withString { $0.contains { $0 >= 0x80 } } ?? false
        }
    }
}
