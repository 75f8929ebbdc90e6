/// A file operation that failed: which, on what, why, and what to do about it.
///
/// It never holds anything read from a file or meant to be written into one.
public struct FileError: Error, Sendable {
    /// The kind of failure, to branch on.
    public var code: Code
    /// What was being done, as an infinitive: "open", "sync".
    public var operation: String
    /// The file or folder concerned.
    public var path: String
    /// The number the system gave, where the failure came from a system call.
    public var systemErrorNumber: Int32?
    /// What else there is to know about this case.
    public var detail: String?
    /// Whether the operation may have happened in spite of the error, now or after a restart.
    ///
    /// False means that what was there before is there still.
    public var isOutcomeUnknown: Bool
    /// Where content now lies that could not stay, or could not be put back, under its own name.
    public var keptAside: [String]

    /// Creates an error.
    public init(
        _ code: Code, _ operation: String, _ path: String, systemErrorNumber: Int32? = nil,
        detail: String? = nil, isOutcomeUnknown: Bool = false, keptAside: [String] = []
    ) {
        self.code = code
        self.operation = operation
        self.path = path
        self.systemErrorNumber = systemErrorNumber
        self.detail = detail
        self.isOutcomeUnknown = isOutcomeUnknown
        self.keptAside = keptAside
    }

    /// Matches an error by its code: `catch FileError.Code.notFound`.
    public static func ~= (code: Code, error: FileError) -> Bool {
        error.code == code
    }
}

extension FileError: CustomStringConvertible {
    /// What happened and what to do about it, in one paragraph.
    public var description: String {
        var text = "Could not \(operation) \(path): \(code.explanation)"
        if let systemErrorNumber {
            text += " (system error \(systemErrorNumber))"
        }
        text += "."
        if let detail {
            text += " \(detail)"
        }
        if !keptAside.isEmpty {
            text += " Kept aside as \(keptAside.joined(separator: ", "))."
        }
        if isOutcomeUnknown {
            text += " It may have happened all the same: look before trying again."
        }
        if let remedy = code.remedy {
            text += " \(remedy)"
        }
        return text
    }
}
