public import DataBridgeCore

/// A store over another one whose calls fail, wait or lose their answer where a test says so.
///
/// A service is tested with it in one line, since it takes the place of the store:
///
/// ```swift
/// let store = FaultyStore(over: memory, .busy(onCall: 3))
/// let planner = Planner(items: store.repository(for: WorkItem.self), transactions: store)
/// ```
///
/// The faults happen below the core, where those of a real store happen. So `busy` is retried as
/// ever, a failed call undoes itself, a lost commit is announced as unknown, and observers hear
/// what they would hear. The store underneath stays usable and has no faults: what it holds is what
/// really happened. Commits of either store reach the observers of both.
///
/// ``calls`` lists what was called, by number; a run without faults shows what there is to fail,
/// and ``FaultSweep`` fails all of it in turn.
public final class FaultyStore: DataStore {
    /// Carries out the contracts over the faults.
    public let engine: StoreEngine
    /// The store underneath, without faults.
    public let base: any DataStore
    let script: StoreFaultScript

    /// A store over another one, which it closes when it is closed.
    ///
    /// - Parameters:
    ///   - base: the store underneath.
    ///   - faults: what happens to which call, counted from now.
    public convenience init(over base: any DataStore, _ faults: StoreFault...) {
        self.init(over: base, faults)
    }

    /// A store over another one, which it closes when it is closed.
    public init(over base: any DataStore, _ faults: [StoreFault]) {
        self.base = base
        let services = base.engine.services
        let script = StoreFaultScript(faults, services: services)
        self.script = script
        var ownServices = services
        ownServices.sleeper = Sleeper { duration in
            try await script.perform(.wait) { try await services.sleeper.sleep(for: duration) }
        }
        engine = StoreEngine(
            wrapping: base.engine, with: FaultyBackend(base, script), services: ownServices,
            instrumentation: base.engine.instrumentation.map { InstrumentationWithoutClose($0) })
    }

    /// Every call so far, in order, those that failed included.
    public var calls: [StoreCall] { script.calls }

    /// The calls of one kind.
    public func calls(of kind: StoreCall.Kind) -> [StoreCall] {
        calls.filter { $0.kind == kind }
    }

    /// How many transactions and reads have begun and not ended.
    public var openSessions: Int { script.openSessions }

    /// Lets something happen to calls from now on.
    public func inject(_ faults: StoreFault...) {
        script.add(faults)
    }

    /// Lets all calls through from now on.
    public func removeFaults() {
        script.removeFaults()
    }

    /// Forgets the calls so far; the next one is number 1.
    public func forgetCalls() {
        script.forgetCalls()
    }
}

/// Passes reports on, except of the end: the store underneath reports that itself.
private struct InstrumentationWithoutClose: Instrumentation {
    let base: any Instrumentation

    init(_ base: any Instrumentation) {
        self.base = base
    }

    func operationEnded(_ report: OperationReport) {
        if report.kind != .close { base.operationEnded(report) }
    }
}
