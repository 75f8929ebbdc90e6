extension StoreConformance.Case {
    /// Every case, area by area.
    public static let allCases: [Self] = [
        inserting, insertingBatches, updating, expectingVersions, versions, upserting, deleting,
        byQuery, values, nestedValues, opaqueValues, refusing, ids, filtering, matching,
        filteringTypes, sorting, windows, paging, cursors, aggregates, streaming,
        transactions, transactionEnds, cancellation, savepoints, nestedOptions, readOnly, timeouts,
        retries, tokens,
        isolation, schedules, consistency, uniqueness, referring, softDeletes, scopes,
        declaring, collections, feed, feedReading, afterCommit, observing, closing, explaining,
        instrumentation, durability,
    ].flatMap { $0 }
}
