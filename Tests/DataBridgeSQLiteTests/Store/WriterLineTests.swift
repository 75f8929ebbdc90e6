import DataBridgeCore
import Testing

@testable import DataBridgeSQLite

struct WriterLineTests {
    private let line = WriterLine(RuntimeServices())

    /// Stands in line; true once it has its turn, false when it gave up.
    private func waiter(mayJoin: Bool, deadline: Duration? = nil) -> Task<Bool, Never> {
        Task { [line] in
            do {
                try await line.acquire(mayJoin: mayJoin, deadline: deadline)
                return true
            } catch {
                return false
            }
        }
    }

    /// Hands the turn to the next in line if they may join.
    private func passToJoiner() -> Bool {
        guard let turn = line.takeJoiner() else { return false }
        turn.grant()
        return true
    }

    @Test func theTurnIsHandedToTheFirstInLine() async throws {
        #expect(line.tryAcquire())
        #expect(!line.tryAcquire())
        let turns = Count()
        try await withThrowingTaskGroup(of: Void.self) { [line] group in
            for _ in 0..<200 {
                group.addTask {
                    try await line.acquire(mayJoin: true, deadline: nil)
                    turns.add()
                    line.pass()
                }
            }
            _ = try await eventually { line.nextMayJoin == true }
            line.pass()
            try await group.waitForAll()
        }
        #expect(turns.value == 200)
        #expect(line.tryAcquire())
    }

    @Test func onlyWhoMayJoinIsLetIn() async throws {
        #expect(line.tryAcquire())
        #expect(line.nextMayJoin == nil)
        // Nobody: the holder keeps the turn.
        #expect(!passToJoiner())
        #expect(!line.tryAcquire())
        let other = waiter(mayJoin: false)
        #expect(try await eventually { line.nextMayJoin == false })
        #expect(!passToJoiner())
        line.pass()
        #expect(await other.value)
        let joiner = waiter(mayJoin: true)
        #expect(try await eventually { line.nextMayJoin == true })
        #expect(passToJoiner())
        #expect(await joiner.value)
        line.pass()
        #expect(line.tryAcquire())
    }

    @Test func whoGivesUpIsPassedOver() async throws {
        #expect(line.tryAcquire())
        let cancelled = waiter(mayJoin: true)
        #expect(try await eventually { line.nextMayJoin == true })
        cancelled.cancel()
        #expect(await cancelled.value == false)
        #expect(line.nextMayJoin == nil)
        let late = waiter(mayJoin: true, deadline: .zero)
        #expect(await late.value == false)
        let patient = waiter(mayJoin: false)
        #expect(try await eventually { line.nextMayJoin == false })
        line.pass()
        #expect(await patient.value)
    }
}
