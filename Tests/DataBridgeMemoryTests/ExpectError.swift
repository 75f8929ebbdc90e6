import DataBridgeCore
import Testing

/// Expects a closure to throw a ``DataError`` with the code.
func expectError<Result>(
    _ code: DataError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Result
) async {
    do {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? DataError)?.code == code, "\(error)", sourceLocation: sourceLocation)
    }
}
