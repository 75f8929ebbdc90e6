import DataBridgeCore
import DataBridgeFiles

/// Everything of the world that the tool touches, so that a test can put another world around it.
package struct Surroundings: Sendable {
    /// Standard output: results.
    package var output: any ByteOutput
    /// Standard error: messages and progress.
    package var errors: any ByteOutput
    /// Standard input.
    package var input: any ByteInput
    /// The terminal behind standard output; nil when a file or another program reads it.
    package var outputTerminal: Terminal?
    /// The terminal behind standard error.
    package var errorTerminal: Terminal?
    /// The environment variables.
    package var environment: ProcessEnvironment
    /// Where files are.
    package var fileSystem: any FileSystem
    /// Time and chance.
    package var services: RuntimeServices
    /// The kinds of stores that can be opened.
    package var drivers: [Driver]

    /// A world of the given parts.
    package init(
        output: any ByteOutput, errors: any ByteOutput, input: any ByteInput,
        outputTerminal: Terminal? = nil, errorTerminal: Terminal? = nil,
        environment: ProcessEnvironment = [:], fileSystem: any FileSystem = SystemFileSystem(),
        services: RuntimeServices = RuntimeServices(), drivers: [Driver]
    ) {
        self.output = output
        self.errors = errors
        self.input = input
        self.outputTerminal = outputTerminal
        self.errorTerminal = errorTerminal
        self.environment = environment
        self.fileSystem = fileSystem
        self.services = services
        self.drivers = drivers
    }

    /// Whether a terminal gets colours: not with `NO_COLOR` set, nor on one that knows none.
    package var allowsColor: Bool {
        (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}

/// A terminal.
package struct Terminal: Hashable, Sendable {
    /// How many columns it has.
    package var width: Int

    /// A terminal.
    package init(width: Int) {
        self.width = width
    }
}

/// Where bytes go.
package protocol ByteOutput: Sendable {
    /// Writes all the bytes, or fails.
    func write(_ bytes: [UInt8]) throws(OutputError)
}

/// Where bytes come from.
package protocol ByteInput: Sendable {
    /// Reads to the end.
    func readAll() throws(OutputError) -> [UInt8]
}

/// Why bytes could not be written or read.
package enum OutputError: Error, Hashable {
    /// The program that reads them is gone: nobody is interested any more.
    case closed
    /// The user has had enough.
    case interrupted
    /// The system says why, by its error number.
    case system(Int32)
}
