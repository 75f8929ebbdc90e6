import DataBridge
import Foundation
import JSONSyntax
import Testing

/// The code of the guide to entities.
struct EntitiesSnippets {
    private let march = Date(timeIntervalSince1970: 1_772_323_200)

    private func invoice(_ id: Int, number: String) -> Invoice {
        Invoice(
            id: id, number: number, customer: Contact(name: "Ada", city: "Graz"),
            lines: [Line(sku: "pen", quantity: 3)], total: 4.50, issuedAt: march,
            state: .sent, note: "")
    }

    @Test func embeddedFieldsAreQueried() async throws {
        let store = MemoryStore(entities: [Invoice.schema])
        let invoices = store.repository(for: Invoice.self)
        try await invoices.insert(invoice(1, number: "2026-1"))
        try await showing("EmbeddedQueries") {
            // snippet: EmbeddedQueries
            let fromGraz = try await invoices.find(where: \.customer.city == "Graz")
            print(fromGraz.map(\.number))  // prints ["2026-1"]
            // end
        }
        #expect(try await invoices.get(1)?.lines.first?.quantity == 3)
        await #expect {
            try await invoices.insert(invoice(2, number: "2026-1"))
        } throws: {
            ($0 as? DataError)?.fields == ["number"]
        }
    }

    @Test func compoundIDs() async throws {
        let store = MemoryStore(entities: [Booking.schema])
        let bookings = store.repository(for: Booking.self)
        try await showing("CompoundIDQueries") {
            // snippet: CompoundIDQueries
            try await bookings.insert(Booking(id: Seat(row: "C", number: 7), guest: "Ada"))
            print(try await bookings.exists(Seat(row: "C", number: 7)))  // prints true
            print(try await bookings.count(where: \.id.row == "C"))  // prints 1
            // end
        }
    }

    @Test func opaqueValues() async throws {
        let store = MemoryStore(entities: [User.schema])
        let users = store.repository(for: User.self)
        let user = User(
            id: UUID(), name: "Ada", settings: Settings(theme: "dark", widths: ["title": 40]))
        try await showing("OpaqueQueries") {
            // snippet: OpaqueQueries
            try await users.insert(user)
            let dark = try await users.find(where: .field("settings.theme") == "dark")
            print(dark.map(\.name))  // prints ["Ada"]
            // end
        }
        #expect(try await users.get(user.id)?.settings.widths == ["title": 40])
    }

    /// What the table of field types says of JSON.
    @Test func typesAreSpelledAsTheTableSays() throws {
        let rows = Guide.table("Swift", in: try Guide.text("Documentation/Entities.md"))
        func shown(_ type: String, _ value: some FieldValue) throws {
            var writer = JSONWriter()
            try value.writeJSON(to: &writer)
            let text = "`\(String(decoding: writer.finish(), as: UTF8.self))`"
            let row = try #require(rows.first { $0[0].contains("`\(type)`") })
            #expect(row[1].contains(text), "\(type) is written as \(text)")
        }
        try shown("Date", march)
        try shown("Duration", Duration.milliseconds(1500))
        try shown("Decimal", Decimal(string: "4.50") ?? 0)
        try shown("LosslessID", LosslessID(parsing: "92.10"))
        try shown("Data", Data("Hi!".utf8))
        try shown("Double", 0.1)
        let uuid = try #require(UUID(uuidString: "6BA7B810-9DAD-11D1-80B4-00C04FD430C8"))
        try shown("UUID", uuid)
    }

    @Test func ownInitialisers() async throws {
        let store = MemoryStore(entities: [Temperature.schema])
        let temperatures = store.repository(for: Temperature.self)
        let one = try Temperature(id: UUID(), celsius: 20)
        try await temperatures.insert(one)
        #expect(try await temperatures.get(one.id)?.fahrenheit == 68)
        await #expect {
            try await temperatures.updateAll(where: .all, set: [.set(\.celsius, to: -300)])
        } throws: {
            ($0 as? DataError)?.code == .invalid
        }
    }

    @Test func referencesAndSoftDeletes() async throws {
        let store = MemoryStore(entities: [Story.schema, Comment.schema])
        let stories = store.repository(for: Story.self)
        let comments = store.repository(for: Comment.self)
        try await stories.insert(Story(id: 1, title: "One"))
        try await showing("ReferencesInUse") {
            // snippet: ReferencesInUse
            do {
                try await comments.insert(Comment(id: 9, story: 2))
            } catch let error as DataError where error.code == .constraint {
                print(error.fields, error.constraintKind == .reference)  // prints ["story"] true
            }
            try await comments.insert(all: [
                Comment(id: 10, story: 1), Comment(id: 11, story: 1, answerTo: 10),
            ])
            try await comments.delete(10)
            print(try await comments.get(11)?.answerTo ?? 0)  // prints 0

            try await stories.delete(1)  // soft: the story is hidden, its comments are deleted
            print(try await comments.count(), try await stories.count())  // prints 0 0
            print(try await stories.includingDeleted().count())  // prints 1
            // end
        }
    }

    @Test func upgradesRunOnOlderData() async throws {
        let old = """
            {
              "profiles": [
                {"id": "ada", "name": "Ada Lovelace"},
                {"id": "alan", "name": "Alan Turing"}
              ]
            }

            """
        try await ScratchFile.with(old) { file in
            let store = try await JSONFileStore.open(file.path, entities: [Profile.schema])
            let profiles = store.repository(for: Profile.self)
            #expect(try await profiles.find().map(\.familyName) == ["Lovelace", "Turing"])
            #expect(try file.text() == old)
            try await profiles.update("ada") { $0.language = "fr" }
            let text = try file.text()
            #expect(text.contains(#"{"id": "alan", "name": "Alan Turing"}"#))
            #expect(text.contains(#""family_name": "Lovelace""#))
            #expect(text.contains(#""schema_version": 2"#))
            #expect(!text.contains("Ada Lovelace"))
            try await store.close()
        }
    }

    @Test func newerDataIsRefused() async throws {
        let newer = #"{"profiles": [{"id": "ada", "fullName": "Ada", "schema_version": 3}]}"#
        try await ScratchFile.with(newer) { file in
            let path = file.path
            await #expect {
                let store = try await JSONFileStore.open(path, entities: [Profile.schema])
                _ = try await store.repository(for: Profile.self).find()
            } throws: {
                ($0 as? DataError)?.code == .unsupported
            }
            let text = try file.text()
            #expect(text == newer)
        }
    }

    @Test func collectionsOfAnyName() async throws {
        let store = MemoryStore(entities: [Story.schema])
        try await showing("Collections") {
            // snippet: Collections
            try await store.createCollection("archive", like: Story.self)
            let archive = store.repository(for: Story.self, in: "archive")
            try await archive.insert(Story(id: 1, title: "Old"))
            print(try await store.collections())  // prints ["archive", "stories"]
            // end
        }
    }

    @Test func documents() async throws {
        try await showing("Documents") {
            // snippet: Documents
            let store = MemoryStore(entities: [Document.schema(named: "notes")])
            let notes = store.repository(for: Document.self, in: "notes")
            try await notes.insert(Document(["id": 7, "text": "Milk", "shop": ["city": "Graz"]]))

            let found = try await notes.find(where: .field("shop.city") == "Graz")
            print(found.map(\.id))  // prints [7]
            print(found.first?["text"] ?? .null)  // prints "Milk"
            // end
        }
    }
}
