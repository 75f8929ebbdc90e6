import DataBridgeCore
import DataBridgeMemory
import Testing

/// Which collections count as those that refer, whoever asks for what meanwhile.
struct ReferenceSourceTests {
    private struct Parent: Entity {
        var id: String
        static let schema = Schema("parents", Parent.init) { Field(\.id, "id") }
    }

    private struct Child: Entity {
        var id: String
        var parent: String?

        static let schema = Schema("children", Child.init) {
            Field(\.id, "id")
            Field(\.parent, "parent").references(Parent.self)
        }
    }

    private struct Note: Entity {
        var id: String
        static let schema = Schema("notes", Note.init) { Field(\.id, "id") }
    }

    /// Refers elsewhere, with other fields than `Child`.
    private struct Remark: Entity {
        var id: String
        var text: String
        var note: String?

        static let schema = Schema("remarks", Remark.init) {
            Field(\.id, "id")
            Field(\.text, "text")
            Field(\.note, "note").references(Note.self)
        }
    }

    private let store = MemoryStore(
        entities: [Parent.schema, Child.schema, Note.schema, Remark.schema])
    private var parents: any DataRepository<Parent> { store.repository(for: Parent.self) }
    private var children: any DataRepository<Child> { store.repository(for: Child.self) }
    private var notes: any DataRepository<Note> { store.repository(for: Note.self) }

    private static let levels: [Isolation] = [.snapshot, .serializable]

    /// Does one thing in a transaction, and another one beside it before it commits.
    private func overlap(
        _ isolation: Isolation, _ first: () async throws -> Void,
        _ second: () async throws -> Void
    ) async throws {
        try await store.transaction(TransactionOptions(isolation: isolation, retry: .never)) {
            () async throws -> Void in
            try await first()
            try await store.withoutTransaction { () async throws -> Void in try await second() }
        }
    }

    @Test(arguments: levels)
    func theWrongEntityForANameIsNoReasonToTrap(isolation: Isolation) async throws {
        try await parents.insert(Parent(id: "p"))
        try await overlap(isolation) {
            try await parents.delete("p")
            _ = store.repository(for: Child.self, in: "notes")
        } _: {
            try await notes.insert(Note(id: "n"))
        }
        #expect(try await parents.count() == 0)
        #expect(try await notes.count() == 1)
    }

    @Test func theWrongEntityForANameStopsNoDelete() async throws {
        _ = store.repository(for: Child.self, in: "notes")
        try await notes.insert(Note(id: "n"))
        try await parents.insert(Parent(id: "p"))
        #expect(try await parents.delete("p"))
    }

    @Test(arguments: levels)
    func theWrongEntityForANameHidesNoReference(isolation: Isolation) async throws {
        try await parents.insert(Parent(id: "p"))
        _ = store.repository(for: Remark.self, in: "children")
        await expectError(.serialization) {
            try await overlap(isolation) {
                try await parents.delete("p")
            } _: {
                try await children.insert(Child(id: "c", parent: "p"))
            }
        }
        #expect(try await parents.count() == 1)
    }

    @Test func theWrongEntityForANameMadeAtRunTimeHidesNoReference() async throws {
        try await parents.insert(Parent(id: "p"))
        try await store.createCollection("drafts", like: Child.self)
        try await store.repository(for: Child.self, in: "drafts")
            .insert(Child(id: "c", parent: "p"))
        _ = store.repository(for: Remark.self, in: "drafts")
        await expectError(.constraint) { try await parents.delete("p") }
    }

    @Test(arguments: levels, [false, true])
    func aCollectionMadeDuringADeleteCounts(isolation: Isolation, drops: Bool) async throws {
        try await parents.insert(Parent(id: "p"))
        await expectError(.serialization) {
            try await overlap(isolation) {
                if drops {
                    try await store.dropCollection("parents")
                } else {
                    try await parents.delete("p")
                }
            } _: {
                try await store.createCollection("late", like: Child.self)
                try await store.repository(for: Child.self, in: "late")
                    .insert(Child(id: "c", parent: "p"))
            }
        }
        #expect(try await parents.get("p") != nil)
    }
}
