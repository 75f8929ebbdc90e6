import FoundationEssentials
import JSONSyntax
import Testing

@testable import DataBridgeCore

struct DataErrorCodableTests {
    private struct Foreign: Error {}

    private struct DiskFull: ValueFreeError {
        let valueFreeDescription = "ENOSPC"
    }

    private func json(_ error: DataError) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(error), as: UTF8.self)
    }

    private func full() -> DataError {
        var error = DataError(
            .constraint, "Taken. Choose another.", collection: "users", recordID: 7,
            fields: ["email"],
            source: .init(file: "users.json", line: 12, column: 5, pointer: "/users/3"),
            cause: DataError(.busy, "In use.", fileID: "M/B.swift", line: 2), fileID: "M/A.swift",
            line: 1)
        error.constraintName = "users_email"
        error.constraintKind = .unique
        error.conflict = .changed(current: RecordVersion(counter: 42))
        error.commitOutcome = .rolledBack
        error.values = ["email": "hidden"]
        return error
    }

    @Test func theFullFormIsAsDocumented() throws {
        #expect(
            try json(full()) == #"{"cause":{"code":"busy","message":"In use.","retryable":true,"#
                + #""thrownAt":{"fileID":"M/B.swift","line":2}},"code":"constraint","#
                + #""collection":"users","commit":"rolledBack","#
                + #""conflict":{"state":"changed","version":"42"},"constraint":"users_email","#
                + #""constraintKind":"unique","fields":["email"],"id":7,"#
                + #""message":"Taken. Choose another.","retryable":false,"#
                + #""source":{"column":5,"file":"users.json","line":12,"pointer":"/users/3"},"#
                + #""thrownAt":{"fileID":"M/A.swift","line":1}}"#)
    }

    @Test func theTextHasTheDocumentedOrder() throws {
        #expect(
            full().jsonDescription() == #"{"code":"constraint","message":"Taken. Choose another.","#
                + #""collection":"users","id":7,"fields":["email"],"constraint":"users_email","#
                + #""constraintKind":"unique","conflict":{"state":"changed","version":"42"},"#
                + #""commit":"rolledBack","source":{"file":"users.json","line":12,"column":5,"#
                + #""pointer":"/users/3"},"retryable":false,"cause":{"code":"busy","#
                + #""message":"In use.","retryable":true,"#
                + #""thrownAt":{"fileID":"M/B.swift","line":2}},"#
                + #""thrownAt":{"fileID":"M/A.swift","line":1}}"#)
        let pretty = full().jsonDescription(style: .pretty)
        #expect(pretty.hasPrefix("{\n  \"code\": \"constraint\",\n"))
        let restored = try JSONDecoder().decode(DataError.self, from: Data(pretty.utf8))
        #expect(restored.jsonDescription() == full().jsonDescription())
    }

    @Test func idsOfEveryKindAreWritten() throws {
        let ids: [Value] = [
            .null, true, 7, "x", 0.5, [1, "a", .null], ["a": 1], .duration(.seconds(1)),
            .data(Data([1])),
        ]
        for id in ids {
            let error = DataError(.notFound, "x", recordID: id)
            let data = Data(error.jsonDescription().utf8)
            #expect(try json(JSONDecoder().decode(DataError.self, from: data)) == json(error))
            // A null id reads as no id.
            #expect(
                try JSONDecoder().decode(DataError.self, from: data).recordID
                    == (id.isNull ? nil : id))
        }
    }

    @Test func aSyntaxErrorBecomesCorruptedWithItsPlace() throws {
        let error = try #require(throws: JSONSyntaxError.self) {
            try JSONTape(parsing: Array("{\n  \"a\" 1}".utf8))
        }
        let wrapped = DataError.corrupted(error, file: "tasks.json", collection: "tasks")
        #expect(wrapped.code == .corrupted)
        #expect(wrapped.source == .init(file: "tasks.json", line: 2, column: 7))
        #expect(wrapped.description.contains("A colon should follow the member name"))
        #expect(wrapped.description.contains("cause: line 2, column 7: A colon"))
    }

    @Test func theSmallFormHasOnlyWhatApplies() throws {
        let error = DataError(.closed, "Closed.", fileID: "M/A.swift", line: 1)
        #expect(
            try json(error) == #"{"code":"closed","message":"Closed.","retryable":false,"#
                + #""thrownAt":{"fileID":"M/A.swift","line":1}}"#)
    }

    @Test func everythingButValuesComesBack() throws {
        let restored = try JSONDecoder().decode(DataError.self, from: Data(try json(full()).utf8))
        #expect(try json(restored) == json(full()))
        #expect(restored.recordID == 7)
        #expect((restored.cause as? DataError)?.code == .busy)
        #expect(restored.values.isEmpty)
        var gone = DataError(.conflict, "Gone.")
        gone.conflict = .gone
        let text = try json(gone)
        #expect(text.contains(#""conflict":{"state":"gone"}"#))
        #expect(try JSONDecoder().decode(DataError.self, from: Data(text.utf8)).conflict == .gone)
    }

    @Test func foreignCausesKeepTypeAndSafeText() throws {
        let foreign = try json(DataError(.ioFailure, "x", cause: Foreign()))
        #expect(foreign.contains(#""cause":{"type":"DataBridgeCoreTests.DataErrorCodableTests."#))
        let text = try json(DataError(.noSpace, "x", cause: DiskFull()))
        #expect(text.contains(#""message":"ENOSPC""#))
        let restored = try JSONDecoder().decode(DataError.self, from: Data(text.utf8))
        #expect(restored.description.contains("DiskFull"))
        #expect(restored.description.hasSuffix(": ENOSPC"))
        #expect(try json(restored) == text)
        let restoredForeign = try JSONDecoder().decode(DataError.self, from: Data(foreign.utf8))
        #expect(restoredForeign.description.hasSuffix("Foreign"))
    }
}
