import JSONSyntax

extension JSONSyntaxError: ValueFreeError {
    /// Place and message; they name members and single characters, never values.
    public var valueFreeDescription: String { description }
}

extension DataError {
    /// A file is not the JSON it should be; says where and what to do, as the parser found it.
    ///
    /// - Parameter file: The file's path as the program gave it.
    public static func corrupted(
        _ error: JSONSyntaxError, file: String, collection: String? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> DataError {
        .corrupted(
            error.message, collection: collection,
            source: SourceLocation(file: file, line: error.line, column: error.column),
            cause: error, fileID: fileID, line: line)
    }
}
