/// Hears of every operation of every store: its name, duration, outcome and row count.
///
/// A store holds an `(any Instrumentation)?`. Without one an operation does not even read the
/// clock. The report comes after the operation on the task that ran it, so an implementation must
/// be quick, must not call back into the store, and hands slow work such as a network exporter to a
/// task of its own.
public protocol Instrumentation: Sendable {
    /// Takes the report of an operation that has just ended; called from many tasks at once.
    func operationEnded(_ report: OperationReport)
}

extension Optional where Wrapped == any Instrumentation {
    /// Runs an operation and reports it; without instrumentation it only runs it.
    ///
    /// - Parameters:
    ///   - kind: What the operation is.
    ///   - store: The store's name.
    ///   - collection: The collection it works on.
    ///   - clock: The clock that measures its duration.
    ///   - attributes: What else is worth knowing, without stored values; built only when reported.
    ///   - rowCount: How many records the result stands for.
    ///   - body: The operation.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func measure<Success, Failure: Error>(
        _ kind: OperationKind, store: String, collection: String? = nil,
        clock: MonotonicClock = .system, attributes: @autoclosure () -> ValueObject = [:],
        rowCount: (Success) -> Int? = { _ in nil },
        _ body: () async throws(Failure) -> Success
    ) async throws(Failure) -> Success {
        guard let self else { return try await body() }
        let start = clock.now()
        var report = OperationReport(kind, store: store, collection: collection)
        do {
            let result = try await body()
            report.duration = clock.now() - start
            report.rowCount = rowCount(result)
            report.attributes = attributes()
            self.operationEnded(report)
            return result
        } catch {
            report.duration = clock.now() - start
            report.outcome = OperationOutcome(of: error)
            report.attributes = attributes()
            self.operationEnded(report)
            throw error
        }
    }

    /// Runs an operation that never suspends and reports it; see the asynchronous
    /// ``Swift/Optional/measure(_:store:collection:clock:attributes:rowCount:_:)``.
    public func measureInline<Success, Failure: Error>(
        _ kind: OperationKind, store: String, collection: String? = nil,
        clock: MonotonicClock = .system, attributes: @autoclosure () -> ValueObject = [:],
        rowCount: (Success) -> Int? = { _ in nil },
        _ body: () throws(Failure) -> Success
    ) throws(Failure) -> Success {
        guard let self else { return try body() }
        let start = clock.now()
        var report = OperationReport(kind, store: store, collection: collection)
        do {
            let result = try body()
            report.duration = clock.now() - start
            report.rowCount = rowCount(result)
            report.attributes = attributes()
            self.operationEnded(report)
            return result
        } catch {
            report.duration = clock.now() - start
            report.outcome = OperationOutcome(of: error)
            report.attributes = attributes()
            self.operationEnded(report)
            throw error
        }
    }
}
