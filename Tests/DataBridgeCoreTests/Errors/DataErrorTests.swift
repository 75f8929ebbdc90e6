import FoundationEssentials
import Testing

@testable import DataBridgeCore

struct DataErrorTests {
    @Test func codesAreCatchPatterns() {
        func caught(_ error: any Error) -> String {
            do {
                throw error
            } catch .notFound {
                return "notFound"
            } catch DataError.Code.conflict {
                return "conflict"
            } catch .busy, .serialization {
                return "again"
            } catch let error as DataError where error.isRetryable {
                return "retryable"
            } catch {
                return "other"
            }
        }
        #expect(caught(DataError.notFound(collection: "c", id: 1)) == "notFound")
        #expect(caught(DataError.conflict(.gone, collection: "c", id: 1)) == "conflict")
        #expect(caught(DataError.busy("The file")) == "again")
        #expect(caught(DataError.closed()) == "other")
        #expect(caught(CancellationError()) == "other")
    }

    @Test func codesWorkInSwitchesOverErrors() {
        let error: any Error = DataError.closed()
        switch error {
        case DataError.Code.closed: break
        default: Issue.record("not matched")
        }
        #expect(DataError.Code(rawValue: "own.code").description == "own.code")
    }

    @Test func retryingMakesSenseOnlyWhenNothingWasWritten() {
        #expect(DataError.serialization().isRetryable)
        #expect(DataError.busy("The file").isRetryable)
        #expect(!DataError.conflict(.gone, collection: "c", id: 1).isRetryable)
        #expect(!DataError.commitUnknown().isRetryable)
        var busy = DataError.busy("The file")
        busy.commitOutcome = .unknown
        #expect(!busy.isRetryable)
        busy.commitOutcome = .committed
        #expect(!busy.isRetryable)
        busy.commitOutcome = .rolledBack
        #expect(busy.isRetryable)
    }

    @Test func theThrowingPlaceIsTheCallersLine() {
        let line: UInt = #line + 1
        let error = DataError.notFound(collection: "tasks", id: 7)
        #expect(error.thrownAt.fileID == "DataBridgeCoreTests/DataErrorTests.swift")
        #expect(error.thrownAt.line == line)
        let place = "(DataBridgeCoreTests/DataErrorTests.swift:\(line))"
        #expect(
            error.description
                == "notFound: There is no such record. Check the id, or use upsert to "
                + "create what is missing. [tasks 7] \(place)")
    }

    @Test func storedValuesAppearOnlyWhenAskedFor() throws {
        struct Quoting: Error {
            let text = "duplicate key value (secret@example.org)"
        }
        var error = DataError.uniqueViolation(
            collection: "users", id: "u1", fields: ["email"], name: "users_email", existing: "u0")
        error.values = ["email": "secret@example.org"]
        error.cause = Quoting()
        var outer = DataError(.ioFailure, "Saving failed. Try again.", cause: error)
        outer.values = ["note": "secret@example.org"]
        for text in [error.description, outer.description, "\(error)", String(reflecting: error)] {
            #expect(!text.contains("secret"), "\(text)")
        }
        #expect(error.description.contains("u0") && error.description.contains("users u1"))
        #expect(outer.description.contains("cause: constraint: Another record u0"))
        let encoded = String(decoding: try JSONEncoder().encode(outer), as: UTF8.self)
        #expect(!encoded.contains("secret"))
        #expect(
            error.descriptionIncludingValues.contains(#"values: {"email": "secret@example.org"}"#))
        #expect(outer.descriptionIncludingValues.components(of: "secret") == 3)
    }

    @Test func valueFreeCausesAreShown() {
        struct DiskFull: ValueFreeError {
            let valueFreeDescription = "ENOSPC while writing"
        }
        let error = DataError(.noSpace, "The disk is full.", cause: DiskFull())
        #expect(error.description.hasSuffix("; cause: ENOSPC while writing"))
        let foreign = DataError(.noSpace, "The disk is full.", cause: CancellationError())
        #expect(foreign.description.hasSuffix("; cause: Swift.CancellationError"))
    }

    @Test func wrappingKeepsDataErrorsAndKnowsCancellation() {
        struct Failure: Error {}
        let own = DataError.wrapping(DataError.closed(), as: .ioFailure, "x")
        #expect(own.code == .closed)
        let cancelled = DataError.wrapping(CancellationError(), as: .ioFailure, "x")
        #expect(cancelled.code == .cancelled)
        #expect(cancelled.cause is CancellationError)
        let foreign = DataError.wrapping(
            Failure(), as: .ioFailure, "The disk failed.", collection: "c", id: 1)
        #expect(foreign.code == .ioFailure)
        #expect(foreign.message == "The disk failed.")
        #expect(foreign.collection == "c" && foreign.recordID == 1)
        #expect(foreign.cause is Failure)
    }

    @Test func aboutFillsInWhatIsMissing() {
        let error = DataError.busy("The file").about(collection: "c", id: 1)
        #expect(error.collection == "c" && error.recordID == 1)
        let again = error.about(collection: "d", id: 2)
        #expect(again.collection == "c" && again.recordID == 1)
    }

    @Test func placesReadAsCompilersWriteThem() {
        typealias Place = DataError.SourceLocation
        #expect(Place(file: "a.json").description == "a.json")
        #expect(Place(file: "a.json", line: 3).description == "a.json:3")
        #expect(
            Place(file: "a.json", line: 3, column: 4, pointer: "/a/0").description
                == "a.json:3:4 (/a/0)")
        #expect(Place(file: "a.json", pointer: "").description == "a.json (whole document)")
        let error = DataError.corrupted(
            "The file is cut off. Restore it.", source: Place(file: "a.json", line: 3, column: 4))
        #expect(error.description.contains("Restore it. at a.json:3:4 ("))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
