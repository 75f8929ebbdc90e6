extension DataError: CustomStringConvertible {
    /// Code, message, and the record, place and cause concerned, without stored field values.
    ///
    /// ```
    /// notFound: There is no such record. Check the id, … [tasks 7] (DataBridgeMemory/….swift:40)
    /// ```
    public var description: String {
        describe(includingValues: false)
    }

    /// The ``description`` with stored values and the full text of the cause.
    ///
    /// For a developer's eyes; it can contain personal data and does not belong in a log.
    public var descriptionIncludingValues: String {
        describe(includingValues: true)
    }

    private func describe(includingValues: Bool) -> String {
        var text = "\(code): \(message)"
        if let subject { text += " [\(subject)]" }
        if let source { text += " at \(source)" }
        if includingValues, !values.isEmpty { text += " values: \(Value.object(values))" }
        text += " (\(thrownAt))"
        if let cause {
            text += "; cause: \(Self.describe(cause, includingValues: includingValues))"
        }
        return text
    }

    /// Collection and id, such as `tasks 7`.
    private var subject: String? {
        let parts = [collection, recordID?.idText].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The text of a cause: all of it, or only what cannot contain stored values.
    static func describe(_ cause: any Error, includingValues: Bool) -> String {
        switch cause {
        case let error as DataError:
            error.describe(includingValues: includingValues)
        case let error as any ValueFreeError where !includingValues:
            error.valueFreeDescription
        default:
            includingValues ? String(describing: cause) : String(reflecting: type(of: cause))
        }
    }
}
