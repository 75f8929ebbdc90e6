import DataBridgeCore

/// Names in SQL text: always quoted, never spliced.
enum SQLName {
    /// What our own tables begin with.
    static let reservedPrefix = "databridge_"
    /// The column that holds a record's version.
    static let version = "databridge_version"

    /// The name in double quotes, with those inside doubled.
    static func quoted(_ name: String) -> String {
        doubled(name, "\"")
    }

    /// A text in single quotes, for the few statements that take no parameters.
    static func literal(_ text: String) -> String {
        doubled(text, "'")
    }

    /// The text in quotes, with those inside doubled; scalar by scalar, as a quote with a combining
    /// mark behind it is another character to Swift and the same quote to SQL.
    private static func doubled(_ text: String, _ quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        result.append(quote)
        for scalar in text.unicodeScalars {
            if scalar == quote { result.append(quote) }
            result.append(scalar)
        }
        result.append(quote)
        return String(result)
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
