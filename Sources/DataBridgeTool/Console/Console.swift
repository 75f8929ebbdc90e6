import DataBridgeCore

/// Writes lines to standard output and standard error.
struct Console: Sendable {
    let surroundings: Surroundings
    /// Whether messages name their cause.
    let isVerbose: Bool

    /// Whether standard output takes colours.
    var colorsOutput: Bool { surroundings.outputTerminal != nil && surroundings.allowsColor }
    /// Whether standard error takes colours.
    var colorsErrors: Bool { surroundings.errorTerminal != nil && surroundings.allowsColor }

    /// Writes a line to standard output.
    func line(_ text: String = "") throws(OutputError) {
        try surroundings.output.write(Array((text + "\n").utf8))
    }

    /// Writes a line to standard error.
    func note(_ text: String) throws(OutputError) {
        try surroundings.errors.write(Array((text + "\n").utf8))
    }

    /// Writes a warning to standard error.
    func warning(_ text: String) throws(OutputError) {
        try note(Style.yellow.applied(to: "warning:", if: colorsErrors) + " " + text)
    }
}
