import DataBridgeCore
import Foundation
import Testing
import TrialStores

@testable import DataBridgeTestKit

/// What a run of a case says when something goes wrong around it.
struct ConformanceRunTests {
    private struct Trouble: Error {}

    private let first = StoreConformance.allCases[0]

    private func failure(_ factory: StoreFactory) async -> ConformanceFailure? {
        await #expect(throws: ConformanceFailure.self) { try await first.run(on: factory) }
    }

    @Test func storeThatDoesNotOpenFails() async {
        let failure = await failure(StoreFactory("closed") { _, _ in throw Trouble() })
        #expect(failure?.cause is Trouble)
        #expect(failure?.expected == "no error")
    }

    @Test func storeThatHangsFails() async {
        var factory = StoreFactory("stuck") { entities, options in
            try await Task.sleep(for: .seconds(3_600))
            return try await DictionaryStore(entities: entities, options: options)
        }
        factory.patience = .milliseconds(20)
        let failure = await failure(factory)
        #expect(failure?.subject == "the case comes to its end")
    }

    @Test func placeThatCannotBeRemovedFails() async {
        let failure = await failure(
            StoreFactory(
                "sticky", makePlace: { DictionaryDisk() },
                open: { disk, entities, options in
                    try await DictionaryStore(entities: entities, options: options, disk: disk)
                },
                remove: { _ in throw Trouble() }))
        #expect(failure?.subject == "the store closes")
        #expect(failure?.cause is Trouble)
    }

    @Test func caseThatDoesNotApplySaysWhy() async throws {
        let durable = try #require(StoreConformance.Case(named: "durable.data-comes-back"))
        let outcome = try await durable.run(on: .dictionary)
        #expect(outcome == .skipped("the store's data ends with the process"))
        #expect(StoreConformance.Case(named: "no such case") == nil)
    }

    @Test func reportTellsWhatPassedWasSkippedAndFailed() async throws {
        let names = [
            "get.missing-is-nil", "durable.data-comes-back", PlantedBug.lostUpdate.caughtBy,
        ]
        let cases = names.compactMap(StoreConformance.Case.init(named:))
        let report = await StoreConformance.run(cases, on: .broken(.lostUpdate))
        #expect(!report.isPassed)
        #expect(report.passed.map(\.name) == [names[0]])
        #expect(report.skipped.map(\.case.name) == [names[1]])
        #expect(report.failures.map(\.caseName) == [names[2]])
        #expect(report.description.hasSuffix("lostUpdate: 1 passed, 1 skipped, 1 failed"))
        #expect(report.description.contains("skipped durable.data-comes-back: the store's data"))
        #expect(report.failures[0].description.contains("expected: Optional(2)"))
    }
}

struct GateTests {
    @Test func waitsUntilItOpensOrTheTimeIsOver() async {
        let gate = Gate()
        #expect(await !gate.wait(atMost: .milliseconds(5)))
        #expect(await !gate.wait(atMost: .zero))
        let waiting = Task { await gate.wait(atMost: .seconds(60)) }
        gate.open()
        #expect(await waiting.value)
        #expect(await gate.wait(atMost: .zero))
        #expect(gate.isOpen)
    }
}

struct ExpectTests {
    private struct Trouble: Error {}

    private func mismatch(_ body: () async throws -> Void) async -> Mismatch? {
        await #expect(throws: Mismatch.self) { try await body() }
    }

    @Test func textsCompareByBytes() async {
        let mismatch = await mismatch { try Expect.equal("\u{E9}", "e\u{301}", "the text") }
        #expect(mismatch?.found == "[\"\\u{e9}\"]")
        #expect(mismatch?.expected == "[\"e\\u{301}\"]")
    }

    @Test func longListsSayWhereTheyDiffer() async {
        let numbers = (0..<20).map(String.init)
        let mismatch = await mismatch { try Expect.equal(numbers.dropLast(), numbers, "numbers") }
        #expect(mismatch?.subject == "numbers, at 19: nothing instead of \"19\"")
        #expect(mismatch?.expected.hasSuffix("(20 in all)]") == true)
    }

    @Test func entitiesCompareToTheBit() async {
        var item = Specimen(id: 1)
        let other = item
        item.date = Date(timeIntervalSinceReferenceDate: 1e-9)
        let mismatch = await mismatch { try Expect.same(item, other, "specimen") }
        #expect(mismatch?.subject == "specimen: field \"date\"")
        #expect(mismatch?.found.contains("bits 0x") == true)
        let missing = await self.mismatch { try Expect.same(nil, other, "specimen") }
        #expect(missing?.found == "nil")
        item = other
        item.data = .init([1, 255])
        let bytes = await self.mismatch { try Expect.same(item, other, "specimen") }
        #expect(bytes?.found == "data(1 ff)")
        item = other
        item.duration = .milliseconds(1_500)
        let duration = await self.mismatch { try Expect.same(item, other, "specimen") }
        #expect(duration?.found == "1 s + 500000000000000000 as")
    }

    @Test func errorsMustBeOfTheCode() async throws {
        let wrong = await mismatch {
            try await Expect.error(.notFound, "call") { throw DataError.closed() }
        }
        #expect(wrong?.expected == "the error notFound")
        let foreign = await mismatch {
            try await Expect.error(.notFound, "call") { throw Trouble() }
        }
        #expect(foreign?.cause is Trouble)
        let none = await mismatch { try await Expect.error(.notFound, "call") {} }
        #expect(none?.found == "no error")
        let value = await mismatch { try await Expect.error(.notFound, "call") { 7 } }
        #expect(value?.found == "no error, but 7")
        let inner = await mismatch {
            try await Expect.error(.notFound, "call") {
                try Expect.isTrue(false, "something inside")
            }
        }
        #expect(inner?.subject == "something inside")
        let found = try await Expect.error(.closed, "call") { throw DataError.closed() }
        #expect(found.code == .closed)
    }

    @Test func valuesMustBeThereAndDiffer() async {
        #expect(await mismatch { _ = try Expect.value(Int?.none, "a number") }?.found == "nil")
        #expect(
            await mismatch { try Expect.different(1, 1, "a number") }?.expected
                == "something else than 1")
        #expect(await mismatch { try Expect.equal(1, 2, "a number") }?.expected == "2")
    }
}

struct PullerTests {
    @Test func elementsComeOneByOneAndNotForEver() async throws {
        let (stream, continuation) = AsyncStream<Int>.makeStream()
        let puller = Puller(stream)
        continuation.yield(1)
        #expect(try await puller.next("one", within: .seconds(10)) == 1)
        await #expect(throws: Mismatch.self) {
            try await puller.next("two", within: .milliseconds(5))
        }
        #expect(await !puller.isAnswered(within: .milliseconds(5)))
        continuation.yield(2)
        #expect(try await puller.next("two", within: .seconds(10)) == 2)
        continuation.finish()
        #expect(try await puller.next("the end", within: .seconds(10)) == nil)
    }
}
