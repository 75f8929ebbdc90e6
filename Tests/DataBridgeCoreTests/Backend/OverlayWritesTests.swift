@testable import DataBridgeCore
import Testing

struct OverlayWritesTests {
    private func write(_ id: Value, _ number: Int64 = 0) -> OverlayWrite {
        OverlayWrite(
            base: nil,
            current: StoredRecord(
                id: id, values: [id, .int(number)], version: RecordVersion(counter: 1)))
    }

    private func ids(_ writes: OverlayWrites) -> [Value] {
        var ids: [Value] = []
        writes.forEach { id, _ in ids.append(id) }
        return ids
    }

    @Test func idsStandInTheOrderOfTheirFirstWrite() {
        var writes = OverlayWrites()
        #expect(writes.isEmpty)
        #expect(writes.set(write("b"), for: "b") == nil)
        #expect(writes.set(write("a"), for: "a") == nil)
        #expect(writes.set(write("b", 2), for: "b")?.current?.values == ["b", 0])
        #expect(ids(writes) == ["b", "a"])
        #expect(writes["b"]?.current?.values == ["b", 2])
        #expect(writes["c"] == nil)
        #expect(writes.count == 2)
    }

    @Test func aForgottenWriteComesBackAtTheEnd() {
        var writes = OverlayWrites()
        for id in ["a", "b", "c"] as [Value] { _ = writes.set(write(id), for: id) }
        #expect(writes.set(nil, for: "a")?.id == "a")
        #expect(writes.set(nil, for: "a") == nil)
        #expect(writes["a"] == nil)
        #expect(ids(writes) == ["b", "c"])
        _ = writes.set(write("a", 1), for: "a")
        #expect(ids(writes) == ["b", "c", "a"])
        #expect(writes["a"]?.current?.values == ["a", 1])
    }

    @Test func manyForgottenWritesKeepTheOthersInPlace() {
        var writes = OverlayWrites()
        for number in 0..<10 as Range<Int64> {
            _ = writes.set(write(.int(number)), for: .int(number))
        }
        for round in 0..<1_000 {
            _ = writes.set(write(100, Int64(round)), for: 100)
            #expect(writes[100]?.current?.values == [100, .int(Int64(round))])
            _ = writes.set(nil, for: 100)
        }
        #expect(ids(writes) == (0..<10).map { .int($0) })
        for number in 0..<10 as Range<Int64> { #expect(writes[.int(number)]?.id == .int(number)) }
        #expect(writes[100] == nil)
    }
}
