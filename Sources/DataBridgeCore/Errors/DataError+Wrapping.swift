import DataBridgeFiles

extension DataError {
    /// Makes a `DataError` of any error, so that contract methods throw nothing else.
    ///
    /// A `DataError` stays what it is, a `CancellationError` becomes ``Code/cancelled``, a
    /// `FileError` what ``file(_:fileID:line:)`` makes of it, and anything else becomes the
    /// `cause` of an error with the code and message given.
    public static func wrapping(
        _ error: any Error, as code: Code, _ message: @autoclosure () -> String,
        collection: String? = nil, id: Value? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        switch error {
        case let error as DataError:
            return error
        case is CancellationError:
            return .cancelled(cause: error, fileID: fileID, line: line)
        case let error as FileError:
            return .file(error, fileID: fileID, line: line)
        default:
            return DataError(
                code, message(), collection: collection, recordID: id, cause: error,
                fileID: fileID, line: line)
        }
    }
}

/// An error whose text is known to contain no stored values, so that a ``DataError`` may show it as
/// its cause.
///
/// Of other causes only the type is shown, because a server's or decoder's message often quotes
/// data.
public protocol ValueFreeError: Error {
    /// What happened, without stored values.
    var valueFreeDescription: String { get }
}
