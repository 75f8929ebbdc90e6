/// Help pages as text.
struct HelpPage {
    private var lines: [String] = []
    private let width: Int
    private let isStyled: Bool

    /// - Parameters:
    ///   - width: columns to wrap at.
    ///   - isStyled: whether headings are bold.
    private init(width: Int, isStyled: Bool) {
        self.width = max(40, min(width, 100))
        self.isStyled = isStyled
    }

    /// The page of one command.
    static func of(_ syntax: CommandSyntax, width: Int, isStyled: Bool) -> [String] {
        var page = HelpPage(width: width, isStyled: isStyled)
        page.paragraph("databridge \(syntax.name): \(syntax.summary)")
        page.heading("Usage")
        page.paragraph(syntax.usage, indent: 2, hanging: 4)
        page.heading("Arguments")
        page.list(syntax.positionals.map { ($0.name, $0.help) })
        page.heading("Options")
        page.list(
            syntax.allOptions.map { option in
                let short = option.letter.map { "-\($0), " } ?? ""
                let value = option.value.map { " \($0)" } ?? ""
                let several = option.isRepeatable ? " (may be repeated)" : ""
                return ("\(short)--\(option.name)\(value)", option.help + several)
            })
        page.add(syntax.discussion)
        page.add(syntax.examples)
        return page.lines
    }

    /// The tool's first page.
    static func overview(_ commands: [CommandSyntax], width: Int, isStyled: Bool) -> [String] {
        var page = HelpPage(width: width, isStyled: isStyled)
        page.paragraph(
            "databridge: reads, queries, changes and moves records in every store that it knows"
        )
        page.heading("Usage")
        page.paragraph("databridge COMMAND ARGUMENTS [OPTIONS]", indent: 2)
        page.heading("Commands")
        page.list(
            commands.map { ($0.name, $0.summary) } + [
                ("help [COMMAND]", "this page, or everything about one command"),
                ("--version", "the version"),
            ])
        page.add(Self.general)
        page.heading("Exit codes")
        page.list(ExitCode.meanings.map { ("\($0.code.rawValue)", $0.text) })
        page.add(commands.compactMap(\.examples.first))
        return page.lines
    }

    private static let general: [CommandSyntax.Paragraph] = [
        .heading("Where data is"),
        .list([
            ("tasks.json", "one JSON file; what ends in .json may stand without json:"),
            ("json:PATH", "the same; %20 is a space, ?readonly=1 forbids changes"),
            ("sqlite:PATH", "a SQLite database made by import; .db may stand without sqlite:"),
            ("memory:", "nowhere: an empty store that ends with the command, for a dry run"),
        ]),
        .text(
            "A collection in a JSON file has the name of the place where its list stands: /tasks "
                + "in {\"tasks\": […]}, /master/tasks in {\"master\": {\"tasks\": […]}}. The first "
                + "slash may be left out. `databridge stats URL` lists what is there."),
        .heading("Output"),
        .text(
            "Results go to standard output: a table on a terminal, JSON lines into a pipe or file. "
                + "Messages and progress go to standard error. NO_COLOR turns colours off. Numbers "
                + "keep their spelling."),
    ]

    // MARK: Parts

    private mutating func add(_ paragraphs: [CommandSyntax.Paragraph]) {
        for paragraph in paragraphs {
            switch paragraph {
            case .heading(let text): heading(text)
            case .text(let text): self.paragraph(text, indent: 2)
            case .list(let rows): list(rows)
            }
        }
    }

    private mutating func add(_ examples: [CommandSyntax.Example]) {
        heading("Examples")
        for example in examples {
            // A command line is for copying, so it is never broken.
            lines.append("  " + example.line)
            paragraph(example.effect, indent: 6)
        }
    }

    private mutating func heading(_ text: String) {
        lines.append("")
        lines.append(Style.bold.applied(to: text, if: isStyled))
    }

    private mutating func paragraph(_ text: String, indent: Int = 0, hanging: Int? = nil) {
        let hanging = hanging ?? indent
        let wrapped = TerminalText.wrapped(text, to: width - hanging)
        for (index, line) in wrapped.enumerated() {
            lines.append(String(repeating: " ", count: index == 0 ? indent : hanging) + line)
        }
    }

    private mutating func list(_ rows: [(String, String)]) {
        let column = min(24, rows.map { DisplayWidth.of($0.0) }.max() ?? 0)
        let indent = String(repeating: " ", count: column + 4)
        for (name, help) in rows {
            let wrapped = TerminalText.wrapped(help, to: width - column - 4)
            var text = "  " + name
            if DisplayWidth.of(name) > column {
                lines.append(text)
                text = indent
            } else {
                text = TerminalText.padded(text, to: column + 4)
            }
            lines.append(text + (wrapped.first ?? ""))
            for line in wrapped.dropFirst() { lines.append(indent + line) }
        }
    }
}
