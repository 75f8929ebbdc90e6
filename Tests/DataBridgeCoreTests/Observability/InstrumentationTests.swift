import DataBridgeCore
import Synchronization
import Testing

struct InstrumentationTests {
    private final class Recorder: Instrumentation {
        private let state = Mutex<[OperationReport]>([])
        var reports: [OperationReport] { state.withLock { $0 } }

        func operationEnded(_ report: OperationReport) {
            state.withLock { $0.append(report) }
        }
    }

    private final class Ticks: Sendable {
        private let count = Mutex(0)
        var reads: Int { count.withLock { $0 } }
        var clock: MonotonicClock {
            MonotonicClock {
                self.count.withLock { count in
                    count += 1
                    return .seconds(count * count)
                }
            }
        }
    }

    private struct AppError: Error {}

    @Test func successIsReportedWithRowsAndDuration() async {
        let recorder = Recorder()
        let instrumentation: (any Instrumentation)? = recorder
        let result = await instrumentation.measure(
            .find, store: "memory", collection: "tasks", clock: Ticks().clock,
            attributes: ["index": "by_status"], rowCount: { (rows: [Int]) in rows.count }
        ) { [1, 2, 3] }
        #expect(result == [1, 2, 3])
        #expect(
            recorder.reports == [
                OperationReport(
                    .find, store: "memory", collection: "tasks", duration: .seconds(3),
                    outcome: .ok,
                    rowCount: 3, attributes: ["index": "by_status"])
            ])
        #expect(OperationKind.find.description == "find")
    }

    @Test func failureIsReportedWithItsCode() async {
        let recorder = Recorder()
        let instrumentation: (any Instrumentation)? = recorder
        for error in [DataError.closed(), CancellationError(), AppError()] as [any Error] {
            await #expect(throws: (any Error).self) {
                try await instrumentation.measure(.commit, store: "json") { () throws -> Void in
                    throw error
                }
            }
            #expect(throws: (any Error).self) {
                try instrumentation.measureInline(.get, store: "json") { () throws -> Void in
                    throw error
                }
            }
        }
        let outcomes = recorder.reports.map(\.outcome)
        let expected: [DataError.Code] = [.closed, .cancelled, DataError.Code(rawValue: "other")]
        #expect(outcomes == expected.flatMap { [.failed($0), .failed($0)] })
        #expect(recorder.reports.map(\.kind).prefix(2) == [.commit, .get])
    }

    @Test func inlineOperationsAreReported() {
        let recorder = Recorder()
        let instrumentation: (any Instrumentation)? = recorder
        let value = instrumentation.measureInline(.get, store: "memory", rowCount: { $0 }) { 1 }
        #expect(value == 1)
        #expect(recorder.reports.first?.rowCount == 1)
    }

    @Test func withoutInstrumentationNoClockIsRead() async {
        let ticks = Ticks()
        let none: (any Instrumentation)? = nil
        var built = 0
        func attributes() -> ValueObject {
            built += 1
            return [:]
        }
        let inline = none.measureInline(
            .get, store: "s", clock: ticks.clock, attributes: attributes()
        ) { 1 }
        let awaited = await none.measure(
            .get, store: "s", clock: ticks.clock, attributes: attributes()
        ) { 2 }
        #expect(inline + awaited == 3)
        #expect(ticks.reads == 0 && built == 0)
    }
}
