import Testing

@testable import DataBridgeCore

struct DataErrorFactoriesTests {
    private static let all: [(DataError, DataError.Code)] = [
        (.notFound(collection: "c", id: 1), .notFound),
        (.collectionNotFound("c"), .notFound),
        (.alreadyExists(collection: "c", id: 1), .alreadyExists),
        (.conflict(.gone, collection: "c", id: 1), .conflict),
        (
            .conflict(.changed(current: RecordVersion(counter: 2)), collection: "c", id: 1),
            .conflict
        ),
        (.uniqueViolation(collection: "c", id: nil, fields: ["a", "b"]), .constraint),
        (.missingReference(collection: "c", id: 1, fields: ["a"], target: "d"), .constraint),
        (.stillReferenced(collection: "c", id: 1, by: "d", fields: ["a"]), .constraint),
        (.missingValue(collection: "c", id: 1, field: "a"), .constraint),
        (.invalid("The limit is negative. Give zero or more."), .invalid),
        (.corrupted("The record has no id. Add one."), .corrupted),
        (.unsupported("This store has no feed. Turn it on."), .unsupported),
        (.readOnly(), .readOnly),
        (.serialization(), .serialization),
        (.busy("The file"), .busy),
        (.timeout("The transaction", after: .seconds(2)), .timeout),
        (.timeout("The transaction"), .timeout),
        (.cancelled(), .cancelled),
        (.commitUnknown(), .commitUnknown),
        (.transactionEnded(), .transactionEnded),
        (.historyTrimmed(), .historyTrimmed),
        (.closed(), .closed),
        (.unavailable("The server"), .unavailable),
    ]

    @Test func codesFitAndMessagesSayWhatToDo() {
        for (error, code) in Self.all {
            #expect(error.code == code)
            // What happened is one sentence, what to do is another.
            #expect(error.message.hasSuffix("."))
            #expect(
                error.message.contains(". ") || error.message.contains("; "), "\(error.message)")
            #expect(error.thrownAt.fileID.hasSuffix("DataErrorFactoriesTests.swift"))
        }
    }

    @Test func constraintsNameKindAndFields() {
        let unique = DataError.uniqueViolation(
            collection: "c", id: 1, fields: ["a", "b"], name: "u", existing: 2)
        #expect(unique.constraintKind == .unique)
        #expect(unique.fields == ["a", "b"])
        #expect(unique.constraintName == "u")
        #expect(unique.message.contains("record 2 has the same value in 'a', 'b'"))
        let missing = DataError.missingReference(collection: "c", id: 1, fields: ["a"], target: "d")
        #expect(missing.constraintKind == .reference)
        #expect(
            DataError.missingValue(collection: "c", id: 1, field: "a").constraintKind == .notNull)
    }

    @Test func outcomesAreSaid() {
        #expect(DataError.serialization().commitOutcome == .rolledBack)
        #expect(DataError.commitUnknown().commitOutcome == .unknown)
        #expect(DataError.timeout("It", after: .seconds(2)).message.contains("within 2.0 seconds"))
    }

    @Test func conflictsSayChangedOrGone() {
        let version = RecordVersion(counter: 5)
        let changed = DataError.conflict(.changed(current: version), collection: "c", id: 1)
        #expect(changed.conflict?.currentVersion == version)
        #expect(changed.conflict?.isGone == false)
        #expect(changed.message.contains("changed"))
        #expect(DataError.conflict(.gone, collection: "c", id: 1).message.contains("deleted"))
        #expect(DataError.Conflict.gone.isGone)
    }
}
