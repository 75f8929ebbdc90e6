public import DataBridgeCore

/// A store does not keep the contract: what was checked, what the contract says, and what the store
/// did.
///
/// It is thrown, so it works in an executable as well as in any test framework.
public struct ConformanceFailure: Error, Sendable {
    /// The name of the case that failed, such as `insert.fails-on-existing-id`.
    public var caseName: String
    /// The name of the store, as its factory gives it.
    public var store: String
    /// What was checked.
    public var subject: String
    /// What the contract says.
    public var expected: String
    /// What the store did.
    public var found: String
    /// The error the store threw where none belonged.
    public var cause: (any Error)?
    /// The line of the kit that made the check.
    public var checkedAt: DataError.ThrowLocation
    /// The line that ran the case.
    public var location: CallerLocation

    init(_ mismatch: Mismatch, caseName: String, store: String, location: CallerLocation) {
        self.caseName = caseName
        self.store = store
        subject = mismatch.subject
        expected = mismatch.expected
        found = mismatch.found
        cause = mismatch.cause
        checkedAt = mismatch.checkedAt
        self.location = location
    }
}

extension ConformanceFailure: CustomStringConvertible {
    /// The failure in a few lines.
    public var description: String {
        """
        \(location): the \(store) store fails \(caseName)
          checked:  \(subject)
          expected: \(expected)
          found:    \(found)
          (\(checkedAt))
        """
    }
}

/// One check of a case that did not hold; the case's run makes a ``ConformanceFailure`` of it.
struct Mismatch: Error {
    var subject: String
    var expected: String
    var found: String
    var cause: (any Error)?
    var checkedAt: DataError.ThrowLocation

    init(
        _ subject: String, expected: String, found: String, cause: (any Error)? = nil,
        fileID: StaticString = #fileID, line: UInt = #line
    ) {
        self.subject = subject
        self.expected = expected
        self.found = found
        self.cause = cause
        checkedAt = DataError.ThrowLocation(fileID: fileID.description, line: line)
    }
}
