import DataBridge
import DataBridgeSQLite
import Foundation
import Testing

// snippet: SQLiteEntities
struct Customer: Entity {
    var id: Int
    var name: String

    static let schema = Schema("customers", Customer.init) {
        Field(\.id, "id")
        Field(\.name, "name").indexed()
    }
}

struct Order: Entity {
    var id: String
    var customer: Int
    var placed: Date
    var positions: [String]
    var isPaid: Bool

    static let schema = Schema("orders", Order.init) {
        Field(\.id, "id")
        Field(\.customer, "customer").references(Customer.self, onDelete: .cascade)
        Field(\.placed, "placed")
        Field(\.positions, "positions", default: [])
        Field(\.isPaid, "is_paid", default: false)
    }
}
// end

/// The code of the guide to SQLite.
struct SQLiteSnippets {
    static let page = "Documentation/SQLite.md"

    private let entities: [any EntitySchema] = [Customer.schema, Order.schema]

    /// The SQL that the guide shows.
    private func shownSQL(_ number: Int) throws -> String {
        let blocks = Guide.blocks("sql", in: try Guide.text(Self.page))
        try #require(blocks.count > number)
        return blocks[number]
    }

    /// A path in a folder of its own.
    private func withPath(_ body: (String) async throws -> Void) async throws {
        try await ScratchFile.with { file in
            try await body(file.folder.appendingPathComponent("app.db").path)
        }
    }

    // MARK: Opening

    @Test func opening() async throws {
        try await withPath { path in
            try await showing("OpenSQLite") {
                // snippet: OpenSQLite
                let store = try await Bridge.open(
                    "sqlite:\(path)", drivers: [.memory, .json, .sqlite],
                    entities: [Customer.schema, Order.schema])

                let customers = store.repository(for: Customer.self)
                try await customers.insert(Customer(id: 1, name: "Ann"))
                print(try await customers.count(where: \.name == "Ann"))  // prints 1
                // end
                try await store.close()
            }
            // snippet: OpenSQLiteStore
            let store = try await SQLiteStore.open(
                path, entities: [Customer.schema, Order.schema],
                options: StoreOptions(feed: .commits(100_000)),
                sqlite: SQLiteOptions(durability: .process, pollInterval: .seconds(1)))
            // end
            #expect(try await store.repository(for: Customer.self).count() == 1)
            try await store.close()
            for settings in ["?readonly=1", "?durability=process"] {
                let store = try await Driver.sqlite.open(
                    try StoreURL("sqlite:\(path)\(settings)"), entities: entities,
                    options: .standard)
                #expect(try await store.repository(for: Customer.self).count() == 1)
                try await store.close()
            }
        }
    }

    @Test func tablesAreTheOnesShown() async throws {
        try await withPath { path in
            let store = try await SQLiteStore.open(path, entities: entities)
            let made = try PlainSQL.run(
                """
                SELECT sql FROM sqlite_schema WHERE type <> 'trigger' AND sql IS NOT NULL
                AND tbl_name IN ('customers', 'orders') ORDER BY tbl_name, type DESC
                """, on: path)
            #expect(made.map { $0[0] + ";" }.joined(separator: "\n") == (try shownSQL(0)))
            try await store.close()
        }
    }

    // MARK: Plain SQL

    @Test func plainSQL() async throws {
        let statements = try shownSQL(1)
        try await withPath { path in
            let store = try await SQLiteStore.open(path, entities: entities)
            let customers = store.repository(for: Customer.self)
            try await customers.insert(all: [
                Customer(id: 1, name: "Ann"), Customer(id: 3, name: "Cleo"),
            ])
            func otherProgram() throws { try PlainSQL.run(statements, on: path) }
            try await showing("PlainSQL") {
                // snippet: PlainSQL
                guard let shown = try await customers.record(1) else { return }
                let start = try await store.currentPosition()
                try otherProgram()  // runs the statements

                for commit in try await store.changes(from: start).commits {
                    let told = commit.changes.map { "\($0.operation) \($0.id.idText)" }
                    print(commit.isForeign, told)
                    // prints true ["update 1", "insert 2", "delete 3"]
                }
                do {
                    try await customers.update(shown.value, expecting: shown.version)
                } catch .conflict {
                    print("Look at it again.")  // prints Look at it again.
                }
                // end
            }
            try await store.close()
        }
    }

