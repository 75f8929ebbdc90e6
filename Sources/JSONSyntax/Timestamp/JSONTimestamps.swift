extension JSONNode {
    /// The moment that a string names in RFC 3339, as seconds since 2001-01-01T00:00:00Z.
    public var timestamp: Double? {
        withString { RFC3339Timestamp.seconds($0) } ?? nil
    }
}

extension JSONWriter {
    /// Writes a moment as an RFC 3339 string with the shortest fraction that restores its bits.
    ///
    /// - Parameter seconds: Seconds since 2001-01-01T00:00:00Z.
    /// - Throws: Outside the years 0 to 9999, and for NaN.
    public mutating func timestamp(_ seconds: Double) throws(JSONWritingError) {
        guard RFC3339Timestamp.isRepresentable(seconds) else {
            throw JSONWritingError(
                "A date outside the years 0 to 9999 has no RFC 3339 text. Leave it out.")
        }
        number(upTo: RFC3339Timestamp.maximumLength + 2) {
            RFC3339Timestamp.writeQuoted(seconds, to: $0)
        }
    }
}
