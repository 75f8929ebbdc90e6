import DataBridgeTestKit
import DataBridgeTesting
import Foundation
import Synchronization
import Testing
import TrialStores

/// The suite can fail: every bug is found by the case that is about it, and soon.
struct BrokenStoreTests {
    @Test(arguments: PlantedBug.allCases)
    func bugIsCaught(_ bug: PlantedBug) async throws {
        let conformance = try #require(StoreConformance.Case(named: bug.caughtBy))
        let count = CallCount()
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await conformance.run(on: count.counting(.broken(bug)))
        }
        #expect(failure?.caseName == bug.caughtBy)
        #expect(failure?.store == bug.rawValue)
        #expect(failure?.location.fileID.hasSuffix("BrokenStoreTests.swift") == true)
        #expect(count.total <= PlantedBug.mostCalls, "\(count.total) calls")
    }

    @Test func thereAreEnoughBugs() {
        #expect(PlantedBug.allCases.count >= 25)
        #expect(Set(PlantedBug.allCases.map(\.caughtBy)).count >= 25)
    }

    /// What the broken stores are made of is sound, so that a failure comes from the bug.
    @Test(arguments: StoreConformance.allCases)
    func wrappingAloneBreaksNothing(_ conformance: StoreConformance.Case) async throws {
        try await conformance.run(on: .broken(nil))
    }
}

/// Counts the calls that the stores of a factory make below the core.
private final class CallCount: Sendable {
    private let stores = Mutex<[FaultyStore]>([])

    var total: Int { stores.withLock { $0 }.map(\.calls.count).reduce(0, +) }

    func counting(_ factory: StoreFactory) -> StoreFactory {
        factory.wrapped { store in
            let counted = FaultyStore(over: store)
            self.stores.withLock { $0.append(counted) }
            return counted
        }
    }
}

/// The suite works, and fails, in a program that knows no test framework.
struct ConformanceRunnerTests {
    @Test func brokenStoreFailsTheProgram() async throws {
        for bug in [PlantedBug.lostUpdate, .nilSortsLast, .commitsAreNotAnnounced] {
            let (status, output) = try await run([bug.rawValue, bug.caughtBy])
            #expect(status == 1)
            #expect(output.contains("the \(bug.rawValue) store fails \(bug.caughtBy)"), "\(output)")
            #expect(output.contains("1 failed"), "\(output)")
        }
    }

    @Test func soundStoreDoesNot() async throws {
        let (status, output) = try await run(["sound"])
        #expect(status == 0, "\(output)")
        #expect(output.contains(" 0 failed"), "\(output)")
    }

    /// Runs the program that stands beside this test's own.
    private func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = Self.folder.appending(path: "conformance-runner")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static var folder: URL {
        #if os(Linux)
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        #else
        let path = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
        #endif
        return URL(filePath: path ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }
}
