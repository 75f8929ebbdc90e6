import DataBridgeCore
import DataBridgeMemory
import DataBridgeTestKit
import Foundation
import Testing
import TrialStores

struct TextSnapshotTests {
    private func store() async throws -> MemoryStore {
        try await MemoryStore.seeded(
            with: [Coin(id: 10, worth: 2, mint: "Wien"), Coin(id: 9)],
            [Purse(id: "\"b\"\n", coin: 9), Purse(id: "a", coin: nil)])
    }

    @Test func everythingStandsInOrder() async throws {
        let store = try await store()
        let snapshot = try await TextSnapshot(of: store)
        #expect(
            snapshot.text == """
                coins: 2 records
                  9 worth: 1
                  10 worth: 2, mint: "Wien"
                purses: 2 records
                  "\\"b\\"\\n" coin: 9
                  "a"

                """)
        #expect(snapshot == TextSnapshot(snapshot.text))
        #expect("\(snapshot)" == snapshot.text)
    }

    @Test func versionsAreNumberedOrLeftOut() async throws {
        let store = try await store()
        let coins = store.repository(for: Coin.self)
        let options = TextSnapshot.Options(collections: ["coins"], versions: .numbered)
        let text = "coins: 2 records\n  9 (v1) worth: 1\n  10 (v2) worth: 2, mint: \"Wien\"\n"
        try await TextSnapshot(of: store, options).check(equals: text)
        try await coins.update(9) { $0.worth = 5 }
        try await coins.update(9) { $0.worth = 1 }
        try await TextSnapshot(of: store, options).check(equals: text)
        let version = try #require(try await coins.record(9)?.version)
        let exact = TextSnapshot.Options(collections: ["coins"], versions: .exact)
        #expect(try await TextSnapshot(of: store, exact).text.contains("  9 (\(version)) worth: 1"))
    }

    @Test func fieldsCanHaveLinesOfTheirOwn() async throws {
        let snapshot = try await TextSnapshot(
            of: try await store(), .init(collections: ["coins"], layout: .fields))
        try snapshot.check(
            equals: """
                coins: 2 records
                  9
                    worth: 1
                  10
                    worth: 2
                    mint: "Wien"
                """)
    }

    @Test func collectionsOfOtherNamesAndDocumentsAreRead() async throws {
        let store = MemoryStore(entities: [Purse.schema, Coin.schema, Document.schema])
        try await store.createCollection("made", like: Coin.self)
        try await store.repository(for: Coin.self, in: "made").insert(Coin(id: 1))
        try await store.createCollection("loose", like: Document.self)
        let documents = store.repository(for: Document.self, in: "loose")
        try await documents.insert(
            Document(["id": "x", "list": [1, "two"], "inner": ["a": .null]]))
        try await TextSnapshot(of: store, .init(collections: ["made", "loose"])).check(
            equals: """
                made: 1 record
                  1 worth: 1
                loose: 1 record
                  "x" list: [1, "two"], inner: {a: null}
                """)
        await #expect(throws: DataError.self) {
            try await TextSnapshot(of: store, .init(collections: ["missing"]))
        }
    }

    @Test func largeCollectionsAreReadToTheEnd() async throws {
        let store = try await DictionaryStore(entities: [Coin.schema])
        try await store.repository(for: Coin.self).insert(all: (0..<130).map { Coin(id: $0) })
        #expect(try await TextSnapshot(of: store).lines.count == 131)
    }

    @Test func committedStateOnly() async throws {
        let store = try await store()
        let before = try await TextSnapshot(of: store)
        try await store.transaction {
            try await store.repository(for: Purse.self).delete("a")
            #expect(try await TextSnapshot(of: store) == before)
        }
        #expect(try await TextSnapshot(of: store) != before)
    }

    @Test func valuesThatDifferAreSpelledDifferently() async throws {
        let kinds = Kinds(
            id: 1, text: "e\u{301}\u{A0}é\t\\\u{200B}", date: Date(timeIntervalSince1970: 0.5),
            data: Data([0, 255]), list: [Data(count: 40)], duration: .milliseconds(1_500))
        let store = try await MemoryStore.seeded(with: [kinds])
        let line = try #require(try await TextSnapshot(of: store).lines.last)
        #expect(line.contains(#"text: "e\u{301}\u{a0}é\t\\\u{200b}""#), "\(line)")
        #expect(line.contains("date: 1970-01-01T00:00:00.5Z"))
        #expect(line.contains("data: 0x00ff"))
        #expect(line.contains("duration: PT1.5S"))
        var other = kinds
        other.list = [Data(repeating: 0, count: 39) + [1]]
        let another = try await TextSnapshot(of: try await MemoryStore.seeded(with: [other]))
        #expect(another.lines.last != line)
        #expect(line.contains("… (40 bytes, "))
    }

    @Test func differencesAreLines() async throws {
        let store = try await store()
        let before = try await TextSnapshot(of: store)
        try await store.repository(for: Coin.self).update(9) { $0.worth = 3 }
        try await store.repository(for: Coin.self).insert(Coin(id: 11))
        let after = try await TextSnapshot(of: store)
        #expect(before.difference(from: before) == nil)
        #expect(
            after.difference(from: before) == """
                - coins: 2 records
                -   9 worth: 1
                + coins: 3 records
                +   9 worth: 3
                    10 worth: 2, mint: "Wien"
                +   11 worth: 1
                  purses: 2 records
                    "\\"b\\"\\n" coin: 9
                  …
                """)
        let line = #line + 2
        do {
            try after.check(equals: before)
            Issue.record("the snapshots differ")
        } catch let mismatch as SnapshotMismatch {
            #expect(mismatch.location.line == line)
            #expect(mismatch.description.contains("+   11 worth: 1"))
        }
    }

    @Test func linesThatLookAlikeAreSpelledOut() {
        let found = TextSnapshot("a\n  1 name: \"\u{212B}\"")
        let difference = found.difference(from: TextSnapshot("a\n  1 name: \"\u{C5}\""))
        #expect(
            difference == "  a\n-   1 name: \"\\u{c5}\"\n+   1 name: \"\\u{212b}\"")
    }

    @Test func longTextsAreComparedToo() {
        let lines = (0..<5_000).map(String.init)
        let found = TextSnapshot(lines.joined(separator: "\n"))
        let other = TextSnapshot(lines.map { $0 == "2500" ? "x" : $0 }.joined(separator: "\n"))
        #expect(
            found.difference(from: other)
                == "  …\n  2498\n  2499\n- x\n+ 2500\n  2501\n  2502\n  …")
        let nothing = found.difference(from: TextSnapshot(""))
        #expect(nothing?.split(separator: "\n").count == 5_000)
        let reversed = found.difference(
            from: TextSnapshot(lines.reversed().joined(separator: "\n")))
        #expect(reversed?.contains("+ 4999") == true)
    }
}

private struct Kinds: Entity {
    var id: Int
    var text: String
    var date: Date
    var data: Data
    var list: [Data]
    var duration: Duration

    static let schema = Schema("kinds", Kinds.init) {
        Field(\.id, "id")
        Field(\.text, "text")
        Field(\.date, "date")
        Field(\.data, "data")
        Field(\.list, "list")
        Field(\.duration, "duration")
    }
}
