import DataBridge
import DataBridgeTestKit
import Synchronization

extension KitTruth {
    /// Everything that an episode can do, on a store that takes down what reaches it.
    static func everyOperation() async throws {
        let opened = Mutex<[FaultyStore]>([])
        let factory = StoreFactory.memory.wrapped { store in
            let faulty = FaultyStore(over: store)
            opened.withLock { $0.append(faulty) }
            return faulty
        }
        try await DifferentialEpisode(
            collections: [plain, CollectionModel("c1", fields: [])],
            steps: byID + byQuery + batches + heldOpen + around + units
        ).run(against: factory)
        let kinds = Set(opened.withLock { $0 }.flatMap(\.calls).map(\.kind))
        let expected: Set<StoreCall.Kind> = [
            .begin, .get, .insert, .update, .delete, .commit, .rollback, .collections,
            .createCollection, .dropCollection, .outcome, .setSavepoint, .rollBackToSavepoint,
        ]
        try check(kinds.isSuperset(of: expected), "\(kinds)")
    }

    private static let place = FieldType.embedded(
        EmbeddedLayout(fields: [FieldLayout(name: "page", type: .integer)], key: "page"))

    static let plain = CollectionModel(
        "c0",
        fields: [
            FieldLayout(name: "a", type: .string, isOptional: true),
            FieldLayout(name: "n", type: .integer, defaultValue: 7),
            FieldLayout(name: "gone", type: .date, isOptional: true),
            FieldLayout(name: "places", type: .array(place, optionalElements: false)),
        ], indexes: [IndexLayout(fields: [["a"]], isUnique: true)],
        references: [.init("a", to: "c1", onDelete: .setNil)], softDelete: "gone")

    private static let number = FieldReference(path: ["n"])
    private static let few = CollectionView(
        "c0", scope: .compares(FieldReference(path: ["n"]), .less, 9), includesDeleted: true)
    private static let sorted = RecordQuery(
        sort: [SortKey(FieldReference(path: ["n"]), .descending)])

    private static let byID: [DifferentialStep] = [
        .alone(.insert("c0", ["id": "x", "n": 1])), .alone(.get("c0", "x")),
        .alone(.record("c0", "x")),
        .alone(.update("c0", ["id": "x", "n": 2], .lastSeen)),
        .alone(.update("c0", ["id": "x", "n": 3], .firstSeen)),
        .alone(.change("c0", "x", [FieldChange(["n"], .increment(1))], fails: false)),
        .alone(.change("c0", "x", [FieldChange(["n"], .set(0))], fails: true)),
        .alone(.upsert("c0", ["id": "y", "places": [["page": 5]]])),
        .alone(.delete("c0", "y", .anything)), .alone(.upsert("c1", ["id": "z"])),
        .alone(.delete("c1", "z", .lastSeen)),
    ]

    private static let byQuery: [DifferentialStep] = [
        .alone(.find(few, sorted)), .alone(.stream("c0", RecordQuery())),
        .alone(.aggregate("c0", .sum(number), .all)),
        .alone(.updateAll("c0", .equals(number, 2), [FieldChange(["n"], .set(4))])),
        .alone(.deleteAll("c0", .compares(number, .greater, 100))),
    ]

    private static let batches: [DifferentialStep] = [
        .alone(.insertAll("c0", [["id": "p", "n": 8], ["id": "q", "n": 8]])),
        .alone(.fill("c0", from: 10, count: 5)),
        .alone(.upsertAll("c0", [["id": "p", "n": 9], ["id": "r", "n": 1]])),
        .alone(.deleteIDs("c0", ["q", "nothing"])),
    ]

    private static let heldOpen: [DifferentialStep] = [
        .alone(.firstPage(0, "c0", sorted, size: 2)), .alone(.nextPage(0)),
        .alone(.strayPage(0, "c0", RecordQuery())),
        .alone(.openStream(0, "c0", RecordQuery(), first: 1)),
        .alone(.continueStream(0, count: 2)), .alone(.observe(0, "c0", sorted)),
        .alone(.delete("c0", "r", .anything)), .alone(.look(0)),
    ]

    private static let around: [DifferentialStep] = [
        .alone(.collections), .alone(.createCollection("made")),
        .alone(.insert("made", ["id": "m"])), .alone(.dropCollection("made")), .alone(.reopen),
    ]

    private static let units: [DifferentialStep] = [
        .unit(0, .begin(isolation: .serializable, isReadOnly: false, token: "t")),
        .unit(0, .insert("c0", ["id": "u"])), .unit(0, .savepoint),
        .unit(0, .delete("c0", "u", .anything)), .unit(0, .rollBack), .unit(0, .commit),
        .alone(.outcome(token: "t")), .alone(.get("c0", "u")),
        .unit(1, .begin(isolation: .snapshot, isReadOnly: true, token: nil)),
        .unit(1, .get("c0", "u")), .unit(1, .cancel), .unit(1, .commit),
    ]

    static func models() throws {
        try check(
            plain.fields.map(\.name) == ["id", "a", "n", "gone", "places"], "the id comes first")
        try check(plain.fields[0].type == .string, "the id's type")
        try check(plain.indexes.first?.isUnique == true && plain.softDelete == "gone", "the rest")
        let reference = plain.references[0]
        try check(reference.field == "a" && reference.target == "c1", "a reference")
        try check(reference.onDelete == .setNil, "what a delete does")
        let specimens = CollectionModel.specimens("s0")
        try check(specimens.name == "s0", "structs of Swift")
        try check(specimens.fields.count > 10, "with a field of every type")

        let view: CollectionView = "c0"
        try check(view.name == "c0" && view.scope == nil && !view.includesDeleted, "whole")
        try check(few.scope != nil && few.includesDeleted, "through a scope")
        let change = FieldChange(["place", "page"], .set(3))
        try check(change.path.count == 2 && change.change == .set(3), "a change")
        try check(Expectation.allCases.count == 3, "what a write may expect")

        let steps = units
        try check(steps[0].unit == 0 && steps[6].unit == nil, "the transaction of a step")
        try check(steps[4].operation == .rollBack, "and what is done in it")
        let episode = DifferentialEpisode(collections: [plain], steps: steps)
        try check(episode.collections == [plain] && episode.steps.count == 12, "an episode")
    }

    static func spelledValues() throws {
        try check(Value.decimal(spelled: "1.50") == .decimal(spelled: "1.5"), "a decimal")
        try check(Value.number(spelled: "1e400") != .number(spelled: "1e401"), "a great number")
        let texts = (
            Value.spelledNumber(spelled: "9.10").idText, Value.spelledNumber(spelled: "9.1").idText
        )
        try check(texts.0 == "9.10" && texts.1 == "9.1", "the spelling counts")
        try check(Value.date(bits: (1.5).bitPattern) != .date(bits: 0), "a date by its bits")
        let uuid = "00000000-0000-0000-0000-0000000000FF"
        try check(Value.uuid(spelled: uuid).idText.uppercased().contains("FF"), "a UUID")
        try check(Value.data(bytes: [1, 2]) != .data(bytes: [1]), "bytes")
        let duration = Value.duration(seconds: 1, attoseconds: 0)
        try check(duration == .duration(.seconds(1)), "a length of time")
    }
}
