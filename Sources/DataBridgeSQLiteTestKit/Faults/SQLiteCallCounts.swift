/// How many calls SQLite made, by kind and file, those that failed included.
///
/// What a piece of work costs is a difference:
///
/// ```swift
/// let vfs = try FaultySQLiteVFS()
/// let before = vfs.counts
/// …
/// let syncs = (vfs.counts - before)[.sync]
/// ```
public struct SQLiteCallCounts: Hashable, Sendable {
    private var counts: [Int]

    init(_ count: (SQLiteCall, SQLiteFileRole) -> Int) {
        counts = SQLiteCall.allCases.flatMap { call in
            SQLiteFileRole.allCases.map { count(call, $0) }
        }
    }

    /// The calls of a kind about a file.
    public subscript(call: SQLiteCall, file: SQLiteFileRole) -> Int {
        counts[call.rawValue * SQLiteFileRole.allCases.count + file.rawValue]
    }

    /// The calls of a kind.
    public subscript(call: SQLiteCall) -> Int {
        SQLiteFileRole.allCases.reduce(0) { $0 + self[call, $1] }
    }

    /// All calls.
    public var total: Int {
        counts.reduce(0, +)
    }

    /// The calls made since earlier counts of the same VFS.
    public static func - (later: SQLiteCallCounts, earlier: SQLiteCallCounts) -> SQLiteCallCounts {
        SQLiteCallCounts { later[$0, $1] - earlier[$0, $1] }
    }
}

extension SQLiteCallCounts: CustomStringConvertible {
    /// The kinds that were called, such as `open 2, read 7, sync 1`.
    public var description: String {
        let parts = SQLiteCall.allCases.filter { self[$0] != 0 }.map { "\($0) \(self[$0])" }
        return parts.joined(separator: ", ")
    }
}
