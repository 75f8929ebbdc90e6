import DataBridgeCore

/// Unique values and references.
extension StoreConformance.Case {
    static let uniqueness: [Self] = [
        Self("unique.refuses-a-second-record") { trial in
            let accounts = try await trial.repository(
                of: Account.self, holding: [Account(id: 1, email: "one"), Account(id: 2)])
            func expectRefused(_ how: String, _ body: () async throws -> some Any) async throws {
                let error = try await Expect.error(.constraint, how, body)
                try Expect.equal(error.fields, ["email"], "the error's fields")
                try Expect.equal(error.constraintKind, .unique, "the kind of constraint")
                try expectSubject(error, accounts.collection, 2)
            }
            try await expectRefused("update") {
                try await accounts.update(Account(id: 2, email: "one"))
            }
            try await expectRefused("update(id)") {
                try await accounts.update(2) { $0.email = "one" }
            }
            try await expectRefused("upsert") {
                try await accounts.upsert(Account(id: 2, email: "one"))
            }
            try await accounts.delete(2)
            try await expectRefused("insert") {
                try await accounts.insert(Account(id: 2, email: "one"))
            }
            try Expect.same(
                try await accounts.find(), [Account(id: 1, email: "one")], "the accounts")
        },
        Self("unique.exempts-nil") { trial in
            let accounts = try await trial.repository(of: Account.self)
            let all = [
                Account(id: 1), Account(id: 2), Account(id: 3, realm: "r"),
                Account(id: 4, realm: "r"), Account(id: 5, login: "l"), Account(id: 6, login: "l"),
            ]
            try await accounts.insert(all: all)
            try Expect.same(try await accounts.find(), all, "the accounts")
        },
        Self("unique.over-two-fields-means-both") { trial in
            let accounts = try await trial.repository(
                of: Account.self,
                holding: [
                    Account(id: 1, realm: "r", login: "l"), Account(id: 2, realm: "r", login: "m"),
                    Account(id: 3, realm: "s", login: "l"),
                ])
            let error = try await Expect.error(.constraint, "a second record of one pair") {
                try await accounts.insert(Account(id: 4, realm: "r", login: "l"))
            }
            try Expect.equal(error.fields, ["realm", "login"], "the error's fields")
            try await Expect.error(.constraint, "an update to a taken pair") {
                try await accounts.update(3) { $0.realm = "r" }
            }
            try await accounts.insert(Account(id: 4, realm: "rl", login: ""))
            try await accounts.insert(Account(id: 5, realm: "r", login: "l "))
        },
        Self("unique.compares-text-by-bytes") { trial in
            let accounts = try await trial.repository(of: Account.self)
            let texts = ["\u{E9}", "e\u{301}", "E", "e", "", " ", "\u{212B}", "A\u{30A}", "\u{C5}"]
            let all = texts.enumerated().map { Account(id: $0, email: $1) }
            try await accounts.insert(all: all)
            try Expect.same(try await accounts.find(), all, "the accounts")
            for text in texts {
                try await Expect.error(.constraint, "a second \"\(text)\"") {
                    try await accounts.insert(Account(id: 100, email: text))
                }
            }
        },
        Self("unique.frees-a-value-with-its-record") { trial in
            let accounts = try await trial.repository(
                of: Account.self, holding: [Account(id: 1, email: "one")])
            try await accounts.update(1) { $0.email = "other" }
            try await accounts.insert(Account(id: 2, email: "one"))
            try await accounts.delete(2)
            try await accounts.insert(Account(id: 3, email: "one"))
            try await accounts.update(1) { $0.balance = 1 }
            try await accounts.deleteAll(where: \.email == "one")
            try await accounts.update(1) { $0.email = "one" }
        },
        Self("unique.can-be-exchanged-in-a-batch") { trial in
            let accounts = try await trial.repository(
                of: Account.self,
                holding: [
                    Account(id: 1, email: "one"), Account(id: 2, email: "two"),
                    Account(id: 3, email: "three"),
                ])
            let rotated = [
                Account(id: 1, email: "two"), Account(id: 2, email: "three"),
                Account(id: 3, email: "one"),
            ]
            try await accounts.upsert(all: rotated)
            try Expect.same(try await accounts.find(), rotated, "the accounts")
        },
        Self("unique.holds-within-a-batch") { trial in
            let accounts = try await trial.repository(of: Account.self)
            try await Expect.error(.constraint, "a batch with one value twice") {
                try await accounts.insert(
                    all: [Account(id: 1, email: "one"), Account(id: 2, email: "one")])
            }
            try Expect.equal(try await accounts.count(), 0, "the number of accounts")
        },
        Self("unique.holds-in-a-transaction") { trial in
            let store = try await trial.store(Account.schema)
            let accounts = store.repository(for: Account.self)
            try await accounts.insert(Account(id: 1, email: "one"))
            try await store.transaction {
                try await accounts.insert(Account(id: 2, email: "two"))
                try await Expect.error(.constraint, "an own value, used again") {
                    try await accounts.insert(Account(id: 3, email: "two"))
                }
                try await Expect.error(.constraint, "a committed value") {
                    try await accounts.update(2) { $0.email = "one" }
                }
                try await accounts.delete(1)
                try await accounts.update(2) { $0.email = "one" }
                try await Expect.error(.constraint, "the value after it moved") {
                    try await accounts.insert(Account(id: 4, email: "one"))
                }
            }
            try Expect.same(
                try await accounts.find(), [Account(id: 2, email: "one")], "the accounts")
        },
        Self("unique.holds-among-many") { trial in
            let all = (0..<150).map { Account(id: $0, email: "\($0)") }
            let accounts = try await trial.repository(of: Account.self, holding: all)
            for number in [0, 75, 149] {
                try await Expect.error(.constraint, "a second \(number)") {
                    try await accounts.insert(Account(id: 1_000, email: "\(number)"))
                }
            }
        },
    ]

