import DataBridge
import Testing

// snippet: Book
struct Book: Entity {
    var id: Int
    var title: String
    var author: Author
    var pages: Int
    var tags: [String]
    var lentTo: String?

    static let schema = Schema("books", Book.init) {
        Field(\.id, "id")
        Field(\.title, "title").indexed()
        Field(\.author, "author")
        Field(\.pages, "pages")
        Field(\.tags, "tags")
        Field(\.lentTo, "lent_to")
    }
}

struct Author: Embedded {
    var name: String
    var country: String

    static let fields = EmbeddedFields(Author.init) {
        Field(\.name, "name")
        Field(\.country, "country")
    }
}
// end

/// The code of the guide to queries, on the five books it speaks of.
struct QueriesSnippets {
    private func shelf() async throws -> any DataRepository<Book> {
        let store = MemoryStore(entities: [Book.schema])
        let books = store.repository(for: Book.self)
        try await books.insert(all: [
            Book(
                id: 1, title: "Emma", author: Author(name: "Austen", country: "GB"),
                pages: 474, tags: ["novel", "classic"]),
            Book(
                id: 2, title: "Faust", author: Author(name: "Goethe", country: "DE"),
                pages: 464, tags: ["drama", "classic"], lentTo: "Mia"),
            Book(
                id: 3, title: "Momo", author: Author(name: "Ende", country: "DE"),
                pages: 304, tags: ["novel"]),
            Book(
                id: 4, title: "Émile", author: Author(name: "Rousseau", country: "FR"),
                pages: 512, tags: ["classic"], lentTo: "Ben"),
            Book(
                id: 5, title: "dune", author: Author(name: "Herbert", country: "US"),
                pages: 896, tags: ["novel"]),
        ])
        return books
    }

    @Test func twoWaysToAsk() async throws {
        let books = try await shelf()
        try await showing("TwoWaysToAsk") {
            // snippet: TwoWaysToAsk
            let thick = try await books.find(
                where: \.pages > 400 && \.author.country == "DE", sortedBy: .descending(\.pages))
            print(thick.map(\.title))  // prints ["Faust"]

            let query = Query<Book>(where: \.pages > 400, sortedBy: [.ascending(\.title)], limit: 2)
            print(try await books.find(query).map(\.title))  // prints ["Emma", "Faust"]

            let first = try await books.first(where: .contains(\.tags, "drama"))
            print(first?.title ?? "none")  // prints Faust
            // end
        }
    }

    @Test func everyFilterOfTheTable() async throws {
        let books = try await shelf()
        func ids(_ filter: Filter<Book>) async throws -> [Int] {
            try await books.find(where: filter).map(\.id)
        }
        #expect(try await ids(\.title == "Emma") == [1])
        #expect(try await ids(\.lentTo == nil) == [1, 3, 5])
        #expect(try await ids(\.title != "Emma") == [2, 3, 4, 5])
        #expect(try await ids(\.pages < 464) == [3])
        #expect(try await ids(\.pages >= 512) == [4, 5])
        #expect(try await ids(.in(\.id, [1, 3])) == [1, 3])
        #expect(try await ids(.in(\.lentTo, ["Mia", nil])) == [1, 2, 3, 5])
        #expect(try await ids(.between(\.pages, 464, 474)) == [1, 2])
        #expect(try await ids(.isNil(\.lentTo)) == [1, 3, 5])
        #expect(try await ids(.hasPrefix(\.title, "Em")) == [1])
        #expect(try await ids(.hasSuffix(\.title, "o")) == [3])
        #expect(try await ids(.contains(\.title, "M", ignoringCase: true)) == [1, 3, 4])
        #expect(try await ids(.contains(\.tags, "classic")) == [1, 2, 4])
        #expect(try await ids(\.author.country == "DE") == [2, 3])
        #expect(try await ids(.field("author.country") == "DE") == [2, 3])
        #expect(try await ids(.field("title").hasPrefix("Em")) == [1])
        #expect(try await ids(!(\.pages > 400)) == [3])
        #expect(try await ids(\.id == 1 || \.id == 5) == [1, 5])
        #expect(try await ids(.hasPrefix(\.title, "Em") || .in(\.id, [5])) == [1, 5])
    }

    @Test func nilIsAValue() async throws {
        let books = try await shelf()
        try await showing("NilIsAValue") {
            // snippet: NilIsAValue
            let notMia = try await books.find(where: \.lentTo != "Mia")
            print(notMia.map(\.id))  // prints [1, 3, 4, 5]

            let afterBen = try await books.find(where: \.lentTo > "Ben")
            print(afterBen.map(\.id))  // prints [2]
            // end
        }
    }

    @Test func textIsBytes() async throws {
        let books = try await shelf()
        try await showing("TextIsBytes") {
            // snippet: TextIsBytes
            let sorted = try await books.find(sortedBy: .ascending(\.title))
            print(sorted.map(\.title))  // prints ["Emma", "Faust", "Momo", "dune", "Émile"]

            let decomposed = "E\u{301}mile"  // looks like "Émile", other bytes
            print(try await books.count(where: \.title == decomposed))  // prints 0
            // end
        }
    }

