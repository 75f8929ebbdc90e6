import DataBridgeCore
import JSONSyntax

extension BackendTruth {
    private static var schema: CollectionSchema { Note.schema.collection }

    /// The notes as records, by the way of JSON.
    private static func records() throws -> [StoredRecord] {
        let coding = JSONRecordCoding(schema)
        return try Note.some.enumerated().map { index, note in
            var writer = JSONWriter()
            try Note.schema.encode(note, to: &writer)
            let node = try JSONTape(parsing: writer.finish()).root
            return StoredRecord(
                id: try coding.id(of: node), values: try coding.values(from: node),
                version: RecordVersion(counter: UInt64(index)), entity: nil)
        }
    }

    static func queries() async throws {
        let records = try records()
        var table = RecordTable(schema)
        for record in records { table.put(record) }
        try check(table.count == 3 && table.records.map(\.id) == ["a", "b", "c"], "a table")
        try check(table.schema.name == "notes", "its schema")
        let stars = FieldReference(path: ["stars"])
        try check(table.access(for: .equals(stars, 3)) == .index("index_stars"), "its indexes")
        var scan = Scan(of: schema, predicate: .equals(stars, 3), after: "a", limit: 1)
        try check(try table.scan(scan).records.map(\.id) == ["c"], "a scan")
        scan.after = nil
        try check(try table.scan(scan).hasMore, "there is more")
        try check(table.remove("b") === records[1] && table.record("b") == nil, "removed")

        let order = try RecordOrder(
            [SortKey(stars, .descending), SortKey(FieldReference(path: ["title"]), .ascending)],
            in: schema)
        let sorted = records.sorted(by: order.isLess)
        try check(sorted.map(\.id) == ["b", "a", "c"] && !order.isIDOrder, "an order")
        let position = order.position(of: sorted[1])
        try check(position.values == [3, "Ada"] && position.id == "a", "a place in it")
        try check(order.isBehind(sorted[2], position), "behind it")
        try check(!order.isBehind(sorted[0], position), "before it")

        let query = RecordQuery(
            predicate: .not(.equals(stars, 5)), sort: [SortKey(stars, .ascending)], limit: 2,
            offset: 1, after: position)
        try check(QueryPlan.parts(of: query) == [.filter, .sort, .window], "its parts")
        try check(
            try query.sql(in: schema) == "notes where not stars is 5 order by stars, id "
                + "after (3, 'Ada', 'a') limit 2 offset 1", "\(query.sql(in: schema))")
    }

    static func predicates() throws {
        func field(_ path: String...) -> FieldReference { FieldReference(path: path) }
        let cases: [(RecordPredicate, found: String, sql: String)] = [
            (.all, "abc", "true"),
            (.equals(field("place", "page"), 2), "a", "place->'page' is 2"),
            (.compares(field("stars"), .less, 5), "ac", "stars < 5"),
            (.compares(field("stars"), .lessOrEqual, 3), "ac", "stars <= 3"),
            (.compares(field("stars"), .greater, 3), "b", "stars > 3"),
            (.compares(field("stars"), .greaterOrEqual, 5), "b", "stars >= 5"),
            (.isIn(field("id"), ["a", "c"]), "ac", "id in ('a', 'c')"),
            (.matches(field("title"), TextMatch(.prefix, "c")), "c", "title glob 'c*'"),
            (
                .matches(field("title"), TextMatch(.suffix, "L", ignoringCase: true)), "b",
                "title like '*L'"
            ),
            (.matches(field("title"), TextMatch(.anywhere, "d")), "a", "title glob '*d*'"),
            (.contains(field("tags"), "x"), "a", "'x' in each tags"),
            (
                .and([.equals(field("stars"), 3), .not(.equals(field("id"), "a"))]), "c",
                "(stars is 3 and not id is 'a')"
            ),
            (
                .or([.equals(field("id"), "b"), .equals(field("removed"), .null)]), "abc",
                "(id is 'b' or removed is null)"
            ),
        ]
        let records = try records()
        for (predicate, found, sql) in cases {
            let compiled = try CompiledPredicate(predicate, in: schema)
            let matching = records.filter { compiled.matches($0.values) }
            try check(matching.map(\.id.idText).joined() == found, sql)
            let walked = try records.filter { try predicate.holds(of: $0.values, in: schema) }
            try check(walked.map(\.id) == matching.map(\.id), "walked: \(sql)")
            try check(try predicate.sql(in: schema) == sql, try predicate.sql(in: schema))
        }
        let both = RecordPredicate.and([.equals(field("stars"), 3), .contains(field("tags"), "x")])
        try check(both.references.map(\.path) == [["stars"], ["tags"]], "the fields it names")
        try check(try CompiledPredicate(.all, in: schema).isTrivial, "nothing to evaluate")
        do {
            _ = try field("nothing").resolved(in: schema)
            try check(false, "an undeclared field is refused")
        } catch .invalid {}
        let change = Assignment<Note>.increment(\.stars, by: 2)
        try check(change.field == field("stars") && change.change == .increment(2), "increment")
        try check(Assignment<Note>.set(\.stars, to: 2).change == .set(2), "set")
    }

    static func reads() throws {
        let records = try records()
        let change = Change(in: schema, id: "a", old: records[0], new: nil)
        try check(change?.operation == .delete && change?.isHidden == false, "a change")
        try check(change?.old === records[0] && change?.new == nil, "between two states")
        let insertion = Change(in: schema, id: "a", old: nil, new: records[0])
        try check(insertion?.operation == .insert, "the other way round")
        try check(Change(in: schema, id: "a", old: nil, new: nil) == nil, "none")
        let told = Change(collection: "notes", id: "a", operation: .delete, version: nil)
        try check(told.operation == .delete && told.old == nil, "a change without its records")
        let options = SessionOptions(mayRestart: false, isInsideWriter: true)
        try check(!options.mayRestart && options.isInsideWriter, "what a session is begun with")
        let commit = CommittedChanges(position: nil, changes: change.map { [$0] } ?? [])
        try check(commit.hiddenChanges.isEmpty && commit.outcome == .committed, "a commit")
        func affected(_ read: (inout ReadSet) throws -> Void) rethrows -> Bool {
            var reads = ReadSet()
            try read(&reads)
            precondition(!reads.isEmpty)
            return reads.isAffected(by: commit)
        }
        try check(affected { $0.addRead(of: "a", in: schema) }, "a record that was read")
        try check(!affected { $0.addRead(of: "b", in: schema) }, "another one")
        try check(affected { $0.addWholeCollection("notes") }, "all of them")
        try check(!affected { $0.addCollection("notes") }, "the collection itself")
        try check(!affected { $0.addCollectionList() }, "the list of collections")
        let three = try CompiledPredicate(
            .equals(FieldReference(path: ["stars"]), 3), in: schema)
        try check(affected { $0.addScan(three, after: nil, through: nil, in: schema) }, "a query")
        try check(!affected { $0.addScan(three, after: "a", through: nil, in: schema) }, "behind")
        try check(affected { $0.addScan(three, after: nil, through: "b", in: schema) }, "up to")
    }
}
