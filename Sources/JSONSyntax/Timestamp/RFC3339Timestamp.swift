/// Moments as RFC 3339 text, such as `2024-05-17T12:34:56.125Z`, without loss.
///
/// A moment is a number of seconds since 2001-01-01T00:00:00Z, as `Date` holds it. It is written
/// with the shortest fraction that restores the same bits, and every offset and any number of
/// fraction digits is read, rounded once. Minus zero is written like zero.
///
/// ```swift
/// RFC3339Timestamp.text(of: 737_642_096.125)          // "2024-05-17T12:34:56.125Z"
/// RFC3339Timestamp.seconds("2024-05-17T14:34:56+02:00")  // 737642096.0
/// ```
public enum RFC3339Timestamp {
    /// Whether a text says which zone it is in.
    public enum Zone: Hashable, Sendable {
        /// The text ends in `Z` or an offset; `Z` is written.
        case included
        /// The text may leave the zone out and then means UTC, and may have a space for the `T`, as
        /// in SQL; no zone is written.
        ///
        /// Texts written so sort, byte by byte, like the moments they stand for.
        case omitted
    }

    /// The first moment of year 0.
    static let earliest: Double = -63_145_526_400
    /// The first moment after year 9999.
    static let end: Double = 252_423_993_600

    /// Whether a moment lies in the years 0 to 9999, which is what the text can hold.
    public static func isRepresentable(_ seconds: Double) -> Bool {
        // NaN fails both comparisons.
        seconds >= earliest && seconds < end
    }

    /// Reads a moment.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - zone: Whether the zone may be missing.
    /// - Returns: Seconds since 2001-01-01T00:00:00Z; nil if the text is not RFC 3339.
    public static func seconds(_ text: String, zone: Zone = .included) -> Double? {
        var text = text
        return text.withUTF8 { seconds($0, zone: zone) }
    }

    /// Writes a moment.
    ///
    /// - Parameters:
    ///   - seconds: Seconds since 2001-01-01T00:00:00Z.
    ///   - zone: Whether the `Z` is written.
    /// - Returns: The text; nil outside the years 0 to 9999 and for NaN.
    public static func text(of seconds: Double, zone: Zone = .included) -> String? {
        guard isRepresentable(seconds) else { return nil }
        return String(unsafeUninitializedCapacity: maximumLength) { room in
            room.baseAddress.map { write(seconds, zone: zone, to: $0) } ?? 0
        }
    }

    /// Appends a moment's text.
    ///
    /// - Parameters:
    ///   - seconds: Seconds since 2001-01-01T00:00:00Z.
    ///   - bytes: Where the text is appended, in ASCII.
    ///   - zone: Whether the `Z` is written.
    /// - Returns: False, and nothing is appended, outside the years 0 to 9999 and for NaN.
    public static func append(
        _ seconds: Double, to bytes: inout [UInt8], zone: Zone = .included
    ) -> Bool {
        guard isRepresentable(seconds) else { return false }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumLength) { room in
            guard let start = room.baseAddress else { return }
            let count = write(seconds, zone: zone, to: start)
            bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
        return true
    }
}
