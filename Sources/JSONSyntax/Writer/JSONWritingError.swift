/// A value that JSON has no text for.
public struct JSONWritingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do about it.
    public let message: String

    @usableFromInline
    init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }

    @usableFromInline
    static var notFinite: JSONWritingError {
        JSONWritingError("JSON has no NaN and no infinity. Write null, or leave the value out.")
    }
}
