@testable import DataBridgeCore
import Testing

struct DocumentTests {
    @Test func idKeepsKindAndSpelling() throws {
        let number = try #require(LosslessNumber("92.10"))
        #expect(try Document(["id": 3]).id == .integer(3))
        #expect(try Document(["id": "3"]).id == .string("3"))
        #expect(try Document(["id": .number(number)]).id == .number(number))
        #expect(try Document(["id": 92.5]).id.description == "92.5")
    }

    @Test func anObjectWithoutIdIsRefused() {
        #expect(throws: DataError.self) { try Document(["name": "x"]) }
        #expect(throws: DataError.self) { try Document(["id": true]) }
    }

    @Test func membersAreReadAndWrittenByName() throws {
        var document = try Document(["key": 1, "a": "x"], idName: "key")
        document["b"] = 2
        document["a"] = nil
        #expect(document["b"] == 2)
        #expect(document["a"] == nil)
        #expect(document.object.names == ["key", "b"])
    }

    @Test func codingCarriesTheWholeObject() throws {
        let schema = Document.schema(named: "things", idName: "key", indexes: ["a.b"])
        let document = try Document(["key": 1, "a": ["b": 2]], idName: "key")
        let values = try schema.coding.read(document)
        #expect(values == [1, ["key": 1, "a": ["b": 2]]])
        #expect(try schema.coding.build(values) == document)
        #expect(schema.collection.indexes.first?.fields == [["a", "b"]])
        #expect(throws: FieldValueError.self) { try schema.coding.build([1, 2]) }
    }

    @Test func losingTheIdCannotBeStored() throws {
        var document = try Document(["id": 1])
        document["id"] = nil
        #expect(throws: FieldValueError.self) { try Document.schema.coding.read(document) }
    }

    @Test func everyPathIsAField() throws {
        let collection = Document.schema.collection
        #expect(collection.resolve(["id"])?.index == 0)
        let nested = try #require(collection.resolve(["a", "b"]))
        #expect(nested.index == 1 && nested.path == ["a", "b"] && nested.type == .opaque)
        #expect(collection.resolve([])?.index == 0)
    }
}
