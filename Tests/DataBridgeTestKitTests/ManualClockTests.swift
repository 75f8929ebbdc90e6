import DataBridgeCore
import DataBridgeTestKit
import Foundation
import Testing

struct ManualClockTests {
    @Test func timeMovesOnlyWhenToldTo() {
        let start = Date(timeIntervalSince1970: 100)
        let clock = ManualClock(timeOfDay: start)
        let services = clock.services
        #expect(services.clock.now() == .zero)
        #expect(services.wallClock.now() == start)
        clock.advance(by: .milliseconds(1_500))
        #expect(services.clock.now() == .milliseconds(1_500))
        #expect(services.wallClock.now() == start + 1.5)
        clock.set(timeOfDay: start - 10)
        #expect(services.clock.now() == .milliseconds(1_500))
        #expect(services.wallClock.now() == start - 10)
    }

    @Test func sleepMovesTheTime() async throws {
        let clock = ManualClock()
        try await clock.services.sleeper.sleep(for: .seconds(5))
        try await clock.services.sleeper.sleep(for: .seconds(-1))
        #expect(clock.elapsed == .seconds(5))
        #expect(clock.sleeps == [.seconds(5), .seconds(-1)])
    }

    @Test func sleepWaitsForTheTime() async throws {
        let clock = ManualClock(sleeping: .waitsForTime)
        let sleeper = clock.services.sleeper
        try await sleeper.sleep(for: .zero)
        let long = Task { try await sleeper.sleep(for: .seconds(2)) }
        let short = Task { try await sleeper.sleep(for: .seconds(1)) }
        while clock.sleeperCount < 2 { await Task.yield() }
        clock.advance(by: .seconds(1))
        try await short.value
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .seconds(1))
        try await long.value
        #expect(clock.sleeperCount == 0)
    }

    /// Who sees that somebody sleeps can let the time pass: the sleep has begun.
    @Test func sleepBeginsWhenItIsRecorded() async throws {
        for _ in 0..<500 {
            let clock = ManualClock(sleeping: .waitsForTime)
            let sleeping = Task { try await clock.services.sleeper.sleep(for: .seconds(1)) }
            while clock.sleeps.isEmpty { await Task.yield() }
            clock.advance(by: .seconds(1))
            let limit = Task {
                try await Task.sleep(for: .seconds(20))
                sleeping.cancel()
            }
            try await sleeping.value
            limit.cancel()
        }
    }

    @Test func cancelledSleepEnds() async throws {
        let clock = ManualClock(sleeping: .waitsForTime)
        let sleeper = clock.services.sleeper
        let sleeping = Task { try await sleeper.sleep(for: .seconds(2)) }
        while clock.sleeperCount < 1 { await Task.yield() }
        sleeping.cancel()
        let error = await #expect(throws: DataError.self) { try await sleeping.value }
        #expect(error?.code == .cancelled)
        #expect(clock.sleeperCount == 0)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await sleeper.sleep(for: .seconds(2))
        }
        await #expect(throws: DataError.self) { try await late.value }
    }

    @Test func seedDecidesTheNumbers() {
        let numbers = { (seed: UInt64) in
            let random = ManualClock(seed: seed).services.random
            return (0..<4).map { _ in random.next() }
        }
        #expect(numbers(1) == numbers(1))
        #expect(numbers(1) != numbers(2))
    }
}

struct RecordingInstrumentationTests {
    @Test func keepsReportsInOrder() {
        let recorder = RecordingInstrumentation()
        recorder.operationEnded(OperationReport(.get, store: "s", rowCount: 1))
        recorder.operationEnded(OperationReport(.find, store: "s", rowCount: 2))
        recorder.operationEnded(OperationReport(.get, store: "s", rowCount: 3))
        #expect(recorder.reports.map(\.rowCount) == [1, 2, 3])
        #expect(recorder.reports(of: .get).map(\.rowCount) == [1, 3])
        recorder.removeAll()
        #expect(recorder.reports.isEmpty)
    }
}
