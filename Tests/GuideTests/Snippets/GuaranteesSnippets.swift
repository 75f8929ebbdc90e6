import DataBridge
import DataBridgeTestKit
import Testing

/// The code of the guide to guarantees.
struct GuaranteesSnippets {
    @Test func schedules() async throws {
        try await showing("Schedules") {
            // snippet: Schedules
            let memory = StoreFactory("memory") { entities, options in
                MemoryStore(entities: entities, options: options)
            }
            let report = await IsolationSchedule.run(on: memory)
            print(report.isPassed, report.levels.count)  // prints true 2

            guard let skew = IsolationSchedule.allCases.first(where: { $0.anomaly == .writeSkew })
            else { return }
            for level in report.levels {
                switch try await skew.run(on: memory, at: level) {
                case .observed(let steps): print("\(level): \(steps.last ?? "")")
                case let outcome: print("\(level): \(outcome)")
                }
            }
            // prints snapshot: Neither T1 nor T2 has seen what the other one changed
            // prints serializable: prevented: `serialization`
            // end
        }
    }

    @Test func histories() async throws {
        let memory = StoreFactory("memory") { entities, options in
            MemoryStore(entities: entities, options: options)
        }
        try await showing("Histories") {
            // snippet: Histories
            var recorder = HistoryRecorder()
            recorder.transactionsPerTask = 1_000  // by each of 8 tasks
            let history = try await recorder.record(on: memory)
            let report = history.check(realtime: true)
            print(report.transactionCount, report.findings.count)  // prints 8000 0
            // end
        }
        try await showing("HandMade") {
            // snippet: HandMade
            let history = ListHistory([
                .init([.read(key: 1, []), .append(2, to: 2)]),
                .init([.read(key: 2, []), .append(1, to: 1)]),
                .init([.read(key: 1, [1]), .read(key: 2, [2])]),
            ])
            for finding in history.check().findings {
                print(finding.kind.rawValue, finding.transactions.sorted())  // prints G2 [0, 1]
            }
            // end
        }
    }
}
