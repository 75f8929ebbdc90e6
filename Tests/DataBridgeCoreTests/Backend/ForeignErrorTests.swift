import DataBridgeFiles
import Testing

@testable import DataBridgeCore

/// What becomes of errors that a backend throws and that are none of ours.
struct ForeignErrorTests {
    private struct Strange: Error {}

    private func failedCommit(with failure: any Error) async throws -> DataError? {
        let base = DictionaryBackend()
        let engine = try await StoreEngine.open(OverlayBackend(base), entities: [Plain.schema])
        base.state.withLock { $0.failure = failure }
        let store = PlainStore(engine: engine)
        return await #expect(throws: DataError.self) {
            try await store.transaction(TransactionOptions(retry: .never)) {
                try await store.repository(for: Plain.self).insert(Plain(id: "a"))
            }
        }
    }

    @Test func commitThatFailsForNoKnownReasonIsUnknown() async throws {
        let error = try await failedCommit(with: Strange())
        #expect(error?.code == .commitUnknown)
        #expect(error?.commitOutcome == .unknown)
        #expect(error?.cause is Strange)
    }

    @Test func fileErrorSaysWhatBecameOfTheCommit() async throws {
        let full = try await failedCommit(with: FileError(.noSpace, "write", "a"))
        #expect(full?.code == .noSpace)
        #expect(full?.commitOutcome == .rolledBack)
        let unsynced = FileError(.syncFailed, "sync", "a", isOutcomeUnknown: true)
        let unknown = try await failedCommit(with: unsynced)
        #expect(unknown?.code == .commitUnknown)
        #expect(unknown?.commitOutcome == .unknown)
    }

    @Test func dataErrorWithoutAnOutcomeIsARollback() async throws {
        let error = try await failedCommit(with: DataError(.readOnly, "Not now."))
        #expect(error?.code == .readOnly)
        #expect(error?.commitOutcome == .rolledBack)
    }

    @Test func valueThatCannotBeWrittenIsRefused() {
        let error = FieldValueError("no number", path: ["a", "b"])
            .refused(collection: "parts", id: "x")
        #expect(error.code == .invalid)
        #expect(error.commitOutcome == .rolledBack)
        #expect(error.fields == ["a.b"])
        #expect(error.message == "The value of \"a.b\" cannot be written: no number.")
    }
}

private struct Plain: Entity {
    var id: String

    static let schema = Schema("plain", Plain.init) { Field(\.id, "id") }
}

private struct PlainStore: DataStore {
    let engine: StoreEngine
}
