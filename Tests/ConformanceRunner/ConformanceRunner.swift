import DataBridgeCore
import DataBridgeTestKit
import TrialStores

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs the conformance suite without a test framework.
///
/// The first argument names a bug, or says `sound` for the store without one; further ones name
/// cases, all of them by default. The exit code says how it went.
@main
struct ConformanceRunner {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let bug = arguments.first.flatMap(PlantedBug.init(rawValue:))
        let cases = arguments.dropFirst().compactMap(StoreConformance.Case.init(named:))
        let report = await StoreConformance.run(
            cases.isEmpty ? StoreConformance.allCases : cases, on: .broken(bug))
        print(report)
        exit(report.isPassed ? 0 : 1)
    }
}
