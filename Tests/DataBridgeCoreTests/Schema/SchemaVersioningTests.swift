@testable import DataBridgeCore
import Testing

struct SchemaVersioningTests {
    private var versioning: SchemaVersioning {
        WorkItem.schema
            .version(4, minimumReader: 2, storedIn: "v")
            .upgrade(from: 3) { $0["c"] = 3 }
            .upgrade(from: 1) { object in
                object["b"] = object["a"] ?? .null
                object["a"] = nil
            }
            .collection.versioning
    }

    @Test func stepsRunInOrderAndGapsAreAdditive() throws {
        var object: ValueObject = ["a": 1]
        try versioning.upgrade(&object, from: 1, minimumReader: 1)
        #expect(object == ["b": 1, "c": 3])
        var newer: ValueObject = ["a": 1]
        try versioning.upgrade(&newer, from: 2, minimumReader: 1)
        #expect(newer == ["a": 1, "c": 3])
        #expect(versioning.steps.map(\.from) == [1, 3])
        #expect(versioning.versionField == "v")
    }

    @Test func currentDataIsUntouched() throws {
        var object: ValueObject = ["a": 1]
        try versioning.upgrade(&object, from: 4, minimumReader: 2)
        #expect(object == ["a": 1])
    }

    @Test func newerDataNeedsAReaderItNames() throws {
        var object: ValueObject = ["a": 1]
        try versioning.upgrade(&object, from: 9, minimumReader: 4)
        #expect(object == ["a": 1])
        let error = #expect(throws: DataError.self) {
            try versioning.upgrade(&object, from: 9, minimumReader: 5)
        }
        #expect(error?.code == .unsupported)
    }

    @Test func whatAStepThrowsPassesThrough() {
        struct Broken: Error {}
        let versioning = WorkItem.schema.version(2).upgrade(from: 1) { _ in throw Broken() }
            .collection.versioning
        var object: ValueObject = [:]
        #expect(throws: Broken.self) {
            try versioning.upgrade(&object, from: 1, minimumReader: 1)
        }
    }
}
