import DataBridgeCore
import DataBridgeMemory
import DataBridgeTestKit
import TrialStores

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs the kit without a test framework.
///
/// The first argument names a bug, or says `sound` for the store without one or `memory` for the
/// store in memory; further ones name cases of the conformance suite, all of them by default, or
/// say `kit` for everything there is. The exit code says how it went.
@main
struct ConformanceRunner {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let bug = arguments.first.flatMap(PlantedBug.init(rawValue:))
        let factory = arguments.first == "memory" ? memory : .broken(bug)
        if arguments.dropFirst().first == "kit" {
            limitResources()
            var failure = await KitRun(factory)()
            // The plain store gives more than it is asked for, as it may, and keeps no indexes:
            // what the core then does itself shows only on it.
            if failure == nil { failure = await KitRun(.dictionary)() }
            if failure == nil { failure = await KitRun.difference(on: .dictionary) }
            print(failure ?? "passed")
            // Not exit: it would wait for what a case that hangs has left behind.
            fflush(nil)
            _exit(failure == nil ? 0 : 1)
        }
        let cases = arguments.dropFirst().compactMap(StoreConformance.Case.init(named:))
        let report = await StoreConformance.run(
            cases.isEmpty ? StoreConformance.allCases : cases, on: factory)
        print(report)
        exit(report.isPassed ? 0 : 1)
    }

    private static let memory = StoreFactory("memory") { entities, options in
        MemoryStore(entities: entities, options: options)
    }

    /// A mutant may run for ever or take all the memory there is: the system then ends the program.
    private static func limitResources() {
        _ = alarm(30)
        #if os(Linux)
        let bytes: rlim_t = 6 << 30
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        #endif
    }
}
