public import DataBridgeCore
public import DataBridgeTestKit
public import Testing

/// Records an issue at the caller's line, with the lines that differ, when a store does not hold
/// what it should.
///
/// ```swift
/// await expectSnapshot(of: store, is: """
///     work_items: 1 record
///       "a" title: "First", status: "active", priority: 0
///     """)
/// ```
///
/// - Parameters:
///   - store: the store; what is committed counts.
///   - expected: the text of the snapshot; a line break at its end makes no difference.
///   - options: what is written, and how.
///   - sourceLocation: where to report, filled in by the compiler.
public func expectSnapshot(
    of store: any DataStore, _ options: TextSnapshot.Options = .standard, is expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
) async {
    await expectSnapshot(
        of: store, options, is: TextSnapshot(expected), sourceLocation: sourceLocation)
}

/// Records an issue at the caller's line, with the lines that differ, when a store does not hold
/// what a snapshot says.
///
/// - Parameters:
///   - store: the store; what is committed counts.
///   - expected: a snapshot taken with the same options.
///   - options: what is written, and how.
///   - sourceLocation: where to report, filled in by the compiler.
public func expectSnapshot(
    of store: any DataStore, _ options: TextSnapshot.Options = .standard,
    is expected: TextSnapshot, sourceLocation: SourceLocation = #_sourceLocation
) async {
    do {
        try await TextSnapshot(of: store, options).check(
            equals: expected, fileID: sourceLocation.fileID, filePath: sourceLocation.filePath,
            line: sourceLocation.line, column: sourceLocation.column)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