    @Test func longFilter() async throws {
        let books = try await shelf()
        try await showing("LongFilter") {
            // snippet: LongFilter
            let readable: Filter<Book> = \.pages < 500 && .contains(\.tags, "novel")
            let available: Filter<Book> = \.lentTo == nil && \.author.country != "US"
            print(try await books.find(where: readable && available).map(\.title))
            // prints ["Emma", "Momo"]
            // end
        }
    }

    @Test func sorting() async throws {
        let books = try await shelf()
        try await showing("Sorting") {
            // snippet: Sorting
            let byReader = try await books.find(
                sortedBy: .descending(\.lentTo), .ascending(\.pages))
            print(byReader.map(\.id))  // prints [2, 4, 3, 1, 5]
            // end
        }
    }

    @Test func pages() async throws {
        let books = try await shelf()
        try await showing("Pages") {
            // snippet: Pages
            let query = Query<Book>(sortedBy: [.descending(\.pages)])
            let first = try await books.page(query, size: 2)
            print(first.items.map(\.id))  // prints [5, 4]

            let text = first.next?.text ?? ""  // goes to a client and comes back
            let second = try await books.page(query, after: Cursor(text), size: 2)
            print(second.items.map(\.id))  // prints [1, 2]

            do {
                _ = try await books.page(.all, after: Cursor(text), size: 2)
            } catch .invalid {
                print("The cursor belongs to another query.")
                // prints The cursor belongs to another query.
            }
            // end
        }
    }

    @Test func streaming() async throws {
        let books = try await shelf()
        try await showing("Streaming") {
            // snippet: Streaming
            var total = 0
            for try await book in books.stream(where: .contains(\.tags, "novel")) {
                total += book.pages
            }
            print(total)  // prints 1674
            // end
        }
    }

    @Test func aggregates() async throws {
        let books = try await shelf()
        try await showing("Aggregates") {
            // snippet: Aggregates
            print(try await books.count(where: \.lentTo != nil))  // prints 2
            print(try await books.sum(of: \.pages))  // prints 2650
            print(try await books.average(of: \.pages) ?? 0)  // prints 530.0
            print(try await books.minimum(of: \.pages) ?? 0)  // prints 304
            print(try await books.maximum(of: \.lentTo) ?? "nobody")  // prints Mia
            // end
        }
    }

    @Test func byQueryWrites() async throws {
        let books = try await shelf()
        try await showing("ByQueryWrites") {
            // snippet: ByQueryWrites
            let returned = try await books.updateAll(
                where: \.lentTo == "Mia", set: [.set(\.lentTo, to: nil)])
            print(returned)  // prints 1

            try await books.updateAll(
                where: \.author.country == "DE", set: [.increment(\.pages, by: 8)])
            print(try await books.deleteAll(where: .contains(\.tags, "drama")))  // prints 1
            // end
        }
        #expect(try await books.get(3)?.pages == 312)
    }

    @Test func batches() async throws {
        let books = try await shelf()
        try await showing("Batches") {
            // snippet: Batches
            do {
                try await books.insert(all: [
                    Book(
                        id: 6, title: "Heidi", author: Author(name: "Spyri", country: "CH"),
                        pages: 240, tags: []),
                    Book(
                        id: 1, title: "Emil", author: Author(name: "Kästner", country: "DE"),
                        pages: 160, tags: []),
                ])
            } catch .alreadyExists {
                print(try await books.count())  // prints 5
            }
            print(try await books.delete(ids: [1, 2, 99]))  // prints 2
            // end
        }
    }

    @Test func theTableOfBooksIsTheShelf() async throws {
        let rows = Guide.table("`id`", in: try Guide.text("Documentation/Queries.md"))
        let shelf = try await shelf().find().map { book in
            [
                "\(book.id)", book.title, "\(book.author.name), \(book.author.country)",
                "\(book.pages)", book.tags.joined(separator: ", "), book.lentTo ?? "",
            ]
        }
        #expect(rows == shelf)
    }

    @Test func explaining() async throws {
        let books = try await shelf()
        try await showing("Explaining") {
            // snippet: Explaining
            let fast = Query<Book>(where: .hasPrefix(\.title, "E"), limit: 10)
            print(try books.explain(fast))
            // prints index index_title; in the store: filter; in the core: window

            let slow = Query<Book>(where: .hasSuffix(\.title, "o"))
            print(try books.explain(slow))
            // prints scan of the collection; in the store: filter
            // end
        }
    }

    @Test func scopes() async throws {
        let books = try await shelf()
        try await showing("Scopes") {
            // snippet: Scopes
            let german = books.scoped(to: \.author.country == "DE")
            print(try await german.count())  // prints 2
            print(try await german.exists(1))  // prints false

            do {
                try await german.update(2) { $0.author.country = "AT" }
            } catch .invalid {
                print("The book would leave the scope.")  // prints The book would leave the scope.
            }
            // end
        }
    }

    @Test func refusedBeforeReading() async throws {
        let books = try await shelf()
        try await showing("Refused") {
            // snippet: Refused
            do {
                _ = try await books.find(where: .field("titel") == "Emma")
            } catch let error as DataError {
                print(error.code, error.fields)  // prints invalid ["titel"]
            }
            // end
        }
    }
}
