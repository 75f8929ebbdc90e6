import DataBridge
import DataBridgeTestKit
import Foundation

/// The test kit in the hands of somebody outside the package, who tests an app or a store with it:
/// each part is run on a store that is right and on one that is wrong, and its report is read.
///
/// `./run api` says which entry points are missing here, in the guides and in the examples.
@main
struct KitTruth {
    static func main() async {
        do {
            try await everything()
        } catch {
            print("\(error)")
            exit(1)
        }
    }

    private static func everything() async throws {
        try await cases()
        try await casesThatFail()
        try await factories()
        try await everyOperation()
        try await shrinking()
        try await replays()
        try models()
        try spelledValues()
        try await testers()
        try anomalies()
        try await schedules()
        try await schedulesThatFail()
        try findings()
        try await histories()
        try await calls()
        try await everyCall()
        try await faults()
        try await lostAnswers()
        try await turnsOfOthers()
        try await triggers()
        try await sweeps()
        try await sweepsThatFail()
        try fileCalls()
        try fileFaults()
        try fileTriggers()
        try powerLoss()
        try await clocks()
        try chance()
        try await recordings()
        try await snapshots()
        try roundTrips()
        print("The kit's API does what the guide says.")
    }

    /// Ends the program when something is not as it should be.
    static func check(_ isTrue: Bool, _ subject: String, line: UInt = #line) throws {
        guard isTrue else { throw Falsehood(subject: subject, line: line) }
    }

    /// The error of work that must fail with one of a type.
    static func failure<E: Error>(
        _ type: E.Type, line: UInt = #line, of work: () async throws -> Void
    ) async throws -> E {
        do {
            try await work()
        } catch let error as E {
            return error
        }
        throw Falsehood(subject: "an error of the type \(type)", line: line)
    }

    struct Falsehood: Error {
        var subject: String
        var line: UInt
    }

    /// Stores that refuse one kind of call, and are right otherwise.
    static func refusing(_ kind: StoreCall.Kind) -> StoreFactory {
        StoreFactory.memory.wrapped {
            FaultyStore(over: $0, .unavailable(.every(kind)))
        }
    }
}

struct Errand: Entity, Equatable {
    var id: Int
    var title: String
    var isDone = false

    static let schema = Schema("errands", Errand.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.isDone, "done", default: false)
    }

    static let some = [Errand(id: 1, title: "Write"), Errand(id: 2, title: "Read")]
}
