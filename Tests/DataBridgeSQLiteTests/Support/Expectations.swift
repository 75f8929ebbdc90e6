import DataBridgeCore
import DataBridgeSQLite
import Synchronization
import Testing

/// The error of the contracts that a body throws; a failure of the test if it throws none.
@discardableResult
func expectError(
    _ code: DataError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async -> DataError? {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch let error as DataError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("\(error) is no DataError", sourceLocation: sourceLocation)
    }
    return nil
}

/// Waits until a condition holds; false if it does not within the time.
func eventually(
    within duration: Duration = .seconds(10), _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(2))
    }
    return try await condition()
}

/// The commits that a store tells of.
final class HeardCommits: Sendable {
    private let commits = Mutex<[CommittedChanges]>([])
    private let observer = Mutex<CommitObserver?>(nil)

    init(_ store: some DataStore) {
        let registered = store.afterCommit { [weak self] changes in
            self?.commits.withLock { $0.append(changes) }
        }
        observer.withLock { $0 = registered }
    }

    var all: [CommittedChanges] { commits.withLock { $0 } }

    var foreign: [CommittedChanges] { all.filter(\.isForeign) }

    /// The ids of all records changed, in the order of the commits.
    var ids: [Value] { all.flatMap(\.changes).map(\.id) }
}
