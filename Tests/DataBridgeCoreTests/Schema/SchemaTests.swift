@testable import DataBridgeCore
import Foundation
import Testing

struct SchemaTests {
    @Test func fieldsStandInInitialiserOrder() {
        let names = WorkItem.schema.collection.fields.map(\.name)
        #expect(
            names == [
                "id", "title", "status", "priority", "created_at", "story_id", "tags", "address",
            ])
        #expect(WorkItem.schema.collection.idIndex == 0)
        #expect(WorkItem.schema.collection.idName == "id")
        #expect(WorkItem.schema.name == "work_items")
        #expect(ObjectIdentifier(WorkItem.schema.entityType) == ObjectIdentifier(WorkItem.self))
    }

    @Test func declarationsBecomeLayouts() {
        let fields = WorkItem.schema.collection.fields
        #expect(fields[3].defaultValue == 0)
        #expect(fields[3].valueWhenAbsent == 0)
        #expect(fields[5].isOptional && fields[5].valueWhenAbsent == .null)
        #expect(fields[0].valueWhenAbsent == nil)
        #expect(
            WorkItem.schema.collection.indexes.map(\.name) == [
                "index_status", "index_story_id", "unique_story_id_title",
                "index_priority_created_at",
            ])
    }

    @Test func codingRoundTrips() throws {
        let item = WorkItem.sample("x", storyID: "s", tags: ["a"])
        let values = try WorkItem.schema.coding.read(item)
        #expect(values[0] == "x" && values[2] == "pending" && values[5] == "s")
        #expect(try WorkItem.schema.coding.build(values) == item)
    }

    @Test func badValuesNameTheirField() throws {
        var values = try WorkItem.schema.coding.read(.sample())
        values[2] = "unknown"
        let error = #expect(throws: FieldValueError.self) {
            try WorkItem.schema.coding.build(values)
        }
        #expect(error?.path == ["status"])
        var item = WorkItem.sample()
        item.createdAt = Date(timeIntervalSinceReferenceDate: 1e15)
        let refused = #expect(throws: FieldValueError.self) {
            try WorkItem.schema.coding.read(item)
        }
        #expect(refused?.path == ["created_at"])
    }

    @Test func keyPathsResolveAlsoInsideEmbeddedStructs() throws {
        #expect(WorkItem.schema.reference(to: \.title).path == ["title"])
        #expect(WorkItem.schema.reference(to: \.address.city).path == ["address", "city"])
        let undeclared = WorkItem.schema.reference(to: \.title.count)
        let error = #expect(throws: DataError.self) {
            try undeclared.resolved(in: WorkItem.schema.collection)
        }
        #expect(error?.code == .invalid)
    }

    @Test func pathsResolveWithTheirTypes() {
        let collection = WorkItem.schema.collection
        #expect(collection.resolve(["address", "city"])?.type == .string)
        #expect(collection.resolve(["address", "nope"]) == nil)
        #expect(collection.resolve(["tags", "0"])?.type == .string)
        #expect(collection.resolve(["tags", "x"]) == nil)
        #expect(collection.resolve(["title", "x"]) == nil)
        #expect(collection.resolve(["nope"]) == nil)
    }

    @Test func classesAreReadByKeyPath() throws {
        let values = try Plan.schema.coding.read(Plan(id: 7, name: "x"))
        #expect(values == [7, "x"])
        #expect(try Plan.schema.coding.build(values).name == "x")
    }

    @Test func embeddedLayoutsCarryTheirKey() {
        guard case .embedded(let layout) = Address.fieldType else {
            Issue.record("not embedded")
            return
        }
        #expect(layout.key == "street")
        #expect(layout.fields.map(\.name) == ["street", "city", "number"])
    }

    @Test func absentEmbeddedFieldsTakeTheirDefaults() throws {
        let address = try Address(fieldValue: ["street": "s", "city": "c"])
        #expect(address.number == nil)
    }

    @Test func aThrowingInitialiserRefusesRecords() throws {
        #expect(throws: DataError.self) { try Positive.schema.coding.build([-1]) }
        #expect(try Positive.schema.coding.build([1]).id == 1)
    }

    @Test func renamedSchemasKeepTheRest() {
        let renamed = WorkItem.schema.named("/a/b")
        #expect(renamed.name == "/a/b")
        #expect(renamed.collection.indexes == WorkItem.schema.collection.indexes)
    }
}

final class Plan: Entity {
    let id: Int
    let name: String

    init(id: Int, name: String) {
        self.id = id
        self.name = name
    }

    static let schema = Schema("plans", Plan.init) {
        Field(\.id, "id")
        Field(\.name, "name")
    }
}

struct Positive: Entity {
    let id: Int

    init(_ id: Int) throws {
        guard id > 0 else { throw DataError(.invalid, "The id is positive.") }
        self.id = id
    }

    static let schema = Schema("positives", Positive.init) {
        Field(\.id, "id")
    }
}

struct Tagged: Entity {
    var name: String
    var id: String

    static let schema = Schema("tagged", Tagged.init) {
        Field(\.name, "name")
        Field(\.id, "key").identifying()
    }
}

struct Owned: Entity {
    var owner: String
    var id: String

    static let schema = Schema("owned", Owned.init) {
        Field(\.owner, "owner")
        Field(\.id, "id")
    }
}

extension SchemaTests {
    @Test func theIdIsFoundByMarkTypeAndName() {
        #expect(Tagged.schema.collection.idName == "key")
        #expect(Owned.schema.collection.idName == "id")
        #expect(Plan.schema.collection.idName == "id")
    }
}