    @Test func whatPlainSQLIsRefused() async throws {
        try await withPath { path in
            let store = try await SQLiteStore.open(path, entities: entities)
            let customers = store.repository(for: Customer.self)
            try await customers.insert(Customer(id: 1, name: "Ann"))
            let orders = store.repository(for: Order.self)
            try await orders.insert(
                Order(id: "a", customer: 1, placed: .now, positions: [], isPaid: false))
            #expect(throws: PlainSQLError.self) {
                try PlainSQL.run("UPDATE orders SET customer = 'Ann'", on: path)
            }
            #expect(throws: PlainSQLError.self) {
                try PlainSQL.run(
                    "PRAGMA foreign_keys = 1; DELETE FROM customers WHERE id = 1", on: path)
            }
            #expect(try await customers.count() == 1)
            // What no column type forbids is found when it is read, with its place.
            try PlainSQL.run("UPDATE orders SET placed = 'yesterday'", on: path)
            let error = await #expect(throws: DataError.self) { _ = try await orders.get("a") }
            #expect(error?.code == .corrupted && error?.fields == ["placed"])
            try PlainSQL.run("UPDATE orders SET placed = '2026-03-01T08:00:00'", on: path)
            // A statement that replaces is told of as an insert; the version moves all the same.
            let version = try await customers.record(1)?.version
            let start = try await store.currentPosition()
            try PlainSQL.run(
                "INSERT OR REPLACE INTO customers (id, name) VALUES (1, 'Eve')", on: path)
            let told = try await store.changes(from: start).commits.flatMap(\.changes)
            #expect(told.map(\.operation) == [.insert])
            #expect(try await customers.record(1)?.version != version)
            // The store does what SQL only refuses.
            try await customers.delete(1)
            #expect(try await orders.count() == 0)
            try await store.close()
        }
    }

    @Test func aTransactionOfSQLIsNoCommitOfItsOwn() async throws {
        try await withPath { path in
            let store = try await SQLiteStore.open(path, entities: entities)
            let start = try await store.currentPosition()
            for id in 1...2 {
                try PlainSQL.run("INSERT INTO customers (id, name) VALUES (\(id), '')", on: path)
            }
            let batch = try await store.changes(from: start)
            #expect(batch.commits.count == 1 && batch.commits.first?.changes.count == 2)
            #expect(batch.commits.first?.changes.first?.new == nil)
            try await store.close()
        }
    }
}

extension SQLiteSnippets {
    // MARK: Transactions

    @Test func oneWriterAtATime() async throws {
        try await withPath { path in
            let store = try await SQLiteStore.open(path, entities: entities)
            let customers = store.repository(for: Customer.self)
            try await showing("SQLiteWriters") {
                // snippet: SQLiteWriters
                try await store.transaction {
                    try await customers.insert(Customer(id: 7, name: "Gil"))
                    try await store.withoutTransaction {
                        print(try await customers.count())  // prints 0
                        do {
                            try await customers.insert(Customer(id: 8, name: "Hal"))
                        } catch .busy {
                            print("The transaction has the writer's turn.")
                            // prints The transaction has the writer's turn.
                        }
                    }
                }
                print(try await customers.count())  // prints 1
                // end
            }
            try await store.close()
        }
    }

    // MARK: The change feed

    @Test func turningTheFeedOff() async throws {
        try await withPath { path in
            try await showing("SQLiteFeedOff") {
                // snippet: SQLiteFeedOff
                var store = try await SQLiteStore.open(path, entities: [Customer.schema])
                let position = try await store.currentPosition()
                try await store.close()

                let quiet = StoreOptions(feed: .off)
                store = try await SQLiteStore.open(
                    path, entities: [Customer.schema], options: quiet)
                try await store.close()

                store = try await SQLiteStore.open(path, entities: [Customer.schema])
                do {
                    _ = try await store.changes(from: position)
                } catch .historyTrimmed {
                    print("Read everything anew.")  // prints Read everything anew.
                }
                // end
                try await store.close()
            }
        }
    }

    @Test func theFeedOutlivesTheStore() async throws {
        try await withPath { path in
            var store = try await SQLiteStore.open(path, entities: entities)
            let position = try await store.currentPosition()
            try await store.repository(for: Customer.self).insert(Customer(id: 1, name: "Ann"))
            try await store.close()
            store = try await SQLiteStore.open(path, entities: entities)
            let batch = try await store.changes(from: position)
            #expect(batch.commits.flatMap(\.changes).map(\.id) == [1])
            try await store.close()
        }
    }

    // MARK: Plans

    @Test func explaining() async throws {
        try await withPath { path in
            let store = try await SQLiteStore.open(path, entities: entities)
            let customers = store.repository(for: Customer.self)
            try await showing("SQLiteExplain") {
                // snippet: SQLiteExplain
                let plan = try customers.explain(Query(where: \.name == "Ann"))
                print(plan.access)  // prints index index_name
                // end
                let shown = Guide.blocks("text", in: try Guide.text(Self.page)).first
                #expect(plan.detail == shown)
            }
            try await store.close()
        }
    }
}
