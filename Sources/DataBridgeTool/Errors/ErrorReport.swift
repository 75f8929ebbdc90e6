import DataBridgeCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An error as the tool shows it: one line that says what happened and what to do next.
struct ErrorReport {
    /// The lines for standard error, the first one complete in itself.
    let lines: [String]

    init(_ error: any Error, isVerbose: Bool) {
        switch error {
        case let error as UsageError:
            lines = ["\(error.message) \(error.hint)"]
        case let error as ExpressionError:
            lines = error.lines
        case let error as DataError:
            lines = Self.lines(error, isVerbose: isVerbose)
        case is CancellationError, OutputError.interrupted:
            lines = ["Interrupted. What was not finished did not happen."]
        case OutputError.closed:
            lines = []
        case OutputError.system(let number):
            lines = ["Standard input or output failed: \(String(cString: strerror(number)))."]
        default:
            lines = ["\(error)"]
        }
    }

    private static func lines(_ error: DataError, isVerbose: Bool) -> [String] {
        if error.code == .cancelled {
            return ["Interrupted. What was not finished did not happen."]
        }
        var line = ""
        if let source = error.source { line += "\(source): " }
        line += TerminalText.oneLine(error.message)
        let subject = [error.collection, error.recordID?.idText].compactMap { $0 }
        if !subject.isEmpty {
            line += " [\(TerminalText.oneLine(subject.joined(separator: " ")))]"
        }
        var lines = [line]
        if isVerbose {
            lines.append("  code \(error.code), thrown at \(error.thrownAt)")
            var cause = error.cause
            while let next = cause {
                if let error = next as? DataError {
                    lines.append(
                        "  cause: \(error.code): \(error.message), thrown at \(error.thrownAt)")
                    cause = error.cause
                } else {
                    lines.append("  cause: \(TerminalText.oneLine(String(describing: next)))")
                    cause = nil
                }
            }
        }
        return lines
    }
}
