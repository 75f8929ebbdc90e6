import DataBridgeCore

/// The newest commits, for the change feed and the check of transactions that began before them.
///
/// Commit number n leads to the position with sequence n.
struct CommitHistory {
    /// How many of the newest commits the feed gives.
    private let retention: UInt64
    private var commits: [CommittedChanges] = []
    /// How many commits have been forgotten.
    private var forgotten: UInt64 = 0

    init(retention: Int) {
        self.retention = UInt64(retention)
    }

    private var end: UInt64 { forgotten + UInt64(commits.count) }

    /// How many commits are held.
    var count: Int { commits.count }

    mutating func append(_ changes: CommittedChanges) {
        commits.append(changes)
    }

    /// The commits that followed the given number of commits, which must still be held.
    func commits(since sequence: UInt64) -> [CommittedChanges] {
        Array(commits[start(sequence)...])
    }

    /// Whether one of the commits that followed the given number of commits passes a test.
    func contains(
        since sequence: UInt64, where passes: (CommittedChanges) -> Bool
    ) -> Bool {
        for index in start(sequence)..<commits.count where passes(commits[index]) { return true }
        return false
    }

    private func start(_ sequence: UInt64) -> Int {
        precondition(
            sequence >= forgotten && sequence <= end,
            "commits are held as long as a transaction may have to be checked against them")
        return Int(sequence - forgotten)
    }

    /// Commits behind a position, without those that changed nothing but hidden records.
    ///
    /// - Returns: the commits and the position to continue from; nil when the position is older
    ///   than what the feed gives.
    func feed(
        after sequence: UInt64, limit: Int
    ) -> (commits: [CommittedChanges], end: UInt64)? {
        guard sequence <= end, end - sequence <= retention else { return nil }
        var found: [CommittedChanges] = []
        var position = sequence
        for commit in commits[start(sequence)...] {
            guard found.count < limit else { break }
            position += 1
            if !commit.changes.isEmpty || !commit.changedCollections.isEmpty {
                found.append(commit)
            }
        }
        return (found, position)
    }

    /// Forgets what is older than the feed gives and than the given number of commits.
    mutating func trim(keepingSince sequence: UInt64) {
        let start = min(end > retention ? end - retention : 0, sequence)
        guard start > forgotten else { return }
        let surplus = Int(start - forgotten)
        // Moving the rest forward is only worth it now and then.
        guard surplus >= 64 && surplus >= commits.count / 2 || surplus == commits.count else {
            return
        }
        commits.removeFirst(surplus)
        forgotten += UInt64(surplus)
    }
}
