import DataBridgeCore
import JSONSyntax

/// Writes records to standard output one after the other, in one of the formats.
///
/// A table takes its columns and widths from the first records and holds no others, so that a
/// result of any size can be printed.
final class RecordPrinter {
    private let console: Console
    private let format: OutputFormat
    private let fields: [FieldPath]?
    private let idName: String
    private var waiting: [ValueObject] = []
    private var table: TextTable?
    private var shown: [FieldPath] = []
    private var unseen: [String] = []
    private(set) var count = 0

    /// How many records decide about columns and widths.
    static let sample = 200
    /// How many bytes are collected before they are written.
    private static let block = 32_768
    private var bytes: [UInt8] = []

    /// - Parameters:
    ///   - fields: the fields to show; nil for all.
    ///   - idName: the field that holds the id.
    init(_ format: OutputFormat, fields: [FieldPath]?, idName: String, to console: Console) {
        self.format = format
        self.fields = fields
        self.idName = idName
        self.console = console
    }

    /// Writes one more record.
    func print(_ object: ValueObject) throws(OutputError) {
        count += 1
        switch format {
        case .jsonl:
            var writer = JSONWriter()
            writer.object(selected(object))
            writer.endLine()
            try write(writer.finish())
        case .json:
            try write(Array((count == 1 ? "[\n  " : ",\n  ").utf8))
            try write(Self.nested(.object(selected(object))))
        case .table:
            if table == nil {
                waiting.append(object)
                if waiting.count >= Self.sample { try layOut() }
            } else {
                try row(object)
            }
        }
    }

    /// Writes what is still to be written.
    func finish() throws(OutputError) {
        switch format {
        case .jsonl: break
        case .json: try write(Array((count == 0 ? "[]\n" : "\n]\n").utf8))
        case .table:
            if table == nil, !waiting.isEmpty { try layOut() }
        }
        try flush()
        guard format == .table else { return }
        let more = (table?.omitted ?? []) + unseen
        if !more.isEmpty {
            let names = more.map(TerminalText.oneLine).joined(separator: ", ")
            try console.note("Not shown: \(names). Choose with --fields.")
        }
    }

    /// A value as JSON on indented lines.
    static func pretty(_ value: Value) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.value(value)
        return writer.finish()
    }

    /// The same, to stand one level further in.
    ///
    /// A line break inside a string is escaped, so each one
    /// in the text is the writer's own.
    private static func nested(_ value: Value) -> [UInt8] {
        let lines = pretty(value).split(separator: UInt8(ascii: "\n"))
        return Array(lines.joined(separator: "\n  ".utf8))
    }

    private func selected(_ object: ValueObject) -> ValueObject {
        fields.map(object.selecting) ?? object
    }

    // MARK: Table

    private func layOut() throws(OutputError) {
        shown = fields ?? allFields(waiting)
        let cells = waiting.map(cells)
        let columns = shown.enumerated().map { index, path in
            TextTable.Column(
                title: TerminalText.oneLine(path.title),
                alignsRight: holdsNumbers(path, waiting))
        }
        let width = console.surroundings.outputTerminal?.width
        let table = TextTable(columns, rows: cells, width: width)
        self.table = table
        let isColored = console.colorsOutput
        try write(Array((Style.bold.applied(to: table.heading, if: isColored) + "\n").utf8))
        for row in cells { try write(Array((table.line(row) + "\n").utf8)) }
        waiting = []
    }

    private func row(_ object: ValueObject) throws(OutputError) {
        guard let table else { return }
        try write(Array((table.line(cells(object)) + "\n").utf8))
        guard fields == nil else { return }
        for name in object.names
        where !shown.contains(FieldPath(names: [name])) && !unseen.contains(name) {
            unseen.append(name)
        }
    }

    /// The fields of the records in the order in which they are met, the id first.
    private func allFields(_ objects: [ValueObject]) -> [FieldPath] {
        var seen: Set<FieldPath> = [FieldPath(names: [idName])]
        var fields = [FieldPath(names: [idName])]
        for object in objects {
            for name in object.names {
                let path = FieldPath(names: [name])
                if seen.insert(path).inserted { fields.append(path) }
            }
        }
        return fields
    }

    private func cells(_ object: ValueObject) -> [String] {
        shown.map { path in
            let isThere = path.names.count > 1 || object.index(of: path.names[0]) != nil
            return isThere ? ValueText.cell(Value.object(object).value(at: path.names)) : ""
        }
    }

    private func holdsNumbers(_ path: FieldPath, _ objects: [ValueObject]) -> Bool {
        let values = objects.map { Value.object($0).value(at: path.names) }.filter { !$0.isNull }
        return !values.isEmpty && values.allSatisfy(\.isNumber)
    }

    // MARK: Bytes

    private func write(_ more: [UInt8]) throws(OutputError) {
        bytes += more
        if bytes.count >= Self.block { try flush() }
    }

    private func flush() throws(OutputError) {
        guard !bytes.isEmpty else { return }
        try console.surroundings.output.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

extension ValueObject {
    /// The fields asked for, each under its path; null where there is none.
    func selecting(_ fields: [FieldPath]) -> ValueObject {
        let whole = Value.object(self)
        return ValueObject(fields.map { Member($0.title, whole.value(at: $0.names)) })
    }
}
