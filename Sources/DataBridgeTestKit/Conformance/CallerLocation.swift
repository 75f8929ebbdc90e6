/// The place in a caller's source that a failure is reported at.
public struct CallerLocation: Hashable, Sendable, CustomStringConvertible {
    /// Module and file name, such as `MyStoreTests/MyStoreTests.swift`.
    public var fileID: String
    /// The file's path.
    public var filePath: String
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1.
    public var column: Int

    /// A place.
    init(fileID: String, filePath: String, line: Int, column: Int) {
        self.fileID = fileID
        self.filePath = filePath
        self.line = line
        self.column = column
    }

    /// The place as editors and compilers write it.
    public var description: String { "\(fileID):\(line):\(column)" }
}
