/// The sources that make up the memory store: its own, and what of the core it is made of.
///
/// Two things are left out, as no contract of a store is about them and unit tests of their own
/// are. What a value is: its equality, order and arithmetic. And `RecordTable+Access`, which only
/// estimates which of several right ways to the same records is the shortest.
enum MutationScope {
    /// Files and folders, relative to the package.
    static let paths = [
        // Committed states, snapshots, the check at the commit, feed and tokens.
        "Sources/DataBridgeMemory",
        // The table of a collection with its indexes.
        "Sources/DataBridgeCore/Records/PredicateConditions.swift",
        "Sources/DataBridgeCore/Records/RecordKeyOrder.swift",
        "Sources/DataBridgeCore/Records/RecordTable.swift",
        "Sources/DataBridgeCore/Records/RecordTree.swift",
        "Sources/DataBridgeCore/Records/RecordTreeNode.swift",
        // What a transaction lays over a snapshot, with its savepoints and the record of its reads.
        "Sources/DataBridgeCore/Backend/NetChanges.swift",
        "Sources/DataBridgeCore/Backend/OverlayBackend.swift",
        "Sources/DataBridgeCore/Backend/OverlayCollection.swift",
        "Sources/DataBridgeCore/Backend/OverlaySession.swift",
        "Sources/DataBridgeCore/Backend/OverlayState.swift",
        "Sources/DataBridgeCore/Backend/ReadSet.swift",
        "Sources/DataBridgeCore/Backend/UndoLog.swift",
        // Filters, order, pages, totals.
        "Sources/DataBridgeCore/Query/AggregateEvaluation.swift",
        "Sources/DataBridgeCore/Query/Assignment.swift",
        "Sources/DataBridgeCore/Query/CompiledPredicate.swift",
        "Sources/DataBridgeCore/Query/Cursor.swift",
        "Sources/DataBridgeCore/Query/QueryEvaluation.swift",
        "Sources/DataBridgeCore/Query/RecordOrder.swift",
        // Unique constraints and references.
        "Sources/DataBridgeCore/Schema/ConstraintChecker.swift",
        // Units of work, retries, nesting; repositories; what is told of commits.
        "Sources/DataBridgeCore/Store/StoreEngine.swift",
        "Sources/DataBridgeCore/Store/StoreEngine+Transactions.swift",
        "Sources/DataBridgeCore/Transaction",
        "Sources/DataBridgeCore/Repository",
        "Sources/DataBridgeCore/Feed",
    ]
}
