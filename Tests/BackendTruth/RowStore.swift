import DataBridgeCore
import DataBridgeTestKit

/// A store of rows, with what it can do beyond the contract.
final class RowStore: DataStore {
    let engine: StoreEngine
    private let backend: RowBackend

    init(
        _ disk: RowDisk, entities: [any EntitySchema], options: StoreOptions = .standard
    ) async throws {
        backend = RowBackend(disk, options: options)
        engine = try await StoreEngine.open(backend, entities: entities, options: options)
    }

    /// Reads every row to see that it can be read, and reports the work like any other.
    func verify() throws -> Int {
        let tables = backend.disk.content.withLock { $0.tables }
        return try engine.instrumentation.measureInline(
            .load, store: backend.name, clock: engine.services.clock,
            attributes: ["tables": .int(Int64(tables.count))], rowCount: { $0 }
        ) {
            for table in tables.values {
                for id in table.ids() { _ = try table.record(id) }
            }
            return tables.values.map(\.count).reduce(0, +)
        }
    }

    /// Waits until there are as many commits.
    func commits(_ count: Int) async throws -> Int {
        let services = engine.services
        return try await engine.instrumentation.measure(
            OperationKind(rawValue: "wait"), store: backend.name, clock: services.clock
        ) {
            while backend.disk.content.withLock({ $0.commits.count }) < count {
                try await services.sleeper.sleep(for: .milliseconds(1))
            }
            return count
        }
    }

    static let factory = StoreFactory(
        "rows", makePlace: { RowDisk() },
        open: { disk, entities, options in
            try await RowStore(disk, entities: entities, options: options)
        },
        remove: { _ in })
}