    static let referring: [Self] = [
        Self("reference.needs-its-target") { trial in
            let library = try await Library(trial)
            let error = try await Expect.error(.constraint, "a book of no author") {
                try await library.books.insert(Book(id: "b", author: "nobody"))
            }
            try Expect.equal(error.fields, ["author"], "the error's fields")
            try Expect.equal(error.constraintKind, .reference, "the kind of constraint")
            try expectSubject(error, library.books.collection, "b")
            try await library.books.insert(Book(id: "b"))
            try await Expect.error(.constraint, "an update to no author") {
                try await library.books.update("b") { $0.author = "nobody" }
            }
            try await Expect.error(.constraint, "a by-query update to no author") {
                try await library.books.updateAll(where: .all, set: [.set(\.author, to: "nobody")])
            }
            try Expect.same(try await library.books.find(), [Book(id: "b")], "the books")
            try await library.authors.insert(Author(id: "e\u{301}"))
            try await Expect.error(.constraint, "an author that only looks the same") {
                try await library.books.update("b") { $0.author = "\u{E9}" }
            }
            try await library.books.update("b") { $0.author = "e\u{301}" }
        },
        Self("reference.restricts-a-delete") { trial in
            let library = try await Library(trial)
            try await library.fill()
            let error = try await Expect.error(.constraint, "the delete of an author with books") {
                try await library.authors.delete("a1")
            }
            try Expect.equal(error.constraintKind, .reference, "the kind of constraint")
            try await Expect.error(.constraint, "the delete of several authors") {
                try await library.authors.delete(ids: ["a2", "a1"])
            }
            try await Expect.error(.constraint, "the delete of all authors") {
                try await library.authors.deleteAll(where: .all)
            }
            try Expect.equal(try await library.authors.count(), 2, "the number of authors")
            try Expect.isTrue(try await library.authors.delete("a2"), "an author without books")
            try await library.books.deleteAll(where: \.author == "a1")
            try Expect.isTrue(try await library.authors.delete("a1"), "one whose books are gone")
        },
        Self("reference.cascades-a-delete") { trial in
            let library = try await Library(trial)
            try await library.fill()
            try Expect.equal(
                try await library.shelves.deleteAll(where: \.id == "s1"), 1,
                "the records deleted by the filter")
            try Expect.equal(
                try await library.books.find().map(\.id), ["b2", "b3"], "the books left")
        },
        Self("reference.is-set-to-nil-by-a-delete") { trial in
            let library = try await Library(trial)
            try await library.fill()
            let versions = try await library.books.records(.all).map(\.version)
            try await library.readers.delete("r1")
            let records = try await library.books.records(.all)
            try Expect.equal(
                records.map(\.value.reader), [nil, nil, nil], "the readers of the books")
            try Expect.equal(records.map(\.value.author), ["a1", "a1", nil], "the authors")
            try Expect.equal(
                zip(versions, records).map { $0 == $1.version }, [true, false, true],
                "which books kept their versions")
        },
        Self("reference.may-point-anywhere-in-a-batch") { trial in
            let branches = try await trial.repository(of: Branch.self)
            try await branches.insert(all: [
                Branch(id: "leaf", parent: "limb"), Branch(id: "limb", parent: "trunk"),
                Branch(id: "trunk"), Branch(id: "self", parent: "self"),
                Branch(id: "x", parent: "y"), Branch(id: "y", parent: "x"),
            ])
            try Expect.equal(try await branches.count(), 6, "the number of branches")
            try await Expect.error(.constraint, "a batch that points outside") {
                try await branches.insert(
                    all: [Branch(id: "p", parent: "q"), Branch(id: "q", parent: "nobody")])
            }
            try Expect.equal(try await branches.count(), 6, "the number of branches after that")
        },
        Self("reference.cascades-through-chains-and-rings") { trial in
            let branches = try await trial.repository(of: Branch.self)
            try await branches.insert(all: [
                Branch(id: "a"), Branch(id: "b", parent: "a"), Branch(id: "c", parent: "b"),
                Branch(id: "d", parent: "b"), Branch(id: "e", parent: "c"), Branch(id: "other"),
                Branch(id: "self", parent: "self"), Branch(id: "x", parent: "z"),
                Branch(id: "y", parent: "x"), Branch(id: "z", parent: "y"),
            ])
            try Expect.isTrue(try await branches.delete("b"), "the delete in a chain")
            try Expect.equal(
                try await branches.find().map(\.id), ["a", "other", "self", "x", "y", "z"],
                "what is left of the chain")
            try Expect.isTrue(try await branches.delete("y"), "the delete in a ring")
            try Expect.isTrue(try await branches.delete("self"), "the delete of one by itself")
            try Expect.equal(
                try await branches.find().map(\.id), ["a", "other"], "what is left of the rings")
        },
        Self("reference.cascades-to-many") { trial in
            let branches = try await trial.repository(of: Branch.self)
            try await branches.insert(
                all: [Branch(id: "root")]
                    + (0..<200).map { Branch(id: Item.numberedID($0), parent: "root") })
            try await branches.delete("root")
            try Expect.equal(try await branches.count(), 0, "what is left of 200")
        },
        Self("reference.is-checked-in-a-transaction") { trial in
            let library = try await Library(trial)
            try await library.fill()
            try await library.store.transaction {
                try await Expect.error(.constraint, "the delete of an author with books") {
                    try await library.authors.delete("a1")
                }
                try await library.authors.insert(Author(id: "new"))
                try await library.books.insert(Book(id: "b9", author: "new"))
                try await Expect.error(.constraint, "the delete of an author with a new book") {
                    try await library.authors.delete("new")
                }
                try await library.books.deleteAll(where: \.author == "a1")
                try await library.authors.delete("a1")
                try await rollingBack(library.store) { try await library.shelves.delete("s2") }
            }
            try Expect.equal(try await library.books.find().map(\.id), ["b3", "b9"], "the books")
            try Expect.equal(
                try await library.authors.find().map(\.id), ["a2", "new"], "the authors")
        },
        Self("reference.of-a-batch-delete-sees-the-whole-batch") { trial in
            let store = try await trial.store(Memo.schema)
            let memos = store.repository(for: Memo.self)
            try await memos.insert(all: [
                Memo(id: "a"), Memo(id: "b", thread: "a"), Memo(id: "c", thread: "b"),
            ])
            try await Expect.error(.constraint, "a delete that leaves a reference") {
                try await memos.delete(ids: ["a", "c"])
            }
            try Expect.equal(
                try await memos.delete(ids: ["a", "b", "c"]), 3, "the delete of all three")
        },
    ]
}

/// A store of books and what they refer to.
private struct Library: Sendable {
    let store: any DataStore
    let authors: any DataRepository<Author>
    let shelves: any DataRepository<Shelf>
    let readers: any DataRepository<Reader>
    let books: any DataRepository<Book>

    init(_ trial: Trial) async throws {
        store = try await trial.store(Author.schema, Shelf.schema, Reader.schema, Book.schema)
        authors = store.repository(for: Author.self)
        shelves = store.repository(for: Shelf.self)
        readers = store.repository(for: Reader.self)
        books = store.repository(for: Book.self)
    }

    /// Two of each kind and three books.
    func fill() async throws {
        try await authors.insert(all: [Author(id: "a1"), Author(id: "a2")])
        try await shelves.insert(all: [Shelf(id: "s1"), Shelf(id: "s2")])
        try await readers.insert(all: [Reader(id: "r1"), Reader(id: "r2")])
        try await books.insert(all: [
            Book(id: "b1", author: "a1", shelf: "s1"),
            Book(id: "b2", author: "a1", shelf: "s2", reader: "r1"), Book(id: "b3"),
        ])
    }
}
