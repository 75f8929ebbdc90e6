/// A point in time as file systems record it: seconds since 1970 in UTC, and nanoseconds.
public struct FileTime: Hashable, Comparable, Codable, Sendable {
    /// Whole seconds since 1 January 1970, rounded down.
    public var seconds: Int64
    /// Nanoseconds since that second, 0 to 999,999,999.
    public var nanoseconds: Int32

    /// Creates a time from its two parts.
    public init(seconds: Int64, nanoseconds: Int32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Orders times from the earlier to the later.
    public static func < (left: FileTime, right: FileTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The time that has passed since `earlier`; negative when that lies ahead.
    public func duration(since earlier: FileTime) -> Duration {
        .seconds(seconds - earlier.seconds)
            + .nanoseconds(Int64(nanoseconds) - Int64(earlier.nanoseconds))
    }
}
