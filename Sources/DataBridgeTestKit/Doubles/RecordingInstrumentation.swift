public import DataBridgeCore
import Synchronization

/// Keeps the report of every operation, for a test to look at.
public final class RecordingInstrumentation: Instrumentation {
    private let recorded = Mutex<[OperationReport]>([])

    /// Nothing recorded yet.
    public init() {}

    /// Records a report.
    public func operationEnded(_ report: OperationReport) {
        recorded.withLock { $0.append(report) }
    }

    /// Every report, in the order in which the operations ended.
    public var reports: [OperationReport] { recorded.withLock { $0 } }

    /// The reports of one kind of operation.
    public func reports(of kind: OperationKind) -> [OperationReport] {
        reports.filter { $0.kind == kind }
    }

    /// Forgets everything recorded so far.
    public func removeAll() {
        recorded.withLock { $0 = [] }
    }
}
