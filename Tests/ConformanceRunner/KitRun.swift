import DataBridgeTestKit

/// Everything the kit has to say about a store, until the first thing that is wrong.
///
/// Mutants are held against it in their hundreds, so it is quick: cases overlap, and what a sound
/// store never makes a case wait for is not waited for long.
struct KitRun {
    private let factory: StoreFactory

    init(_ factory: StoreFactory) {
        var factory = factory
        factory.patience = .seconds(2)
        factory.courtesy = .milliseconds(50)
        self.factory = factory
    }

    /// The first thing found wrong; nil when there is nothing.
    func callAsFunction() async -> String? {
        await conformance()
    }

    /// The first random operation in which a store and the one in memory disagree.
    static func difference(on factory: StoreFactory) async -> String? {
        var tester = DifferentialTester(seed: 1, operations: 1_500)
        tester.maximumReruns = 0
        do {
            let report = try await tester.run(against: factory)
            return report.failure.map { "differential, after \($0.operations) operations" }
        } catch {
            return "differential, which throws"
        }
    }

    private func conformance() async -> String? {
        await withTaskGroup(of: String?.self) { group in
            var cases = StoreConformance.allCases[...]
            for _ in 0..<4 { start(cases.popFirst(), in: &group) }
            while let failure = await group.next() {
                if let failure { return failure }
                start(cases.popFirst(), in: &group)
            }
            return nil
        }
    }

    private func start(
        _ conformance: StoreConformance.Case?, in group: inout TaskGroup<String?>
    ) {
        guard let conformance else { return }
        group.addTask { [factory] in
            do {
                try await conformance.run(on: factory)
                return nil
            } catch {
                return conformance.name
            }
        }
    }
}
