import DataBridge

extension LosslessID {
    /// The smallest number that an id can be: what separates numbers from texts in a filter.
    static let firstNumber = LosslessID.integer(.min)

    /// Whether the id is a number, with a fraction or without.
    var isNumber: Bool {
        if case .string = self { false } else { true }
    }

    /// The next whole number behind the greatest id.
    ///
    /// - Throws: ``TaskError/noFreeID(after:)`` where the numbers end.
    static func next(after greatest: LosslessID?) throws -> LosslessID {
        let whole: Int64? =
            switch greatest {
            case nil, .string: 0
            case .integer(let integer): max(integer, 0)
            case .number(let number): Int64(number.text.prefix { $0 != "." })
            }
        guard let whole, whole < .max else { throw TaskError.noFreeID(after: greatest) }
        return .integer(whole + 1)
    }

    /// The same spelling as the other kind: the text of a number, the number of a text.
    ///
    /// Data written by hand says `"1"` where it means task 1; for the store these are two ids.
    var respelled: LosslessID? {
        guard case .string(let text) = self else { return .string(description) }
        let parsed = LosslessID(parsing: text)
        return parsed == self ? nil : parsed
    }
}
