@testable import DataBridgeCore
import Foundation
import Testing

struct CursorTests {
    private let query = RecordQuery(
        predicate: .equals(FieldReference(path: ["status"]), "pending"),
        sort: [SortKey(FieldReference(path: ["priority"]), .descending)])

    @Test func positionComesBack() throws {
        let values: [Value] = [
            .null, .bool(true), .int(-5), .double(0.1), .decimal(Decimal(string: "1.10") ?? 0),
            .string("é\u{0}"), .date(Date(timeIntervalSinceReferenceDate: 0.3)), .uuid(UUID()),
            .data(Data([1, 2])), .duration(.seconds(3)), .array([1, ["a": 2]]),
            .number(try #require(LosslessNumber("1e400"))),
        ]
        for value in values {
            let position = KeysetPosition(
                values: [value], id: .spelledNumber(try #require(LosslessNumber("92.10"))))
            let cursor = Cursor(position: position, query: query, collection: "c")
            #expect(try Cursor(cursor.text).position(for: query, in: "c") == position)
            #expect(cursor.text.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) })
        }
    }

    @Test func anotherQueryOrCollectionIsRefused() throws {
        let position = KeysetPosition(values: [1], id: "a")
        let cursor = Cursor(position: position, query: query, collection: "c")
        var other = query
        other.predicate = .equals(FieldReference(path: ["status"]), "done")
        #expect(throws: DataError.self) { try cursor.position(for: other, in: "c") }
        #expect(throws: DataError.self) { try cursor.position(for: query, in: "d") }
        var ascending = query
        ascending.sort[0].direction = .ascending
        #expect(throws: DataError.self) { try cursor.position(for: ascending, in: "c") }
        var unsorted = query
        unsorted.sort = []
        #expect(throws: DataError.self) { try cursor.position(for: unsorted, in: "c") }
    }

    /// As filters on a dictionary come that an app has encoded twice.
    @Test func orderOfMembersInAFilterDoesNotCount() throws {
        let field = FieldReference(path: ["where"])
        let first = RecordQuery(predicate: .equals(field, ["x": 1, "y": ["a": 1, "b": 2]]))
        let second = RecordQuery(predicate: .equals(field, ["y": ["b": 2, "a": 1], "x": 1]))
        let position = KeysetPosition(values: [], id: 1)
        let cursor = Cursor(position: position, query: first, collection: "c")
        #expect(try cursor.position(for: second, in: "c").id == 1)
        let other = RecordQuery(predicate: .equals(field, ["x": 1, "y": ["a": 2, "b": 1]]))
        #expect(throws: DataError.self) { try cursor.position(for: other, in: "c") }
    }

    @Test func everyPartOfAPredicateCounts() throws {
        let field = FieldReference(path: ["a"])
        let predicates: [RecordPredicate] = [
            .all, .equals(field, 1), .equals(field, 2), .compares(field, .less, 1),
            .compares(field, .greater, 1), .isIn(field, [1]), .isIn(field, [1, 2]),
            .matches(field, TextMatch(.prefix, "x")), .matches(field, TextMatch(.suffix, "x")),
            .matches(field, TextMatch(.prefix, "x", ignoringCase: true)), .contains(field, 1),
            .and([.all]), .or([.all]), .not(.all), .and([.all, .all]),
            .equals(FieldReference(path: ["a", "b"]), 1),
        ]
        var texts: Set<String> = []
        for predicate in predicates {
            let query = RecordQuery(predicate: predicate)
            texts.insert(
                Cursor(position: KeysetPosition(values: [], id: 1), query: query, collection: "c")
                    .text)
        }
        #expect(texts.count == predicates.count)
    }

    @Test func garbageIsInvalidAndNeverTraps() {
        let random = SeededRandomSource(seed: 7)
        let valid = Cursor(
            position: KeysetPosition(values: [["a": [1]]], id: "a"), query: query,
            collection: "c"
        ).text
        var texts = ["", "AA", "AQ", "!!", "é", String(repeating: "A", count: 10_000)]
        for _ in 0..<2_000 {
            var bytes = Array(valid.utf8)
            bytes[random.int(below: bytes.count)] = UInt8(65 + random.int(below: 26))
            if random.int(below: 3) == 0 { bytes.removeLast(random.int(below: bytes.count)) }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        for text in texts {
            do {
                _ = try Cursor(text).position(for: query, in: "c")
            } catch .invalid {
                continue
            } catch {
                Issue.record("\(text): \(error)")
            }
        }
    }

    @Test func unknownFormatsAreRefused() {
        let text = Data([9, 0, 0]).base64EncodedString()
        let error = #expect(throws: DataError.self) {
            try Cursor(text).position(for: query, in: "c")
        }
        #expect(error?.message.contains("format 9") == true)
    }

    @Test func cursorsAreCodedAsText() throws {
        let cursor = Cursor("abc")
        let data = try JSONEncoder().encode([cursor])
        #expect(String(decoding: data, as: UTF8.self) == "[\"abc\"]")
        #expect(try JSONDecoder().decode([Cursor].self, from: data) == [cursor])
        #expect(cursor.description == "abc")
    }
}
