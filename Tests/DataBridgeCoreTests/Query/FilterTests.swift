@testable import DataBridgeCore
import Foundation
import Testing

struct FilterTests {
    private func holds(_ filter: Filter<WorkItem>, _ item: WorkItem) throws -> Bool {
        let predicate = try filter.checked(in: WorkItem.schema.collection)
        let compiled = try CompiledPredicate(predicate, in: WorkItem.schema.collection)
        return compiled.matches(try item.stored.values)
    }

    @Test func comparisonsFollowTheValue() throws {
        let item = WorkItem.sample(priority: 3)
        #expect(try holds(\.priority == 3, item))
        #expect(try !holds(\.priority != 3, item))
        #expect(try holds(\.priority < 4, item) && !holds(\.priority < 3, item))
        #expect(try holds(\.priority <= 3, item) && !holds(\.priority <= 2, item))
        #expect(try holds(\.priority > 2, item) && !holds(\.priority > 3, item))
        #expect(try holds(\.priority >= 3, item) && !holds(\.priority >= 4, item))
        #expect(try holds(\.status == .pending, item))
    }

    @Test func logicIsTwoValuedAboutNil() throws {
        let item = WorkItem.sample(storyID: nil)
        #expect(try holds(\.storyID == nil, item))
        #expect(try holds(\.storyID != "x", item))
        #expect(try !holds(\.storyID == "x", item))
        #expect(try !holds(\.storyID < "x", item) && !holds(\.storyID >= "x", item))
        #expect(try holds(!(\.storyID < "x"), item))
        #expect(try holds(.isNil(\.storyID), item))
        #expect(try holds(.in(\.storyID, [nil, "a"]), item))
        #expect(try !holds(.hasPrefix(\.storyID, ""), item))
    }

    @Test func textTestsCompareBytes() throws {
        let item = WorkItem.sample(title: "Caf\u{e9} Ab", storyID: "Xyz")
        #expect(try holds(.hasPrefix(\.title, "Caf\u{e9}"), item))
        #expect(try !holds(.hasPrefix(\.title, "Cafe\u{301}"), item))
        #expect(try !holds(.hasPrefix(\.title, "caf"), item))
        #expect(try holds(.hasPrefix(\.title, "caf", ignoringCase: true), item))
        #expect(try holds(.hasSuffix(\.title, "Ab"), item))
        #expect(try holds(.hasSuffix(\.title, "aB", ignoringCase: true), item))
        #expect(try holds(.contains(\.title, " A"), item))
        #expect(try holds(.contains(\.title, "É AB", ignoringCase: true), item) == false)
        #expect(try holds(.contains(\.title, "\u{e9} AB", ignoringCase: true), item))
        #expect(try holds(.hasSuffix(\.storyID, "yz"), item))
        #expect(try holds(.contains(\.storyID, "y"), item))
    }

    @Test func membershipAndRanges() throws {
        let item = WorkItem.sample(priority: 5, tags: ["a", "b"])
        #expect(try holds(.in(\.priority, [1, 5]), item) && !holds(.in(\.priority, []), item))
        #expect(try holds(.between(\.priority, 5, 6), item))
        #expect(try !holds(.between(\.priority, 6, 7), item))
        #expect(try holds(.contains(\.tags, "b"), item) && !holds(.contains(\.tags, "c"), item))
    }

    @Test func nestedFieldsByKeyPathAndName() throws {
        let item = WorkItem.sample(city: "Graz")
        #expect(try holds(\.address.city == "Graz", item))
        #expect(try holds(.field("address.city") == "Graz", item))
        #expect(try holds(.field(path: ["address", "city"]) != "Wien", item))
        #expect(try holds(.field("address.number").isNil, item))
        #expect(try holds(.field("priority") < 2, item) && holds(.field("priority") <= 1, item))
        #expect(try holds(.field("priority") > 0, item) && holds(.field("priority") >= 1, item))
        #expect(try holds(Filter.field("title").hasPrefix("Ti"), item))
        #expect(try holds(Filter.field("title").hasSuffix("le"), item))
        #expect(try holds(Filter.field("title").contains(text: "itl"), item))
        #expect(try holds(Filter.field("priority").isIn([1, 2]), item))
        #expect(try holds(Filter.field("priority").isBetween(0, 1), item))
        #expect(try !holds(Filter.field("tags").contains("x"), item))
    }

    @Test func connectives() throws {
        let item = WorkItem.sample(priority: 3)
        let yes: Filter<WorkItem> = \.priority == 3
        let no: Filter<WorkItem> = \.priority == 4
        #expect(try holds(yes && yes, item) && !holds(yes && no, item))
        #expect(try holds(no || yes, item) && !holds(no || no || no, item))
        #expect(try holds(!no, item) && holds(.all, item))
        #expect((Filter<WorkItem>.all && yes) == yes)
        #expect((yes && .all) == yes)
        #expect((yes && no && yes).predicate == .and([yes, no, yes].map(\.predicate)))
        #expect(
            (yes && (no && yes)).predicate == .and([yes, no, yes].map(\.predicate)))
        #expect(((yes && no) && (no && yes)).predicate.references.count == 4)
    }

    @Test func unknownFieldsAndValuesAreInvalid() {
        #expect(throws: DataError.self) { try holds(.field("nope") == 1, .sample()) }
        #expect(throws: DataError.self) { try holds(\.title.count == 1, .sample()) }
        #expect(throws: DataError.self) { try holds(.field("priority") == Double.nan, .sample()) }
        #expect(throws: DataError.self) {
            try holds(.in(\.createdAt, [Date(timeIntervalSinceReferenceDate: 1e15)]), .sample())
        }
        #expect(throws: DataError.self) {
            try holds(Filter.field("priority").hasPrefix("x"), .sample())
        }
        #expect(throws: DataError.self) {
            try holds(Filter.field("title").contains("x"), .sample())
        }
    }

    @Test func filtersAreHashableByMeaning() {
        let one: Filter<WorkItem> = \.title == "é"
        let same: Filter<WorkItem> = \.title == "é"
        let other: Filter<WorkItem> = \.title == "e\u{301}"
        #expect(one == same && one.hashValue == same.hashValue)
        #expect(one != other)
        let match = TextMatch(.prefix, "a")
        #expect(match == TextMatch(.prefix, "a") && match != TextMatch(.suffix, "a"))
        #expect(Set([match, TextMatch(.prefix, "a"), TextMatch(.prefix, "b")]).count == 2)
    }

    @Test func documentsOrderOnlyLikeKinds() throws {
        let document = try Document(["id": 1, "n": 2, "s": "x", "list": [1, "a"]])
        let schema = Document.schema.collection
        func holds(_ filter: Filter<Document>) throws -> Bool {
            let values = try Document.schema.coding.read(document)
            return try CompiledPredicate(filter.predicate, in: schema).matches(values)
        }
        #expect(try holds(.field("n") < 3.5))
        #expect(try !holds(.field("n") < "z") && !holds(.field("n") > "a"))
        #expect(try holds(.field("missing").isNil))
        #expect(try holds(Filter.field("list").contains("a")))
        #expect(try holds(.field("list.1") == "a"))
        #expect(try holds(Filter.field("s").hasPrefix("x")))
        #expect(try holds(\.id == .integer(1)))
    }
}
