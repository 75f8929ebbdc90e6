import DataBridgeCore

/// Names in SQL text: always quoted, never spliced.
enum SQLName {
    /// What our own tables begin with.
    static let reservedPrefix = "databridge_"
    /// The column that holds a record's version.
    static let version = "databridge_version"

    /// The name in double quotes, with those inside doubled.
    static func quoted(_ name: String) -> String {
        enclosed(name, in: "\"")
    }

    /// A text in single quotes, for the few statements that take no parameters.
    static func literal(_ text: String) -> String {
        enclosed(text, in: "'")
    }

    /// Looks at scalars: a quote with a combining mark behind it is another `Character`, and a quote
    /// to SQL all the same.
    private static func enclosed(_ text: String, in quote: Unicode.Scalar) -> String {
        var enclosed = String.UnicodeScalarView()
        enclosed.append(quote)
        for scalar in text.unicodeScalars {
            if scalar == quote { enclosed.append(quote) }
            enclosed.append(scalar)
        }
        enclosed.append(quote)
        return String(enclosed)
    }

    /// Refuses a name that SQL text cannot carry.
    ///
    /// - Throws: `invalid`.
    static func check(_ name: String, _ what: String, in collection: String) throws {
        guard !name.utf8.contains(0) else {
            throw DataError.invalid(
                "The \(what) has a zero byte in its name, which SQL cannot hold. Rename it.",
                collection: collection)
        }
    }

    /// A name that differs from the taken ones, also where only the case of ASCII letters differs,
    /// which SQL does not tell apart: the name itself, or the name with a number.
    static func free(_ name: String, taken: (String) -> Bool) -> String {
        var candidate = name
        var number = 2
        while taken(candidate) {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }

    /// Whether SQLite keeps names like this for itself, or we do.
    static func isReserved(_ name: String) -> Bool {
        ByteOrder.hasPrefixIgnoringASCIICase(name, "sqlite_")
            || ByteOrder.hasPrefixIgnoringASCIICase(name, reservedPrefix)
    }
}
