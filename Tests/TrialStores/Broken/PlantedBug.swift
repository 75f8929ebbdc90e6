/// What is wrong with a ``BrokenStore``, and the case of the contract that finds it.
package enum PlantedBug: String, CaseIterable, Sendable {
    // Values
    case textIsNormalised, integersGoThroughDoubles, datesAreRounded, innerNumbersAreDoubles
    case innerIntegersGetAPoint, innerNumbersLoseTheirPoint
    // Filters, order, pages, sums
    case nilSortsLast, textComparesCanonically, idsCompareCanonically, nilIsNeitherEqualNorUnequal
    case caseFoldsBeyondASCII, pageSkipsEqualKeys, offsetIsForgotten, sumsAreDoubles
    case scanForgetsTheRest, cursorIsStale, pagesAreCounted
    // Versions
    case versionsStay, versionsReturn, versionsStayInQueryWrites
    // Transactions
    case dirtyRead, rollbackCommits, cancellationCommits, savepointRollbackIsDropped
    case savepointRollsBackEverything, savepointCommits, lostUpdate, writeSkew, readerMovesOn
    case unknownIsReportedAsRolledBack, cancelledCommitIsHalf, cancellationKeepsTheLock
    // Constraints
    case constraintsAreUnchecked, uniqueOverlooksOwnWrites, uniqueOverlooksOtherWriters
    // Collections, feed, the rest
    case collectionsAreMadeAtOnce, feedMissesUpdates, feedIsOutOfOrder, feedTakesAnyPosition
    case commitsAreAnnouncedLate, commitsAreNotAnnounced, firstCommitIsNotAnnounced
    case outcomeIsAlwaysRolledBack, planForgetsItsFilter, feedRepeatsItsLastCommit

    /// So many calls of a store, counted below the core, are enough for a case to find its bug.
    package static let mostCalls = 5_000

    /// The name of a case that must fail.
    package var caughtBy: String {
        switch self {
        case .textIsNormalised: "value.text-comes-back"
        case .integersGoThroughDoubles: "value.integers-come-back"
        case .datesAreRounded: "value.dates-come-back-to-the-bit"
        case .innerNumbersAreDoubles: "value.opaque-values-come-back"
        case .innerIntegersGetAPoint: "value.free-values-come-back"
        case .innerNumbersLoseTheirPoint: "value.free-values-come-back"
        case .nilSortsLast: "sort.puts-nil-first-ascending-and-last-descending"
        case .textComparesCanonically: "filter.compares-text-by-bytes"
        case .idsCompareCanonically: "id.texts-differ-by-their-bytes"
        case .nilIsNeitherEqualNorUnequal: "filter.treats-nil-in-two-valued-logic"
        case .caseFoldsBeyondASCII: "filter.ignores-case-of-ascii-letters-only"
        case .pageSkipsEqualKeys: "page.separates-equal-keys-by-id"
        case .offsetIsForgotten: "window.cuts-limit-and-offset-out-of-the-order"
        case .sumsAreDoubles: "aggregate.adds-integers-exactly"
        case .scanForgetsTheRest: "insert-all.takes-a-thousand"
        case .cursorIsStale: "page.shifts-nothing-when-others-write"
        case .pagesAreCounted: "page.shifts-nothing-when-others-write"
        case .versionsStay: "version.moves-with-every-way-to-write"
        case .versionsReturn: "version.is-never-used-again"
        case .versionsStayInQueryWrites: "version.moves-with-every-way-to-write"
        case .dirtyRead: "transaction.is-not-seen-before-its-commit"
        case .rollbackCommits: "transaction.rolls-back-on-an-error"
        case .cancellationCommits: "transaction.rolls-back-when-its-task-is-cancelled"
        case .savepointRollbackIsDropped: "nested.undoes-what-it-did-and-nothing-else"
        case .savepointRollsBackEverything: "transaction.stays-usable-after-a-failed-operation"
        case .savepointCommits: "nested.goes-with-the-outer-one"
        case .unknownIsReportedAsRolledBack: "cancellation.leaves-all-or-nothing-of-a-transaction"
        case .cancelledCommitIsHalf: "cancellation.leaves-all-or-nothing-of-a-transaction"
        case .cancellationKeepsTheLock: "cancellation.leaves-all-or-nothing-of-a-batch"
        case .lostUpdate: "isolation.loses-no-update"
        case .writeSkew: "isolation.allows-no-write-skew"
        case .readerMovesOn: "read-only.sees-one-state"
        case .constraintsAreUnchecked: "reference.restricts-a-delete"
        case .uniqueOverlooksOwnWrites: "unique.holds-within-a-batch"
        case .uniqueOverlooksOtherWriters: "isolation.keeps-unique-values-apart"
        case .collectionsAreMadeAtOnce: "collection.is-made-with-its-transaction"
        case .feedMissesUpdates: "feed.tells-each-commit-in-order"
        case .feedIsOutOfOrder: "feed.orders-a-commit-by-collection-and-id"
        case .feedTakesAnyPosition: "feed.refuses-positions-of-another-life"
        case .feedRepeatsItsLastCommit: "feed.positions-survive-their-coding"
        case .commitsAreAnnouncedLate: "after-commit.comes-before-the-commit-returns"
        case .commitsAreNotAnnounced: "observe.gives-the-result-now-and-after-each-difference"
        case .firstCommitIsNotAnnounced: "observe.gives-the-result-now-and-after-each-difference"
        case .outcomeIsAlwaysRolledBack: "token.tells-what-became-of-its-transaction"
        case .planForgetsItsFilter: "explain.divides-the-query-between-store-and-core"
        }
    }
}
