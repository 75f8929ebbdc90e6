import DataBridgeCore
import Synchronization

/// Dictionaries that transactions share more or less directly.
package final class WeakBackend: StoreBackend {
    /// How much transactions are kept apart.
    package enum Strength: Sendable {
        /// Everybody sees and overwrites everything at once.
        case none
        /// Writes are kept aside until the commit; reads see what is committed just then.
        case readCommitted
    }

    typealias Records = [Value: StoredRecord]

    package let capabilities: StoreCapabilities
    let strength: Strength
    let records = Mutex<[Value: Records]>([:])
    private let versions = Atomic<UInt64>(0)

    package init(_ strength: Strength, claiming levels: Set<Isolation>) {
        self.strength = strength
        capabilities = StoreCapabilities(isolation: levels, feed: .none, collections: false)
    }

    package var name: String { "weak" }

    package func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {}

    package func begin(_ options: SessionOptions) async throws -> any StoreSession {
        WeakSession(self)
    }

    package func close() async throws {}

    func nextVersion() -> RecordVersion {
        RecordVersion(counter: versions.add(1, ordering: .relaxed).newValue)
    }
}
