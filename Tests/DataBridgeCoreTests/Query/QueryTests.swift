@testable import DataBridgeCore
import Testing

struct QueryTests {
    @Test func queriesAreValues() {
        let one = Query<WorkItem>(where: \.priority > 1, sortedBy: [.ascending(\.title)], limit: 3)
        let same = Query<WorkItem>(where: \.priority > 1, sortedBy: [.ascending(\.title)], limit: 3)
        #expect(one == same && one.hashValue == same.hashValue)
        #expect(one != .all)
        #expect(Sort<WorkItem>.field("address.city", .descending).key.field.path.count == 2)
    }

    @Test func negativeWindowsAreInvalid() {
        #expect(throws: DataError.self) {
            try Query<WorkItem>(limit: -1).untyped(in: WorkItem.schema.collection)
        }
        #expect(throws: DataError.self) {
            try Query<WorkItem>(offset: -1).untyped(in: WorkItem.schema.collection)
        }
    }

    @Test func hugeWindowsDoNotOverflow() {
        #expect(RecordQuery(limit: .max, offset: 5).reach == .max)
        #expect(RecordQuery(limit: 2, offset: 5).reach == 7)
        #expect(RecordQuery(offset: 5).reach == .max)
    }

    @Test func ordersPutNilFirstAndIdsLast() throws {
        let order = try RecordOrder(
            [SortKey(FieldReference(path: ["story_id"]), .ascending)],
            in: WorkItem.schema.collection)
        let none = try WorkItem.sample("b", storyID: nil).stored
        let some = try WorkItem.sample("a", storyID: "x").stored
        let same = try WorkItem.sample("c", storyID: "x").stored
        #expect(order.isLess(none, some) && !order.isLess(some, none))
        #expect(order.isLess(some, same) && !order.isLess(same, some))
        let place = order.position(of: some)
        #expect(order.isBehind(same, place) && !order.isBehind(some, place))
        #expect(!order.isBehind(none, place))
        let down = try RecordOrder(
            [SortKey(FieldReference(path: ["story_id"]), .descending)],
            in: WorkItem.schema.collection)
        #expect(down.isLess(some, none) && down.isBehind(none, down.position(of: some)))
    }

    @Test func plansSpeakInOneLine() {
        let query = RecordQuery(
            predicate: .equals(FieldReference(path: ["a"]), 1),
            sort: [SortKey(FieldReference(path: ["a"]), .ascending)], limit: 1)
        let plan = QueryPlan(
            access: .index("index_a"), inStore: [.filter], inCore: [.sort, .window],
            detail: "detail")
        #expect(QueryPlan.parts(of: query) == [.filter, .sort, .window])
        #expect(
            plan.description
                == "index index_a; in the store: filter; in the core: sort, window\ndetail")
        #expect(QueryPlan.Access.id.description == "by id")
        #expect(QueryPlan.Access.idRange.description == "range of ids")
        #expect(QueryPlan.Access.scan.description == "scan of the collection")
    }

    @Test func assignmentsResolveAndApply() throws {
        let schema = WorkItem.schema.collection
        var values = try WorkItem.sample(priority: 4).stored.values
        let steps = try ResolvedAssignment.resolve(
            [
                Assignment<WorkItem>.set(\.status, to: .done), .increment(\.priority, by: -1),
                .set("address.city", to: "Wien"),
            ], in: schema)
        for step in steps { try step.apply(to: &values) }
        let item = try WorkItem.schema.coding.build(values)
        #expect(item.status == .done && item.priority == 3 && item.address.city == "Wien")
    }

    @Test func assignmentsRefuseWhatARecordCannotTake() throws {
        let schema = WorkItem.schema.collection
        func apply(_ assignment: Assignment<WorkItem>) throws {
            var values = try WorkItem.sample(priority: .max).stored.values
            for step in try ResolvedAssignment.resolve([assignment], in: schema) {
                try step.apply(to: &values)
            }
        }
        #expect(throws: DataError.self) { try apply(.set(\.id, to: "x")) }
        #expect(throws: DataError.self) { try apply(.increment(\.priority, by: 1)) }
        #expect(throws: DataError.self) { try apply(.set("nope", to: 1)) }
        #expect(throws: DataError.self) { try apply(.set("priority", to: Double.nan)) }
        #expect(throws: DataError.self) { try apply(.set("tags.4", to: "x")) }
    }

    @Test func pathsAreMadeWhereNothingWas() throws {
        var value = Value.null
        try value.set(1, at: ["a", "b"])
        #expect(value == ["a": ["b": 1]])
        try value.set(2, at: ["a", "c"])
        #expect(value == ["a": ["b": 1, "c": 2]])
        #expect(throws: DataError.self) { try value.set(3, at: ["a", "b", "c"]) }
        var list: Value = [1, ["x": 2]]
        try list.set(5, at: ["1", "x"])
        #expect(list == [1, ["x": 5]])
    }

    @Test func aggregatesAreIndependentOfOrder() throws {
        let schema = WorkItem.schema.collection
        func total(_ aggregate: Aggregate, _ priorities: [Int]) throws -> Value {
            var evaluation = try AggregateEvaluation(aggregate, in: schema)
            for (index, priority) in priorities.enumerated() {
                try evaluation.add(try WorkItem.sample("\(index)", priority: priority).stored)
            }
            return try evaluation.result()
        }
        let field = FieldReference(path: ["priority"])
        #expect(try total(.sum(field), [.max, 1, -1]) == .int(.max))
        #expect(throws: DataError.self) { try total(.sum(field), [.max, 1]) }
        #expect(try total(.sum(field), []) == 0)
        #expect(try total(.average(field), [1, 2]) == 1.5)
        #expect(try total(.average(field), []) == .null)
        #expect(try total(.minimum(field), [3, 1, 2]) == 1)
        #expect(try total(.maximum(field), [3, 1, 2]) == 3)
        #expect(try total(.maximum(field), []) == .null)
        #expect(try total(.count, [3, 1]) == 2)
        #expect(throws: DataError.self) {
            try total(.sum(FieldReference(path: ["title"])), [1])
        }
    }

    @Test func sumsKeepTheirKind() throws {
        func total(_ values: [Value]) throws -> Value {
            var evaluation = try AggregateEvaluation(
                .sum(FieldReference(path: ["n"])), in: Document.schema.collection)
            for (index, value) in values.enumerated() {
                let object: Value = .object(["id": .int(Int64(index)), "n": value])
                try evaluation.add(
                    StoredRecord(
                        id: .int(Int64(index)), values: [.int(Int64(index)), object],
                        version: RecordVersion(counter: 1)))
            }
            return try evaluation.result()
        }
        #expect(try total([1, 2]) == 3)
        #expect(try total([1, .decimal(2)]) == .decimal(3))
        #expect(try total([1e100, 1, -1e100]) == .double(1))
        #expect(try total([.null, 4]) == 4)
        #expect(throws: DataError.self) { try total(["x"]) }
    }
}
