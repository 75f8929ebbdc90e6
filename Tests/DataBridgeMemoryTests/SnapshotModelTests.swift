import DataBridgeCore
import DataBridgeMemory
import Testing

/// Random commits against a dictionary, with transactions that stay open all along and must go on
/// seeing the state they began with.
struct SnapshotModelTests {
    @Test(arguments: 1...4)
    func openTransactionsSeeTheStateTheyBeganWith(seed: UInt64) async throws {
        let fixture = Fixture()
        try await nest(depth: 6, fixture, [:], SeededRandomSource(seed: seed))
        #expect(await fixture.store.health().status == .healthy)
    }

    /// Changes some records, opens a transaction, goes deeper outside of it, and compares what the
    /// transaction still reads with what was there when it began.
    private func nest(
        depth: Int, _ fixture: Fixture, _ model: [Int: Item], _ random: SeededRandomSource
    ) async throws {
        var model = model
        for _ in 0..<60 { try await change(fixture, &model, random) }
        try await expect(fixture, equals: model, random)
        guard depth > 0 else { return }
        let expected = model
        try await fixture.store.transaction(.readOnly) {
            try await expect(fixture, equals: expected, random)
            try await fixture.store.withoutTransaction {
                try await nest(depth: depth - 1, fixture, expected, random)
            }
            try await expect(fixture, equals: expected, random)
        }
    }

    private func change(
        _ fixture: Fixture, _ model: inout [Int: Item], _ random: SeededRandomSource
    ) async throws {
        let id = random.int(below: 150)
        if random.int(below: 4) == 0 {
            #expect(try await fixture.items.delete(id) == (model[id] != nil))
            model[id] = nil
        } else {
            let item = Item(id: id, group: random.int(below: 6), rank: random.int(below: 9))
            try await fixture.items.upsert(item)
            model[id] = item
        }
    }

    private func expect(
        _ fixture: Fixture, equals model: [Int: Item], _ random: SeededRandomSource
    ) async throws {
        let items = fixture.items
        let all = model.values.sorted { $0.id < $1.id }
        #expect(try await items.find() == all)
        let (group, rank) = (random.int(below: 6), random.int(below: 9))
        #expect(
            try await items.find(where: \.group == group) == all.filter { $0.group == group })
        #expect(
            try await items.find(where: \.group == group && \.rank < rank)
                == all.filter { $0.group == group && $0.rank < rank })
        #expect(
            try await items.find(where: .in(\.group, [group, 0]), limit: 5)
                == Array(all.filter { [group, 0].contains($0.group) }.prefix(5)))
        for _ in 0..<10 {
            let id = random.int(below: 150)
            #expect(try await items.get(id) == model[id])
        }
    }
}
