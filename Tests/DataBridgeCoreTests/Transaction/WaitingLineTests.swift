@testable import DataBridgeCore
import Testing

struct WaitingLineTests {
    @Test func waitersGoInOrderAndExcludeEachOther() async throws {
        let line = WaitingLine()
        let log = Shared<[Int]>([])
        let inside = Shared(0)
        try await line.acquire()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask {
                    try await line.acquire()
                    let number = inside.withLock { count in
                        count += 1
                        return count
                    }
                    #expect(number == 1)
                    log.withLock { $0.append(index) }
                    await Task.yield()
                    inside.withLock { $0 -= 1 }
                    line.release()
                }
            }
            try await Task.sleep(for: .milliseconds(20))
            line.release()
            try await group.waitForAll()
        }
        #expect(log.withLock { $0.sorted() } == Array(0..<20))
        try await line.acquire()
        line.release()
    }

    @Test func aCancelledWaiterLeavesTheLine() async throws {
        let line = WaitingLine()
        try await line.acquire()
        let waiter = Task { try await line.acquire() }
        try await Task.sleep(for: .milliseconds(5))
        waiter.cancel()
        await #expect(throws: DataError.self) { try await waiter.value }
        line.release()
        try await line.acquire()
        line.release()
    }

    @Test func aTaskCancelledBeforeItWaitsDoesNotWait() async throws {
        let line = WaitingLine()
        try await line.acquire()
        let waiter = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await line.acquire()
        }
        await #expect(throws: DataError.self) { try await waiter.value }
        line.release()
    }

    @Test func endingWaitsEvenWhenCancelled() async throws {
        let line = WaitingLine()
        try await line.acquire()
        let released = Shared(false)
        let waiter = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await line.acquireUncancellably()
            let wasReleased = released.withLock { $0 }
            #expect(wasReleased)
        }
        try await Task.sleep(for: .milliseconds(5))
        released.withLock { $0 = true }
        line.release()
        await waiter.value
    }
}
