public import DataBridgeCore
import DataBridgeTestKit
public import Testing

/// Records an issue at the caller's line when a field of an entity's schema reads another field's
/// value; see ``SchemaRoundTrip``.
///
/// - Parameters:
///   - entity: the entity.
///   - example: an entity to take values from that cannot be made up.
///   - sourceLocation: where to report, filled in by the compiler.
public func expectRoundTrip<E: Entity>(
    of entity: E.Type, using example: E? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    do {
        try SchemaRoundTrip.check(
            entity, using: example, fileID: sourceLocation.fileID,
            filePath: sourceLocation.filePath, line: sourceLocation.line,
            column: sourceLocation.column)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
