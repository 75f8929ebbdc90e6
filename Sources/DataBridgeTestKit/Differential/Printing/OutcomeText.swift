import DataBridgeCore

/// Spells outcomes for the report of a disagreement.
enum OutcomeText {
    static func of(_ outcome: Outcome) -> String {
        switch outcome {
        case .done: "done"
        case .skipped: "nothing to do it with"
        case .flag(let flag): "\(flag)"
        case .value(let value), .extreme(let value): Identity.spelled(value)
        case .rows(let rows): of(rows)
        case .page(let rows, let isLast): of(rows) + (isLast ? ", the last page" : ", more to come")
        case .names(let names): "[\(names.joined(separator: ", "))]"
        case .commits(let commits): commits.isEmpty ? "nothing" : list(commits.map(of))
        case .failure(let failure): of(failure)
        }
    }

    private static func of(_ rows: [Outcome.Row]) -> String {
        rows.isEmpty ? "no records" : list(rows.map(of))
    }

    private static func of(_ row: Outcome.Row) -> String {
        let values = row.values.map(Identity.spelled).joined(separator: ", ")
        return "(\(values))" + (row.version.map { " at \($0)" } ?? "")
    }

    private static func of(_ failure: Outcome.Failure) -> String {
        var text = "the error \(failure.code)"
        if let kind = failure.constraintKind {
            text += " (\(kind): \(failure.fields.joined(separator: ", ")))"
        }
        if let conflict = failure.conflict {
            text += conflict.currentVersion.map { " (now at \($0))" } ?? " (gone)"
        }
        return text + ": " + failure.text
    }

    private static func of(_ commit: Outcome.CommitImage) -> String {
        let changes = commit.changes.map { change in
            "\(change.operation) \(Identity.spelled(change.id)) in \(change.collection)"
                + (change.version.map { " at \($0)" } ?? "")
                + (change.new.map { " " + of($0) } ?? "") + (change.isHidden ? " hidden" : "")
        }
        let names = commit.changedCollections
        return "{" + (changes + names.map { "collection \($0)" }).joined(separator: "; ") + "}"
            + (commit.isForeign ? " by somebody else" : "")
    }

    /// A few of them.
    private static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(12).joined(separator: "\n              ")
        return texts.count > 12 ? shown + "\n              … (\(texts.count) in all)" : shown
    }
}
