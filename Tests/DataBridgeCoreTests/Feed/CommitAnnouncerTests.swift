@testable import DataBridgeCore
import Testing

struct CommitAnnouncerTests {
    private func commit(_ sequence: UInt64) -> CommittedChanges {
        CommittedChanges(
            position: FeedPosition(incarnation: 1, sequence: sequence), changes: [])
    }

    @Test func commitsArriveInOrderFromManyCommitters() async {
        let announcer = CommitAnnouncer()
        let seen = Shared<[UInt64]>([])
        let observer = announcer.add { changes in
            seen.withLock { $0.append(changes.position?.sequence ?? 0) }
        }
        let next = Shared<UInt64>(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 {
                        let mine = next.withLock { next in
                            next += 1
                            announcer.enqueue(commit(next))
                            return next
                        }
                        announcer.deliver()
                        #expect(seen.withLock { $0.count } >= Int(mine))
                    }
                }
            }
        }
        #expect(seen.withLock { $0 } == Array(1...1_600))
        observer.cancel()
        announcer.enqueue(commit(9))
        announcer.deliver()
        #expect(seen.withLock { $0.count } == 1_600)
        #expect(announcer.isEmpty)
    }

    @Test func releasingTheRegistrationEndsIt() {
        let announcer = CommitAnnouncer()
        var observer: CommitObserver? = announcer.add { _ in }
        #expect(!announcer.isEmpty)
        observer = nil
        #expect(announcer.isEmpty && observer == nil)
    }

    @Test func signalsAreKeptAsOneAndEndForGood() async {
        let signal = CommitSignal()
        signal.fire()
        signal.fire()
        #expect(await signal.wait())
        let waiter = Task { await signal.wait() }
        try? await Task.sleep(for: .milliseconds(5))
        signal.fire()
        #expect(await waiter.value)
        let cancelled = Task { await signal.wait() }
        cancelled.cancel()
        #expect(await cancelled.value == false)
        let ended = Task { await signal.wait() }
        try? await Task.sleep(for: .milliseconds(5))
        signal.finish()
        #expect(await ended.value == false)
        #expect(await signal.wait() == false)
    }

    @Test func commitsKnowWhatTheyTouch() {
        let record = StoredRecord(id: 1, values: [1], version: RecordVersion(counter: 1))
        let change = Change(collection: "a", id: 1, old: nil, new: record)
        let changes = CommittedChanges(
            position: nil, changes: [change].compactMap { $0 }, changedCollections: ["b"])
        #expect(changes.touches("a") && changes.touches("b") && !changes.touches("c"))
        #expect(change?.operation == .insert)
        #expect(Change(collection: "a", id: 1, old: record, new: record)?.operation == .update)
        #expect(Change(collection: "a", id: 1, old: record, new: nil)?.operation == .delete)
        #expect(Change(collection: "a", id: 1, old: nil, new: nil) == nil)
    }
}
