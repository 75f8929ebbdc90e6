public import DataBridgeTestKit
public import Testing

/// Tries a store on one part of the contract, and records an issue at the caller's line when it
/// does not keep it.
///
/// ```swift
/// @Test(arguments: StoreConformance.allCases)
/// func conforms(_ conformance: StoreConformance.Case) async {
///     await expectConformance(conformance, of: factory)
/// }
/// ```
///
/// A case that does not apply to the store is recorded too, as a warning with the reason.
///
/// - Parameters:
///   - conformance: the part of the contract.
///   - factory: opens the store.
///   - sourceLocation: where to report, filled in by the compiler.
public func expectConformance(
    _ conformance: StoreConformance.Case, of factory: StoreFactory,
    sourceLocation: SourceLocation = #_sourceLocation
) async {
    do {
        let outcome = try await conformance.run(
            on: factory, fileID: sourceLocation.fileID, filePath: sourceLocation.filePath,
            line: sourceLocation.line, column: sourceLocation.column)
        if case .skipped(let reason) = outcome {
            note("\(factory.name) skips \(conformance): \(reason)", at: sourceLocation)
        }
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Says something that is no failure.
private func note(_ text: String, at sourceLocation: SourceLocation) {
    #if compiler(>=6.3)
    Issue.record(Comment(rawValue: text), severity: .warning, sourceLocation: sourceLocation)
    #else
    withKnownIssue(Comment(rawValue: text), sourceLocation: sourceLocation) {
        Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation)
    }
    #endif
}
