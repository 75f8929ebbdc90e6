import DataBridgeCore
import DataBridgeTestKit

// What the tester prints, compiled: `SwiftReplayTests` prints this episode and compares the text
// with what stands here.

// swift-format-ignore
enum PrintedReplay {
    // begin
    static let episode =
DifferentialEpisode(
    collections: [
        CollectionModel("c0", fields: []),
        CollectionModel(
            "c1",
            id: .losslessID,
            fields: [FieldLayout(name: "a", type: .string, isOptional: true), FieldLayout(name: "gone", type: .date, isOptional: true)],
            indexes: [IndexLayout(fields: [["a"]], isUnique: true)],
            references: [.init("a", to: "c0", onDelete: .cascade)],
            softDelete: "gone"),
        CollectionModel("c2", fields: [FieldLayout(name: "b", type: .integer, defaultValue: 7)]),
        CollectionModel(
            "c3",
            id: .embedded(EmbeddedLayout(fields: [FieldLayout(name: "x", type: .string)])),
            fields: [FieldLayout(name: "o", type: .opaque), FieldLayout(name: "l", type: .array(.embedded(EmbeddedLayout(fields: [FieldLayout(name: "k", type: .integer)], key: "k")), optionalElements: true)), FieldLayout(name: "d", type: .dictionary(.double, optionalValues: false))]),
        .specimens("s0"),
    ],
    steps: [
        .alone(.insert("c0", ["id": "e\u{301}\"\\"])),
        .alone(.insert("c1", ["id": .spelledNumber(spelled: "92.10"), "a": .null])),
        .alone(.upsert("c3", ["id": ["x": ""], "o": [true, .number(spelled: "1e400")], "l": [["k": 1], .null], "d": ["a": .double(-0.0), "b": .double(Double(bitPattern: 0x1))]])),
        .alone(.upsert("s0", ["id": 1, "date": .date(bits: 0x3FE0000000000000), "uuid": .uuid(spelled: "00000000-0000-0000-0000-0000000000FF"), "data": .data(bytes: [1, 255]), "decimal": .decimal(spelled: "-0.001"), "duration": .duration(seconds: 1, attoseconds: 5)])),
        .alone(.get("c0", "a")),
        .alone(.record("c1", 7)),
        .alone(.update("c2", ["id": "n0001"], .firstSeen)),
        .alone(.change("c2", "n0001", [FieldChange(["b"], .increment(1)), FieldChange(["b"], .set(3))], fails: true)),
        .alone(.delete("c2", "x", .lastSeen)),
        .alone(.fill("c2", from: 0, count: 3)),
        .alone(.find(CollectionView("c2", scope: .not(.equals(FieldReference(path: ["b"]), 0)), includesDeleted: true), RecordQuery(predicate: .or([.compares(FieldReference(path: ["b"]), .greaterOrEqual, 7), .isIn(FieldReference(path: ["id"]), ["a"])]), sort: [SortKey(FieldReference(path: ["b"]), .descending)], limit: 2, offset: 1))),
        .alone(.stream("c1", RecordQuery(predicate: .matches(FieldReference(path: ["a"]), TextMatch(.prefix, "a", ignoringCase: true))))),
        .alone(.find("c1", RecordQuery(predicate: .and([.matches(FieldReference(path: ["a"]), TextMatch(.anywhere, "b"))])))),
        .alone(.find("c3", RecordQuery(predicate: .contains(FieldReference(path: ["o"]), true)))),
        .alone(.aggregate("c2", .count, .all)),
        .alone(.aggregate("c2", .sum(FieldReference(path: ["b"])), .all)),
        .alone(.aggregate("c2", .average(FieldReference(path: ["b"])), .all)),
        .alone(.aggregate("c2", .minimum(FieldReference(path: ["b"])), .all)),
        .alone(.aggregate("c2", .maximum(FieldReference(path: ["b"])), .all)),
        .alone(.updateAll("c2", .all, [FieldChange(["b"], .set(0))])),
        .alone(.deleteAll("c0", .all)),
        .alone(.insertAll("c0", [["id": "a"], ["id": "b"]])),
        .alone(.upsertAll("c0", [[:]])),
        .alone(.deleteIDs("c0", ["a"])),
        .alone(.firstPage(0, "c2", RecordQuery(), size: 1)),
        .alone(.nextPage(0)),
        .alone(.strayPage(0, "c2", RecordQuery(limit: 1))),
        .alone(.openStream(0, "c2", RecordQuery(), first: 1)),
        .alone(.continueStream(0, count: 2)),
        .alone(.continueStream(0, count: .max)),
        .alone(.observe(0, "c2", RecordQuery())),
        .alone(.look(0)),
        .alone(.collections),
        .alone(.createCollection("made")),
        .alone(.dropCollection("made")),
        .alone(.reopen),
        .unit(0, .begin(isolation: .serializable, isReadOnly: false, token: "t0")),
        .unit(0, .savepoint),
        .unit(0, .rollBack),
        .unit(0, .commit),
        .alone(.outcome(token: "t0")),
        .unit(1, .begin(isolation: .snapshot, isReadOnly: true, token: nil)),
        .unit(1, .cancel),
    ])
    // end
}
