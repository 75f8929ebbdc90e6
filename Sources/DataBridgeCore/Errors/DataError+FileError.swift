public import DataBridgeFiles

extension FileError: ValueFreeError {
    /// The whole text: a file error holds nothing that was read or was to be written.
    public var valueFreeDescription: String { description }
}

extension DataError {
    /// A file operation failed; says which and what to do, and whether it may have happened.
    ///
    /// `commitOutcome` is `unknown` when the operation may have happened all the same, and then the
    /// code is `commitUnknown`; otherwise it is `rolledBack`.
    public static func file(
        _ error: FileError, fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        var result = DataError(
            error.isOutcomeUnknown ? .commitUnknown : code(of: error.code), error.description,
            cause: error, fileID: fileID, line: line)
        result.commitOutcome = error.isOutcomeUnknown ? .unknown : .rolledBack
        result.source = SourceLocation(file: error.path)
        return result
    }

    private static func code(of code: FileError.Code) -> Code {
        switch code {
        case .notFound: .notFound
        case .permissionDenied, .readOnlyFileSystem: .permissionDenied
        case .noSpace: .noSpace
        case .isAFolder, .notAFolder, .notARegularFile, .tooLarge: .corrupted
        case .nameTooLong, .invalidArgument, .tooManyLinks: .invalid
        case .tooManyOpenFiles: .unavailable
        case .busy, .lockTimeout: .busy
        case .cancelled: .cancelled
        case .changedMeanwhile: .serialization
        case .closed: .closed
        case .unsupported, .differentFileSystems: .unsupported
        case .alreadyExists: .alreadyExists
        default: .ioFailure
        }
    }
}
