/// The contract of ``DataStore`` as cases that any store can be tried on.
///
/// In a test target, with `DataBridgeTesting`:
///
/// ```swift
/// @Test(arguments: StoreConformance.allCases)
/// func conforms(_ conformance: StoreConformance.Case) async {
///     await expectConformance(conformance, of: factory)
/// }
/// ```
///
/// In an executable, or with another test framework:
///
/// ```swift
/// let report = await StoreConformance.run(on: factory)
/// print(report)
/// exit(report.isPassed ? 0 : 1)
/// ```
///
/// Every case opens stores of its own and writes what it reads, so cases can run in any order and
/// at the same time. The capabilities that a store declares select what applies to it; a case that
/// does not is reported as skipped, with the reason.
public enum StoreConformance {
    /// Every case, area by area.
    public static var allCases: [Case] { Case.allCases }

    /// Runs cases one after the other.
    ///
    /// - Parameters:
    ///   - factory: opens the stores.
    ///   - cases: which cases; all by default.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    /// - Returns: how each case ended.
    public static func run(
        _ cases: [Case] = Case.allCases, on factory: StoreFactory, fileID: String = #fileID,
        filePath: String = #filePath, line: Int = #line, column: Int = #column
    ) async -> ConformanceReport {
        var report = ConformanceReport(store: factory.name)
        for conformance in cases {
            do {
                switch try await conformance.run(
                    on: factory, fileID: fileID, filePath: filePath, line: line, column: column)
                {
                case .passed: report.passed.append(conformance)
                case .skipped(let reason): report.skipped.append((conformance, reason))
                }
            } catch {
                report.failures.append(error)
            }
        }
        return report
    }
}

extension StoreConformance {
    /// One part of the contract.
    public struct Case: Sendable {
        /// A stable name: the area, a dot, and what the contract says, such as
        /// `insert.fails-on-existing-id`.
        public let name: String
        let requirements: [Requirement]
        let body: @Sendable (Trial) async throws -> Void

        init(
            _ name: String, needs requirements: [Requirement] = [],
            _ body: @escaping @Sendable (Trial) async throws -> Void
        ) {
            self.name = name
            self.requirements = requirements
            self.body = body
        }
    }

    /// How a case ended that found nothing wrong.
    public enum Outcome: Hashable, Sendable {
        /// The store keeps this part of the contract.
        case passed
        /// The case does not apply to the store, for the reason given.
        case skipped(String)
    }
}

extension StoreConformance.Case: CaseIterable, Hashable, Identifiable, CustomStringConvertible {
    /// The name.
    public var id: String { name }

    /// The name.
    public var description: String { name }

    /// Compares names.
    public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The case of the name, or nil when there is none.
    public init?(named name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
