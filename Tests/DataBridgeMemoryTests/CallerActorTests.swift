import DataBridgeCore
import DataBridgeMemory
import Testing

/// What is called from an actor stays on it: leaving and coming back costs two changes of thread.
@MainActor
struct CallerActorTests {
    private let fixture = Fixture()

    /// The closures belong to no actor of their own, so they run where they are called.
    private nonisolated(nonsending) func bodiesStay(_ store: MemoryStore) async throws -> [Bool] {
        var onMain: [Bool] = []
        try await store.transaction {
            onMain.append(#isolation === MainActor.shared)
            try await store.transaction { onMain.append(#isolation === MainActor.shared) }
            try await store.withoutTransaction {
                onMain.append(#isolation === MainActor.shared)
            }
        }
        return onMain
    }

    @Test func bodiesRunOnTheCallersActor() async throws {
        #expect(try await bodiesStay(fixture.store) == [true, true, true])
    }
}
