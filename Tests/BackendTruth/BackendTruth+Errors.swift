import DataBridgeCore
import DataBridgeFiles
import Foundation
import JSONSyntax

/// What an engine of one's own reports, in words that hold no data.
struct EngineFailure: ValueFreeError {
    var number: Int

    var valueFreeDescription: String { "engine failure \(number)" }
}

extension BackendTruth {
    static func errors() throws {
        let version = RecordVersion(counter: 7)
        let errors: [(DataError, DataError.Code)] = [
            (.alreadyExists(collection: "notes", id: "a"), .alreadyExists),
            (.notFound(collection: "notes", id: "a"), .notFound),
            (.collectionNotFound("notes"), .notFound),
            (.conflict(.changed(current: version), collection: "notes", id: "a"), .conflict),
            (.invalid("No.", collection: "notes", id: "a", fields: ["title"]), .invalid),
            (.readOnly("The file"), .readOnly),
            (.busy("The file"), .busy),
            (.timeout("Waiting", after: .seconds(1)), .timeout),
            (.cancelled(cause: CancellationError()), .cancelled),
            (.serialization(collection: "notes"), .serialization),
            (.commitUnknown(cause: EngineFailure(number: 5)), .commitUnknown),
            (.transactionEnded(), .transactionEnded), (.historyTrimmed(), .historyTrimmed),
            (.closed(), .closed), (.unavailable("The server"), .unavailable),
            (.unsupported("No feed."), .unsupported),
            (.corrupted("Not a row.", id: "a"), .corrupted),
            (DataError(.ioFailure, "The disk failed."), .ioFailure),
            (DataError(.noSpace, "The disk is full."), .noSpace),
            (DataError(.permissionDenied, "Not yours."), .permissionDenied),
        ]
        for (error, code) in errors {
            try check(error.code == code && !error.message.isEmpty, "\(error)")
        }
        try check(errors[3].0.conflict?.currentVersion == version, "the version it has now")
        let gone = DataError.conflict(.gone, collection: "notes", id: "a")
        try check(gone.conflict?.isGone == true, "or that it is gone")
        try check(errors[10].0.commitOutcome == .unknown, "what became of the commit")
        let about = DataError.busy("The file").about(collection: "notes", id: "a")
        try check(about.collection == "notes" && about.recordID == "a", "what it is about")
        try check(about.thrownAt.fileID.hasPrefix("BackendTruth/"), "where it was thrown")
        try check(about.thrownAt.line > 0, "at which line")

        let unique = DataError.uniqueViolation(
            collection: "notes", id: "b", fields: ["title"], name: "unique_title", existing: "a")
        try check(unique.constraintKind == .unique, "\(unique)")
        try check(unique.constraintName == "unique_title", "the engine's name for it")
        let missing = DataError.missingReference(
            collection: "notes", id: "b", fields: ["folder"], target: "folders")
        try check(missing.constraintKind == .reference && missing.fields == ["folder"], "missing")
        let referenced = DataError.stillReferenced(
            collection: "folders", id: 1, by: "notes", fields: ["folder"])
        try check(referenced.constraintKind == .reference, "still referenced")
        let null = DataError.missingValue(collection: "notes", id: "b", field: "title")
        try check(null.constraintKind == .notNull && null.fields == ["title"], "no value")
        let other = DataError.constraint(
            DataError.ConstraintKind(rawValue: "check"), "Too many stars.", collection: "notes",
            id: "b", fields: ["stars"], name: "stars_check")
        try check(other.code == .constraint, "any other constraint")
    }

    static func errorsFromBelow() throws {
        let failure = DataError.wrapping(
            EngineFailure(number: 11), as: .corrupted, "The engine failed.", collection: "notes")
        try check(failure.cause is EngineFailure, "the cause")
        try check(failure.description.contains("engine failure 11"), "\(failure)")
        let text = failure.jsonDescription()
        let read = try StrictJSONDecoder().decode(DataError.self, from: Array(text.utf8))
        guard let cause = read.cause as? DataError.DecodedCause else {
            return try check(false, "\(text)")
        }
        try check(cause.type == "BackendTruth.EngineFailure", "its type after reading")
        try check(cause.message == "engine failure 11", "its message after reading")
        try check(cause.valueFreeDescription == cause.description, "both")

        let full = FileError(.noSpace, "write", "notes.rows", isOutcomeUnknown: false)
        let disk = DataError.file(full)
        try check(disk.code == .noSpace && disk.commitOutcome == .rolledBack, "\(disk)")
        try check(disk.source?.file == "notes.rows", "which file")
        try check(full.valueFreeDescription == full.description, "no data in it")
        do {
            _ = try JSONTape(parsing: Array("[1,\n 2".utf8))
            try check(false, "half a file is refused")
        } catch let error as JSONSyntaxError {
            let broken = DataError.corrupted(error, file: "notes.json", collection: "notes")
            try check(broken.source?.line == 2 && broken.source?.column != nil, "\(broken)")
            try check(error.valueFreeDescription == error.description, "no data in it either")
        }
        let refused = FieldValueError("too long", path: ["title"])
        try check(refused.refused(collection: "notes", id: "a").code == .invalid, "not written")
        let place = DataError.SourceLocation(file: "rows", line: 3, column: 9, pointer: "/a")
        let unread = refused.corrupted(collection: "notes", id: "a", source: place)
        try check(unread.source?.pointer == "/a" && unread.code == .corrupted, "not read")
    }
}
