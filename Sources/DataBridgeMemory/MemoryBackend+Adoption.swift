import DataBridgeCore

// For a store that keeps its records here and writes them somewhere else as well.
extension MemoryBackend {
    /// What leads from one committed state to the next.
    package struct Step: Sendable {
        /// The changes, ordered by collection and id.
        package var changes: [Change]
        /// Collections that are made before.
        package var created: [CollectionSchema]
        /// Collections that are removed before others are made.
        package var dropped: [String]

        /// A step.
        package init(changes: [Change], created: [CollectionSchema], dropped: [String]) {
            self.changes = changes
            self.created = created
            self.dropped = dropped
        }

        init(_ commit: SnapshotCommit) {
            self.init(
                changes: commit.changes, created: commit.created, dropped: commit.dropped)
        }

        var isEmpty: Bool { changes.isEmpty && created.isEmpty && dropped.isEmpty }
    }

    /// Takes over what another process committed.
    ///
    /// - Returns: what is to be announced; nil when nothing differs.
    package func applyForeign(_ step: Step) -> CommittedChanges? {
        state.withLock { take(step, &$0, prepared: nil, isForeign: true) }
    }

    /// Throws when the store is closed, or when something committed since the snapshot of a commit
    /// affects it.
    package func check(_ commit: SnapshotCommit) throws {
        guard let snapshot = commit.snapshot as? MemorySnapshot else {
            preconditionFailure("a snapshot is committed to the store it was taken from")
        }
        let checked = try checkEarly(commit, since: snapshot.sequence)
        try state.withLock { try $0.check(commit, since: checked) }
    }

    /// The newest committed records of a collection in id order; nil when there is none.
    package func records(in collection: CollectionSchema) throws -> [StoredRecord]? {
        state.withLock { $0.tables[collection.name] }?.records
    }
}
