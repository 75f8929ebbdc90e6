import DataBridgeCore

/// What an operation came to, in terms that two stores can be compared by.
enum Outcome: Sendable {
    case done
    /// The operation needs something that is not there, such as an open page.
    case skipped
    case flag(Bool)
    case value(Value)
    /// The smallest or largest of values: which of several equal ones is open.
    case extreme(Value)
    case rows([Row])
    case page([Row], isLast: Bool)
    case names([String])
    case commits([CommitImage])
    case failure(Failure)

    /// A record as it was returned; without a version where the operation gives none.
    struct Row: Sendable {
        var id: Value
        var values: [Value]
        var version: RecordVersion?
    }

    /// An error, as far as stores must agree on it.
    struct Failure: Sendable {
        var code: String
        var constraintKind: String?
        /// The fields of a constraint.
        var fields: [String] = []
        var conflict: DataError.Conflict?
        /// The whole text, for the report.
        var text: String

        init(_ error: any Error) {
            guard let error = error as? DataError else {
                code = "\(type(of: error))"
                text = "\(error)"
                return
            }
            code = error.code.rawValue
            constraintKind = error.constraintKind?.rawValue
            if error.code == .constraint { fields = error.fields }
            conflict = error.conflict
            text = error.message
        }
    }

    /// One commit, as the feed or an announcement tells it.
    struct CommitImage: Sendable {
        var changes: [ChangeImage]
        var changedCollections: [String]
        var outcome: String
        var isForeign: Bool
    }

    /// One change of a commit.
    struct ChangeImage: Sendable {
        var collection: String
        var operation: String
        var isHidden: Bool
        var id: Value
        var version: RecordVersion?
        var old: Row?
        var new: Row?
    }

    /// Whether an operation by id cannot have come to this without reading its record.
    var tellsOfItsRecord: Bool {
        switch self {
        case .rows, .flag: true
        case .failure(let failure):
            [DataError.Code.conflict, .notFound].contains { $0.rawValue == failure.code }
        default: false
        }
    }

    /// The records in it.
    var rows: [Row] {
        switch self {
        case .rows(let rows), .page(let rows, _): rows
        default: []
        }
    }
}

extension Outcome.CommitImage {
    /// - Parameters:
    ///   - commit: the commit.
    ///   - name: gives the episode's name of a store's collection.
    init(_ commit: CommittedChanges, name: (String) -> String) {
        changes = (commit.changes + commit.hiddenChanges).map { change in
            Outcome.ChangeImage(
                collection: name(change.collection), operation: change.operation.rawValue,
                isHidden: change.isHidden, id: change.id, version: change.version,
                old: change.old.map { Outcome.Row($0) }, new: change.new.map { Outcome.Row($0) })
        }
        changedCollections = commit.changedCollections.map(name).sorted(
            by: ByteOrder.precedes)
        outcome = "\(commit.outcome)"
        isForeign = commit.isForeign
    }
}

extension Outcome.Row {
    init(_ record: StoredRecord) {
        self.init(id: record.id, values: record.values, version: record.version)
    }
}
