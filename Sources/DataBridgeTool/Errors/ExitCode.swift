import DataBridgeCore

/// What the tool ends with, so that scripts can tell what happened.
package struct ExitCode: RawRepresentable, Hashable, Sendable {
    /// The number.
    package let rawValue: Int32

    /// A code of its number.
    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let success = ExitCode(rawValue: 0)
    package static let failure = ExitCode(rawValue: 1)
    package static let usage = ExitCode(rawValue: 2)
    package static let notFound = ExitCode(rawValue: 3)
    package static let conflict = ExitCode(rawValue: 4)
    package static let badData = ExitCode(rawValue: 5)
    package static let tryAgain = ExitCode(rawValue: 6)
    package static let notAllowed = ExitCode(rawValue: 7)
    package static let unknownOutcome = ExitCode(rawValue: 8)
    package static let degraded = ExitCode(rawValue: 9)
    package static let unhealthy = ExitCode(rawValue: 10)
    package static let interrupted = ExitCode(rawValue: 130)
    package static let outputClosed = ExitCode(rawValue: 141)

    /// All codes with their meaning, as `databridge help` lists them.
    static let meanings: [(code: ExitCode, text: String)] = [
        (.success, "it is done"),
        (.failure, "an error that has no code of its own"),
        (.usage, "the command is not written as it should be; nothing was done"),
        (.notFound, "the record, collection or file is not there"),
        (
            .conflict,
            "it is there already, was changed by someone else meanwhile, or breaks a constraint"
        ),
        (.badData, "the data is damaged or not what was expected"),
        (
            .tryAgain,
            "someone else is using it, time ran out, the disk is full, or it is unreachable"
        ),
        (.notAllowed, "no permission, opened for reading only, or not something this store can do"),
        (.unknownOutcome, "it may or may not have happened; look before doing it again"),
        (.degraded, "doctor: it works, but someone should look at it"),
        (.unhealthy, "doctor: it does not work"),
        (.interrupted, "interrupted by Ctrl-C; what was not finished did not happen"),
        (.outputClosed, "whoever read the output has gone"),
    ]

    /// The code for an error.
    package init(_ error: any Error) {
        switch error {
        case is UsageError, is ExpressionError: self = .usage
        case is CancellationError, OutputError.interrupted: self = .interrupted
        case OutputError.closed: self = .outputClosed
        case let error as DataError: self = Self.byCode[error.code] ?? .failure
        default: self = .failure
        }
    }

    private static let byCode: [DataError.Code: ExitCode] = [
        .notFound: .notFound,
        .alreadyExists: .conflict, .conflict: .conflict, .serialization: .conflict,
        .constraint: .conflict,
        .corrupted: .badData,
        .invalid: .usage,
        .busy: .tryAgain, .timeout: .tryAgain, .unavailable: .tryAgain, .noSpace: .tryAgain,
        .readOnly: .notAllowed, .permissionDenied: .notAllowed, .unsupported: .notAllowed,
        .commitUnknown: .unknownOutcome,
        .cancelled: .interrupted,
    ]
}
