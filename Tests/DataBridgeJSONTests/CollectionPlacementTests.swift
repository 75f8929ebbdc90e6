import DataBridgeCore
import DataBridgeJSON
import Testing

/// Collections that are made and removed where other data stands.
struct CollectionPlacementTests {
    private let tagged = #"{"a/b":{"tasks":[{"id":1}],"more":[{"id":2}]},"notes":{"x":1}}"# + "\n"

    private func inStore(
        _ text: String, _ body: (JSONFileStore, TestFolder) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", text)
        let store = try await JSONFileStore.open(path, entities: [Document.schema])
        try await body(store, folder)
        try await store.close()
    }

    @Test func aCollectionNeverReplacesOtherData() async throws {
        try await inStore(tagged) { store, folder async throws in
            for name in ["notes", "/notes/x", "/a~1b"] {
                let error = await #expect(throws: DataError.self) {
                    try await store.createCollection(name, like: Document.self)
                }
                #expect(error?.code == .invalid, "\(name)")
            }
            #expect(try folder.text("tasks.json") == tagged)
        }
    }

    @Test func severalCollectionsOfANewTagAreAllWritten() async throws {
        try await inStore(tagged) { store, folder async throws in
            try await store.transaction {
                for name in ["/new/tasks", "/new/archive"] {
                    try await store.createCollection(name, like: Document.self)
                    try await store.repository(for: Document.self, in: name)
                        .insert(try Document(["id": 7]))
                }
            }
            let again = try await JSONFileStore.open(
                folder.path + "/tasks.json", entities: [Document.schema])
            for name in ["/new/tasks", "/new/archive"] {
                #expect(try await again.repository(for: Document.self, in: name).count() == 1)
            }
            try await again.close()
        }
    }

    @Test func aListAndAListInsideItCannotBothBeMade() async throws {
        try await inStore(tagged) { store, folder async throws in
            let error = await #expect(throws: DataError.self) {
                try await store.transaction {
                    try await store.createCollection("/c", like: Document.self)
                    try await store.createCollection("/c/x", like: Document.self)
                }
            }
            #expect(error?.code == .invalid)
            #expect(try folder.text("tasks.json") == tagged)
        }
    }

    @Test func droppingACollectionKeepsItsSiblings() async throws {
        try await inStore(tagged) { store, folder async throws in
            try await store.dropCollection("/a~1b/tasks")
            let more = store.repository(for: Document.self, in: "/a~1b/more")
            #expect(try await more.count() == 1)
            #expect(
                try folder.text("tasks.json")
                    == #"{"a/b":{"more":[{"id":2}]},"notes":{"x":1}}"# + "\n")
        }
    }

    @Test func whatCouldNotBeReadAgainIsNotWritten() async throws {
        try await inStore(#"{"tasks":[{"id":1}]}"#) { store, folder async throws in
            let tasks = store.repository(for: Document.self, in: "tasks")
            var deep = Value.int(1)
            for _ in 0..<511 { deep = .array([deep]) }
            let error = await #expect(throws: DataError.self) {
                try await tasks.insert(try Document(["id": 2, "deep": deep]))
            }
            #expect(error?.code == .invalid)
            #expect(try folder.text("tasks.json") == #"{"tasks":[{"id":1}]}"#)
            #expect(try await tasks.count() == 1)
        }
    }

    @Test func aCollectionIsMadeInATagThatIsThere() async throws {
        try await inStore(tagged) { store, folder async throws in
            try await store.createCollection("/a~1b/extra", like: Document.self)
            try await store.repository(for: Document.self, in: "/a~1b/extra")
                .insert(try Document(["id": 9]))
            #expect(
                try folder.text("tasks.json")
                    == tagged.replacing(#"[{"id":2}]}"#, with: #"[{"id":2}],"extra":[{"id":9}]}"#))
            let error = await #expect(throws: DataError.self) {
                try await store.createCollection("/a~1b/tasks/x", like: Document.self)
            }
            #expect(error?.code == .invalid)
        }
    }

    @Test func aTagKeepsWhatIsMadeWhileAnotherListGoes() async throws {
        try await inStore(#"{"t":{"tasks":[{"id":1}]},"u":{"tasks":[]}}"#) {
            store, folder async throws in
            try await store.transaction {
                try await store.dropCollection("/t/tasks")
                try await store.createCollection("/t/other", like: Document.self)
            }
            #expect(
                try folder.text("tasks.json") == #"{"t":{"other":[]},"u":{"tasks":[]}}"#)
        }
    }

    @Test func aDocumentThatIsAListHasNoOtherCollections() async throws {
        try await inStore(#"[{"id":1}]"#) { store, folder async throws in
            let all = store.repository(for: Document.self, in: "")
            #expect(try await all.count() == 1)
            let error = await #expect(throws: DataError.self) {
                try await store.createCollection("other", like: Document.self)
            }
            #expect(error?.code == .invalid)
            #expect(try folder.text("tasks.json") == #"[{"id":1}]"#)
        }
    }

    @Test func noListIsMadeInsideAValue() async throws {
        try await inStore(#"{"n":7,"tasks":[{"id":1}]}"#) { store, _ async throws in
            let error = await #expect(throws: DataError.self) {
                try await store.createCollection("/n/x", like: Document.self)
            }
            #expect(error?.code == .invalid)
        }
    }

    @Test func aRecordThatSomebodyRemovedIsGone() async throws {
        try await inStore(#"{"tasks":[{"id":1},{"id":2}]}"#) { store, folder async throws in
            let tasks = store.repository(for: Document.self, in: "tasks")
            #expect(try await tasks.count() == 2)
            let start = try await store.currentPosition()
            _ = try folder.file("tasks.json", #"{"tasks":[{"id":2}]}"#)
            #expect(try await tasks.count() == 1)
            let changes = try await store.changes(from: start).commits.flatMap(\.changes)
            #expect(changes.map(\.operation) == [.delete])
            #expect(changes.map(\.id) == [1])
        }
    }

    @Test func aRecordThatCannotBeReadIsNotOverwritten() async throws {
        let folder = try TestFolder()
        let text = #"{"items":[{"id":5,"name":7},{"id":6,"name":"x"}]}"#
        let path = try folder.file("tasks.json", text)
        let store = try await JSONFileStore.open(
            path, entities: [Named.schema], file: JSONFileOptions(passesOverBadRecords: true))
        let items = store.repository(for: Named.self)
        #expect(try await items.find().map(\.id) == [6])
        let error = await #expect(throws: DataError.self) {
            try await items.insert(Named(id: 5, name: "new"))
        }
        #expect(error?.code == .alreadyExists)
        #expect(try folder.text("tasks.json") == text)
        try await store.close()
    }

    @Test func aDroppedCollectionThatComesBackIsTakenOver() async throws {
        let folder = try TestFolder()
        let path = try folder.file("tasks.json", "{}")
        let store = try await JSONFileStore.open(path, entities: [Named.schema])
        let items = store.repository(for: Named.self)
        #expect(try await items.count() == 0)
        try await store.dropCollection("items")
        #expect(try folder.text("tasks.json") == "{}")
        _ = try folder.file("tasks.json", #"{"items":[{"id":1,"name":"a"}]}"#)
        #expect(try await items.count() == 1)
        try await store.close()
    }

    @Test func healthSaysThatThereIsNoFileYet() async throws {
        let folder = try TestFolder()
        let store = try await JSONFileStore.open(
            folder.path + "/new.json", entities: [Named.schema])
        let report = await store.health()
        #expect(report.status == .healthy)
        #expect(report.checks.contains { $0.message.contains("no file yet") })
        try await store.close()
    }
}

private struct Named: Entity {
    var id: Int
    var name: String

    static let schema = Schema("items", Named.init) {
        Field(\.id, "id")
        Field(\.name, "name")
    }
}
