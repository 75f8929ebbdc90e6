import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Ids of every type: told apart exactly, and ordered.
extension StoreConformance.Case {
    static let ids: [Self] = [
        Self("id.texts-differ-by-their-bytes") { trial in
            try await expectKeys(
                trial,
                [
                    "", " ", "A", "Z", "a", "e\u{301}", "z", "\u{E9}", "\u{FFFD}", "\u{10000}",
                    "\u{10FFFF}",
                ])
        },
        Self("id.integers-keep-all-bits") { trial in
            try await expectKeys(trial, [Int.min, -1, 0, 1, 9, 10, 1 << 53, (1 << 53) + 1, .max])
        },
        Self("id.uuids-order-by-their-bytes") { trial in
            try await expectKeys(
                trial,
                [
                    UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                    UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
                    UUID(uuid: (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                    UUID(uuid: (255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                ])
        },
        Self("id.spelled-numbers-keep-kind-and-spelling") { trial in
            let spellings = ["92.1", "92.10", "1e2", "12345678901234567890123"]
            let numbers = try spellings.map {
                LosslessID.number(try Expect.value(LosslessNumber($0), "the number \($0)"))
            }
            try await expectKeys(
                trial,
                [
                    .integer(-3), .integer(7), .integer(92), numbers[0], numbers[1], .integer(100),
                    numbers[2], numbers[3], .string(""), .string("7"), .string("92.10"),
                    .string("a"),
                ])
        },
        Self("id.of-several-fields") { trial in
            try await expectKeys(
                trial,
                [
                    // Members order by name: the row comes before the sheet.
                    Coordinates(sheet: "a", row: 1), Coordinates(sheet: "b", row: 1),
                    Coordinates(sheet: "a", row: 2), Coordinates(sheet: "e\u{301}", row: 2),
                    Coordinates(sheet: "é", row: 2),
                ])
        },
        Self("id.of-a-few-cases") { trial in
            try await expectKeys(trial, [Weekday.monday, .tuesday, .wednesday])
        },
    ]

    /// Writes, reads, finds, changes and deletes records of the ids, which are given in their
    /// order.
    private static func expectKeys<Key: FieldValue & Hashable>(
        _ trial: Trial, _ keys: [Key]
    ) async throws {
        let all = keys.enumerated().map { Keyed(id: $1, number: $0) }
        let records = try await trial.repository(of: Keyed<Key>.self)
        try await records.insert(all: all.reversed())
        try Expect.same(try await records.find(), all, "everything, in id order")
        for record in all {
            try Expect.same(try await records.get(record.id), record, "get")
            try Expect.same(
                try await records.find(where: \.id == record.id), [record], "find by id")
            try await Expect.error(.alreadyExists, "a second record of one id") {
                try await records.insert(record)
            }
        }
        let second = all[1]
        // A text is not ordered against a number by a filter.
        let kind = try second.id.fieldValue().kindName
        try Expect.same(
            try await records.find(where: \.id > second.id),
            try all.dropFirst(2).filter { try $0.id.fieldValue().kindName == kind },
            "what is behind the second id")
        var position: Cursor?
        var paged: [Keyed<Key>] = []
        repeat {
            let page = try await records.page(.all, after: position, size: 2)
            paged += page.items
            position = page.next
        } while position != nil
        try Expect.same(paged, all, "all pages")
        for record in all {
            try await records.update(record.id) { $0.number += 100 }
            try Expect.isTrue(try await records.delete(record.id), "delete finds the record")
            try Expect.isTrue(try await records.get(record.id) == nil, "the record is gone")
        }
        try Expect.equal(try await records.count(), 0, "the number of records left")
    }
}
