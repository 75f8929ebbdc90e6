@testable import DataBridgeCore
import Testing

/// Random work in a session against a model of dictionaries that are copied at each savepoint.
struct OverlaySessionModelTests {
    private struct Model {
        var committed: [String: [Value: StoredRecord]]
        var current: [String: [Value: StoredRecord]]
        var savepoints: [[String: [Value: StoredRecord]]] = []
    }

    private static let names = ["parts", "others", "more"]

    private func schema(_ name: String) -> CollectionSchema { Part.schema.named(name) }

    @Test(arguments: 1...12)
    func behavesLikeCopiedDictionaries(seed: UInt64) async throws {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: seed))
        let backend = DictionaryBackend(batchSize: seed % 3 == 0 ? 5 : .max)
        backend.fill("parts", with: randomRecords(60, &generator))
        backend.fill("others", with: randomRecords(5, &generator))
        let session = try await backend.session()
        let committed = backend.state.withLock { $0.collections }
        var model = Model(committed: committed, current: committed)
        for _ in 0..<900 {
            try await step(session, &model, &generator)
        }
        try await session.commit(CommitRequest { _ in })
        try expectNetChanges(backend, model)
        #expect(
            backend.state.withLock { $0.collections.mapValues(\.count) }
                == model.current.mapValues(\.count))
        #expect(backend.releases == 1)
    }

    private func randomRecords(
        _ count: Int, _ generator: inout RandomSourceGenerator
    ) -> [StoredRecord] {
        (0..<count).map { number in
            let id = Value.string("p\(number)")
            return StoredRecord(
                id: id, values: Part.randomValues(id, using: &generator),
                version: RecordVersion(counter: UInt64(number)))
        }
    }

    private func step(
        _ session: OverlaySession, _ model: inout Model,
        _ generator: inout RandomSourceGenerator
    ) async throws {
        let name = Part.pick(Self.names, &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<45: try await write(session, name, &model, &generator)
        case 45..<60: try await scan(session, name, &model, &generator)
        case 60..<70: try await read(session, name, &model, &generator)
        case 70..<72: try await create(session, name, &model)
        case 72..<74: try await drop(session, name, &model)
        case 74..<76:
            #expect(try await session.collections() == model.current.keys.sorted())
        case 76..<86:
            try await session.setSavepoint()
            model.savepoints.append(model.current)
        case 86..<94:
            guard let last = model.savepoints.popLast() else { return }
            try await session.rollBackToSavepoint()
            model.current = last
        default:
            guard model.savepoints.popLast() != nil else { return }
            try await session.releaseSavepoint()
        }
    }

    private func write(
        _ session: OverlaySession, _ name: String, _ model: inout Model,
        _ generator: inout RandomSourceGenerator
    ) async throws {
        let id = Value.string("p\(Int.random(in: 0..<80, using: &generator))")
        guard let old = model.current[name]?[id] else {
            guard model.current[name] != nil else { return }
            let values = Part.randomValues(id, using: &generator)
            let base = model.committed[name]?[id]
            // Now and then a deleted record comes back as it was.
            let restored = Bool.random(using: &generator) ? base?.values ?? values : values
            let new = try await session.write(
                NewRecord(id: id, values: restored), replacing: nil, in: schema(name))
            #expect(new?.values == restored)
            model.current[name]?[id] = new
            return
        }
        if Bool.random(using: &generator) {
            #expect(try await session.write(nil, replacing: old, in: schema(name)) == nil)
            model.current[name]?[id] = nil
        } else {
            let values =
                Int.random(in: 0..<4, using: &generator) == 0
                ? old.values : Part.randomValues(id, using: &generator)
            let new = try #require(
                try await session.write(
                    NewRecord(id: id, values: values), replacing: old, in: schema(name)))
            #expect(new.values == values)
            #expect((new.version == old.version) == (values == old.values))
            model.current[name]?[id] = new
        }
    }

    private func read(
        _ session: OverlaySession, _ name: String, _ model: inout Model,
        _ generator: inout RandomSourceGenerator
    ) async throws {
        let id = Value.string("p\(Int.random(in: 0..<80, using: &generator))")
        guard let records = model.current[name] else {
            await #expect(throws: DataError.self) { try await session.read(id, in: schema(name)) }
            return
        }
        #expect(try await session.read(id, in: schema(name)) === records[id])
    }

    private func scan(
        _ session: OverlaySession, _ name: String, _ model: inout Model,
        _ generator: inout RandomSourceGenerator
    ) async throws {
        let predicate = Part.randomPredicate(using: &generator)
        let limit =
            Bool.random(using: &generator) ? Int.max : Int.random(in: 0..<20, using: &generator)
        let after: Value? =
            Bool.random(using: &generator)
            ? nil : .string("p\(Int.random(in: 0..<80, using: &generator))")
        let scan = Scan(of: schema(name), predicate: predicate, after: after, limit: limit)
        guard let records = model.current[name] else {
            await #expect(throws: DataError.self) { try await session.scan(scan) }
            return
        }
        let compiled = try CompiledPredicate(predicate, in: Part.schema)
        let expected = records.values.sorted { $0.id < $1.id }.filter { record in
            compiled.matches(record.values) && (after.map { $0 < record.id } ?? true)
        }
        let batch = try await session.scan(scan)
        #expect(batch.records.elementsEqual(expected.prefix(limit), by: { $0 === $1 }))
        #expect(batch.hasMore == (expected.count > limit))
    }

    private func create(
        _ session: OverlaySession, _ name: String, _ model: inout Model
    ) async throws {
        if model.current[name] != nil {
            await #expect(throws: DataError.self) {
                try await session.createCollection(schema(name))
            }
        } else {
            try await session.createCollection(schema(name))
            model.current[name] = [:]
            // What is made anew hides what was committed under the name.
            model.committed[name] = nil
        }
    }

    private func drop(
        _ session: OverlaySession, _ name: String, _ model: inout Model
    ) async throws {
        if model.current[name] == nil {
            await #expect(throws: DataError.self) { try await session.dropCollection(name) }
        } else {
            try await session.dropCollection(name)
            model.current[name] = nil
        }
    }

    private func expectNetChanges(_ backend: DictionaryBackend, _ model: Model) throws {
        guard let commit = backend.commits.first else { return }
        let order = commit.changes.map { ($0.collection, $0.id) }
        #expect(order.elementsEqual(order.sorted { $0 < $1 }, by: { $0 == $1 }))
        for change in commit.changes {
            #expect(change.new === model.current[change.collection]?[change.id])
            #expect(change.old?.values != change.new?.values || change.old == nil)
            let operation: Change.Operation =
                change.old == nil ? .insert : change.new == nil ? .delete : .update
            #expect(change.operation == operation)
        }
        // What the commit leaves behind is what the session read last.
        for (name, records) in model.current {
            let stored = backend.state.withLock { $0.collections[name] ?? [:] }
            #expect(stored.mapValues(\.version) == records.mapValues(\.version))
        }
    }
}
