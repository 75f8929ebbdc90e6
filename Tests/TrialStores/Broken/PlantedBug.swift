/// What is wrong with a ``BrokenStore``, and the case of the contract that finds it.
package enum PlantedBug: String, CaseIterable, Sendable {
    // Values
    case textIsNormalised, integersGoThroughDoubles, datesAreRounded, innerNumbersAreDoubles
    // Filters, order, pages, sums
    case nilSortsLast, textComparesCanonically, idsCompareCanonically, nilIsNeitherEqualNorUnequal
    case caseFoldsBeyondASCII, pageSkipsEqualKeys, offsetIsForgotten, sumsAreDoubles
    case scanForgetsTheRest
    // Versions
    case versionsStay, versionsReturn
    // Transactions
    case dirtyRead, rollbackCommits, cancellationCommits, savepointRollbackIsDropped
    case savepointRollsBackEverything, lostUpdate, writeSkew, readerMovesOn
    // Constraints
    case constraintsAreUnchecked, uniqueOverlooksOwnWrites
    // Collections, feed, the rest
    case collectionsAreMadeAtOnce, feedMissesUpdates, feedIsOutOfOrder, feedTakesAnyPosition
    case commitsAreAnnouncedLate, commitsAreNotAnnounced, outcomeIsAlwaysRolledBack
    case planForgetsItsFilter, feedRepeatsItsLastCommit

    /// The name of a case that must fail.
    package var caughtBy: String {
        switch self {
        case .textIsNormalised: "value.text-comes-back"
        case .integersGoThroughDoubles: "value.integers-come-back"
        case .datesAreRounded: "value.dates-come-back-to-the-bit"
        case .innerNumbersAreDoubles: "value.opaque-values-come-back"
        case .nilSortsLast: "sort.puts-nil-first-ascending-and-last-descending"
        case .textComparesCanonically: "filter.compares-text-by-bytes"
        case .idsCompareCanonically: "id.texts-differ-by-their-bytes"
        case .nilIsNeitherEqualNorUnequal: "filter.treats-nil-in-two-valued-logic"
        case .caseFoldsBeyondASCII: "filter.ignores-case-of-ascii-letters-only"
        case .pageSkipsEqualKeys: "page.separates-equal-keys-by-id"
        case .offsetIsForgotten: "window.cuts-limit-and-offset-out-of-the-order"
        case .sumsAreDoubles: "aggregate.adds-integers-exactly"
        case .scanForgetsTheRest: "insert-all.takes-a-thousand"
        case .versionsStay: "version.moves-with-every-way-to-write"
        case .versionsReturn: "version.is-never-used-again"
        case .dirtyRead: "transaction.is-not-seen-before-its-commit"
        case .rollbackCommits: "transaction.rolls-back-on-an-error"
        case .cancellationCommits: "transaction.rolls-back-when-its-task-is-cancelled"
        case .savepointRollbackIsDropped: "nested.undoes-what-it-did-and-nothing-else"
        case .savepointRollsBackEverything: "transaction.stays-usable-after-a-failed-operation"
        case .lostUpdate: "isolation.loses-no-update"
        case .writeSkew: "isolation.allows-no-write-skew"
        case .readerMovesOn: "read-only.sees-one-state"
        case .constraintsAreUnchecked: "reference.restricts-a-delete"
        case .uniqueOverlooksOwnWrites: "unique.holds-within-a-batch"
        case .collectionsAreMadeAtOnce: "collection.is-made-with-its-transaction"
        case .feedMissesUpdates: "feed.tells-each-commit-in-order"
        case .feedIsOutOfOrder: "feed.orders-a-commit-by-collection-and-id"
        case .feedTakesAnyPosition: "feed.refuses-positions-of-another-life"
        case .feedRepeatsItsLastCommit: "feed.positions-survive-their-coding"
        case .commitsAreAnnouncedLate: "after-commit.comes-before-the-commit-returns"
        case .commitsAreNotAnnounced: "observe.gives-the-result-now-and-after-each-difference"
        case .outcomeIsAlwaysRolledBack: "token.tells-what-became-of-its-transaction"
        case .planForgetsItsFilter: "explain.divides-the-query-between-store-and-core"
        }
    }
}
