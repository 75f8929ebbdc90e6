#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A snapshot of environment variables, and the only place that reads the process's own.
///
/// Everything else takes a `ProcessEnvironment`, so that a test passes
/// `ProcessEnvironment(["NO_COLOR": "1"])`. A snapshot does not follow later changes.
public struct ProcessEnvironment: Sendable {
    private let variables: [Variable]

    private struct Variable {
        let name: String
        let text: String
    }

    /// Makes an environment of the variables given.
    public init(_ variables: [String: String] = [:]) {
        self.variables = variables.map { Variable(name: $0.key, text: $0.value) }
            .sorted { ByteOrder.precedes($0.name, $1.name) }
    }

    /// Takes a snapshot of the process's environment.
    public static func current() -> ProcessEnvironment {
        ProcessEnvironment(ProcessInfo.processInfo.environment)
    }

    /// The text of a variable, which may be empty; nil when it is not set.
    ///
    /// Names are compared byte for byte, so case matters.
    public subscript(name: String) -> String? {
        var range = variables.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let order = ByteOrder.compare(variables[middle].name, name)
            if order == 0 { return variables[middle].text }
            range = order < 0 ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// The names of all variables, sorted by their bytes.
    public var names: [String] {
        variables.map(\.name)
    }
}

extension ProcessEnvironment: ExpressibleByDictionaryLiteral {
    /// Makes an environment of the variables given; of a name given twice the later one counts.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { _, later in later })
    }
}
