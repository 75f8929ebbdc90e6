import DataBridgeCore
import DataBridgeMemory
import Testing

/// References hold in snapshot isolation, which remembers no reads, wherever the records are that
/// refer: one of two transactions that would leave a dangling reference fails.
struct SnapshotReferenceTests {
    private struct Folder: Entity {
        var id: String
        static let schema = Schema("folders", Folder.init) { Field(\.id, "id") }
    }

    private struct Page: Entity {
        var id: String
        var folder: String?
        var previous: String?

        static let schema = Schema("pages", Page.init) {
            Field(\.id, "id")
            Field(\.folder, "folder").references(Folder.self)
            Field(\.previous, "previous").references(Page.self)
        }
    }

    private let store = MemoryStore(entities: [Folder.schema, Page.schema])
    private var folders: any DataRepository<Folder> { store.repository(for: Folder.self) }

    private func pages(_ collection: String) -> any DataRepository<Page> {
        store.repository(for: Page.self, in: collection)
    }

    /// Does one thing in a transaction, and another one before it commits.
    private func overlap(
        _ first: () async throws -> Void, _ second: () async throws -> Void
    ) async throws {
        try await store.transaction(TransactionOptions(isolation: .snapshot, retry: .never)) {
            () async throws -> Void in
            try await first()
            try await store.withoutTransaction {
                try await store.transaction(
                    TransactionOptions(isolation: .snapshot, retry: .never)
                ) { () async throws -> Void in try await second() }
            }
        }
    }

    private func prepare(_ collection: String) async throws {
        if collection != "pages" { try await store.createCollection(collection, like: Page.self) }
        try await folders.insert(Folder(id: "f"))
    }

    @Test(arguments: ["pages", "drafts"])
    func aParentIsNotDeletedUnderANewChild(collection: String) async throws {
        try await prepare(collection)
        let page = Page(id: "p", folder: "f")
        await expectError(.serialization) {
            try await overlap {
                try await folders.delete("f")
            } _: {
                try await pages(collection).insert(page)
            }
        }
        #expect(try await folders.get("f") != nil)
        try await pages(collection).delete("p")
        await expectError(.serialization) {
            try await overlap {
                try await pages(collection).insert(page)
            } _: {
                try await folders.delete("f")
            }
        }
        #expect(try await pages(collection).count() == 0)
    }

    @Test(arguments: ["pages", "drafts"])
    func aCollectionIsNotDroppedUnderANewChild(collection: String) async throws {
        try await prepare(collection)
        let page = Page(id: "p", folder: "f")
        await expectError(.serialization) {
            try await overlap {
                try await store.dropCollection("folders")
            } _: {
                try await pages(collection).insert(page)
            }
        }
        #expect(try await folders.get("f") != nil)
        try await pages(collection).delete("p")
        await expectError(.serialization) {
            try await overlap {
                try await pages(collection).insert(page)
            } _: {
                try await store.dropCollection("folders")
            }
        }
        #expect(try await pages(collection).count() == 0)
    }

    @Test func aCollectionMadeMeanwhileCounts() async throws {
        try await folders.insert(Folder(id: "f"))
        for drops in [false, true] {
            let name = "made-\(drops)"
            await expectError(.serialization) {
                try await overlap {
                    if drops {
                        try await store.dropCollection("folders")
                    } else {
                        try await folders.delete("f")
                    }
                } _: {
                    try await store.createCollection(name, like: Page.self)
                    try await pages(name).insert(Page(id: "p", folder: "f"))
                }
            }
            #expect(try await folders.get("f") != nil)
            try await pages(name).delete("p")
        }
    }

    @Test func referencesWithinACollectionMadeAtRunTimeHold() async throws {
        try await prepare("drafts")
        try await pages("drafts").insert(Page(id: "first"))
        await expectError(.serialization) {
            try await overlap {
                try await pages("drafts").delete("first")
            } _: {
                try await pages("drafts").insert(Page(id: "second", previous: "first"))
            }
        }
        #expect(try await pages("drafts").find().map(\.id) == ["first", "second"])
    }

    @Test func whatDoesNotReferIsNotInTheWay() async throws {
        try await prepare("drafts")
        try await folders.insert(Folder(id: "g"))
        try await overlap {
            try await folders.delete("f")
        } _: {
            try await pages("drafts").insert(Page(id: "p", folder: "g"))
            try await pages("drafts").insert(Page(id: "q"))
        }
        #expect(try await folders.find().map(\.id) == ["g"])
        #expect(try await pages("drafts").count() == 2)
    }
}
