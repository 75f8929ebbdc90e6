@testable import DataBridgeCore
import Foundation
import Testing

struct TransactionOptionsTests {
    @Test func delaysDoubleAndStayBelowTheMaximum() {
        let policy = RetryPolicy(
            attempts: 9, baseDelay: .milliseconds(2), maximumDelay: .milliseconds(10))
        #expect(policy.delay(beforeRun: 2, chance: 1) == .milliseconds(2))
        #expect(policy.delay(beforeRun: 3, chance: 1) == .milliseconds(4))
        #expect(policy.delay(beforeRun: 3, chance: 0) == .milliseconds(2))
        #expect(policy.delay(beforeRun: 9, chance: 1) == .milliseconds(10))
        #expect(policy.delay(beforeRun: 500, chance: 1) == .milliseconds(10))
    }

    @Test func isolationLevelsAreOrdered() {
        #expect(Isolation.readCommitted < .snapshot && .snapshot < Isolation.serializable)
    }

    @Test func tokensCompareByBytes() throws {
        #expect(CommitToken("é") != CommitToken("e\u{301}"))
        #expect(Set([CommitToken("a"), CommitToken("a")]).count == 1)
        let data = try JSONEncoder().encode(CommitToken("x"))
        #expect(try JSONDecoder().decode(CommitToken.self, from: data) == CommitToken("x"))
        #expect(CommitToken("x").description == "x")
    }

    @Test func positionsAreCodable() throws {
        let position = FeedPosition(incarnation: 255, sequence: 7)
        let data = try JSONEncoder().encode(position)
        #expect(try JSONDecoder().decode(FeedPosition.self, from: data) == position)
        #expect(position.description == "ff.7")
    }
}
