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
}
