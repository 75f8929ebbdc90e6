import Foundation

/// What long tests have in common.
enum Patience {
    /// Whether to take the time for everything.
    static let isSoak = ProcessInfo.processInfo.environment["DATABRIDGE_SOAK"] == "1"

    /// Something waited for what never came.
    struct Hang: Error {}

    /// Waits for work, but not for ever: what hangs is left behind.
    ///
    /// - Throws: ``Hang``.
    static func finishing<Success: Sendable>(
        within limit: Duration = .seconds(30), _ work: @escaping @Sendable () async -> Success
    ) async throws -> Success {
        let (stream, continuation) = AsyncStream<Success?>.makeStream()
        let worker = Task { _ = continuation.yield(await work()) }
        let timer = Task {
            try await Task.sleep(for: limit)
            _ = continuation.yield(nil)
        }
        defer {
            worker.cancel()
            timer.cancel()
        }
        for await result in stream {
            guard let result else { throw Hang() }
            return result
        }
        throw Hang()
    }
}
