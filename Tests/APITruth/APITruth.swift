import DataBridge
import Foundation

/// Uses the public entry points that an app has, the way the guides show them, and checks what they
/// give.
///
/// `./run api` says which ones are missing here, in the guides and in the examples.
@main
struct APITruth {
    static func main() async {
        do {
            try await everything()
        } catch {
            print("\(error)")
            exit(1)
        }
    }

    private static func everything() async throws {
        try await queries()
        try await namedFields()
        try await manyRecords()
        try await writing()
        try await transactions()
        try await stores()
        try await commits()
        try values()
        try objects()
        try await ownRepository()
        try await instrumentation()
        try await services()
        try environment()
        try await health()
        try urls()
        try await drivers()
        try await jsonFiles()
        try await options()
        print("The app's API does what the guides say.")
    }

    /// Ends the program when something is not as it should be.
    static func check(_ isTrue: Bool, _ subject: String, line: UInt = #line) throws {
        guard isTrue else { throw Falsehood(subject: subject, line: line) }
    }

    struct Falsehood: Error {
        var subject: String
        var line: UInt
    }

    /// A store with a few books.
    static func library() async throws -> (MemoryStore, any DataRepository<Book>) {
        let store = MemoryStore(
            entities: [Book.schema, Author.schema, Document.schema])
        try await store.repository(for: Author.self).insert(Author(id: 1))
        let books = store.repository(for: Book.self)
        try await books.insert(all: [
            Book(id: "a", title: "Ämter", pages: 120, rating: 4.5, tags: ["law"]),
            Book(id: "b", title: "Birds", pages: 80, subtitle: "of prey", author: 1),
            Book(id: "c", title: "Cells", pages: 300, subtitle: nil, tags: ["life", "law"]),
        ])
        return (store, books)
    }
}

struct Author: Entity {
    var id: Int

    static let schema = Schema("authors", Author.init) { Field(\.id, "id").identifying() }
}

struct Book: Entity, Equatable {
    enum Shelf: String, FieldValue, CaseIterable { case top, bottom }

    struct Place: Embedded, Equatable {
        var room = "A"
        var shelf = Shelf.top

        static let fields = EmbeddedFields(Place.init) {
            Field(\.room, "room")
            Field(\.shelf, "shelf")
        }
        .identified(by: \.room)
    }

    var id: String
    var title: String
    var pages = 0
    var subtitle: String?
    var rating: Double?
    var copies: Int?
    var tags: [String] = []
    var labels: [String]?
    var place = Place()
    var author: Int?
    var deleted: Date?

    init(
        id: String, title: String, pages: Int, subtitle: String? = nil, rating: Double? = nil,
        copies: Int? = nil, tags: [String] = [], labels: [String]? = nil, place: Place = Place(),
        author: Int? = nil, deleted: Date? = nil
    ) {
        self.id = id
        self.title = title
        self.pages = pages
        self.subtitle = subtitle
        self.rating = rating
        self.copies = copies
        self.tags = tags
        self.labels = labels
        self.place = place
        self.author = author
        self.deleted = deleted
    }

    static let schema = Schema(
        "books",
        Book.init(
            id:title:pages:subtitle:rating:copies:tags:labels:place:author:deleted:)
    ) {
        Field(\.id, "id")
        Field(\.title, "title").unique()
        Field(\.pages, "pages", default: 0)
        Field(\.subtitle, "subtitle").indexed()
        Field(\.rating, "rating")
        Field(\.copies, "copies")
        Field(\.tags, "tags", default: [])
        Field(\.labels, "labels")
        Field(\.place, "place")
        Field(\.author, "author").references(Author.self, onDelete: .setNil)
        Field(\.deleted, "deleted_at")
    }
    .index(\.pages, \.title)
    .unique(\.subtitle, \.pages)
    .softDelete(\.deleted)
    .version(2, minimumReader: 1, storedIn: "v")
    .upgrade(from: 1) { $0.set("pages", to: $0["page_count"] ?? 0) }
}
