/// How well a store or service is, from named checks.
public struct HealthReport: Hashable, Sendable {
    /// How well something is; the worse, the greater.
    public enum Status: String, Hashable, Sendable, Codable, Comparable, CaseIterable {
        /// Everything works.
        case healthy
        /// It works, but someone should look at it.
        case degraded
        /// It does not work.
        case unhealthy

        /// Orders from well to unwell.
        public static func < (lhs: Status, rhs: Status) -> Bool {
            lhs.severity < rhs.severity
        }

        private var severity: Int {
            switch self {
            case .healthy: 0
            case .degraded: 1
            case .unhealthy: 2
            }
        }
    }

    /// What is reported on, such as a store's name.
    public var subject: String
    /// The checks in the order in which they ran.
    public var checks: [HealthCheck]

    /// Makes a report.
    public init(_ subject: String, checks: [HealthCheck]) {
        self.subject = subject
        self.checks = checks
    }

    /// The worst of the checks; healthy without any.
    public var status: Status {
        checks.map(\.status).max() ?? .healthy
    }

    /// Joins the reports of several stores into one, each check named `store.check`.
    public static func combined(_ subject: String, _ reports: [HealthReport]) -> HealthReport {
        HealthReport(
            subject,
            checks: reports.flatMap { report in
                report.checks.map { check in
                    var check = check
                    check.name = "\(report.subject).\(check.name)"
                    return check
                }
            })
    }
}

extension HealthReport: CustomStringConvertible {
    /// A headline and a table with one line per check.
    public var description: String {
        let rows =
            [["CHECK", "STATUS", "TIME", "MESSAGE"]]
            + checks.map {
                [$0.name, $0.status.rawValue, Self.milliseconds($0.duration), $0.message]
            }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return "  " + (cells + [row[3]]).joined(separator: "  ")
        }
        let headline = "\(subject): \(status.rawValue)"
        return checks.isEmpty ? headline : ([headline] + lines).joined(separator: "\n")
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let tenths = duration.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}

extension HealthReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case subject, status, checks
    }

    /// Writes `{"subject": …, "status": "healthy", "checks": […]}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(subject, forKey: .subject)
        try container.encode(status, forKey: .status)
        try container.encode(checks, forKey: .checks)
    }
}
