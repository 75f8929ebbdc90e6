import DataBridgeCore
import FoundationEssentials
import Testing

struct HealthReportTests {
    private let report = HealthReport(
        "tasks.json",
        checks: [
            HealthCheck(
                "read", .healthy, "40 records", duration: .microseconds(1250)
            ),
            HealthCheck("disk space", .degraded, "2 % left. Free some."),
        ])

    @Test func theWorstCheckCounts() {
        #expect(report.status == .degraded)
        #expect(HealthReport("s", checks: []).status == .healthy)
        var worse = report
        worse.checks.append(HealthCheck("lock", .unhealthy))
        #expect(worse.status == .unhealthy)
        #expect(
            HealthReport.Status.allCases.shuffled().sorted() == [.healthy, .degraded, .unhealthy])
    }

    @Test func theTableIsAligned() {
        #expect(
            report.description == """
                tasks.json: degraded
                  CHECK       STATUS    TIME    MESSAGE
                  read        healthy   1.2 ms  40 records
                  disk space  degraded  0.0 ms  2 % left. Free some.
                """)
        #expect(HealthReport("s", checks: []).description == "s: healthy")
    }

    @Test func reportsAreCombined() {
        let combined = HealthReport.combined(
            "app",
            [report, HealthReport("cache", checks: [HealthCheck("size", .healthy)])])
        #expect(
            combined.checks.map(\.name) == [
                "tasks.json.read", "tasks.json.disk space", "cache.size",
            ])
        #expect(combined.status == .degraded)
    }

    @Test func encodedFormIsAsDocumented() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(report), as: UTF8.self)
        #expect(
            text == #"{"checks":[{"durationMilliseconds":1.25,"message":"40 records","#
                + #""name":"read","status":"healthy"},{"durationMilliseconds":0,"#
                + #""message":"2 % left. Free some.","name":"disk space","status":"degraded"}],"#
                + #""status":"degraded","subject":"tasks.json"}"#)
    }

    @Test func aFailingCheckIsUnhealthyWithoutStoredValues() async {
        struct Quoting: Error {
            let text = "secret"
        }
        let good = await HealthCheck.run("read") { (.healthy, "fine") }
        #expect(good.status == .healthy && good.message == "fine" && good.duration >= .zero)
        let bad = await HealthCheck.run("read") { throw Quoting() }
        #expect(bad.status == .unhealthy)
        #expect(bad.message.contains("Quoting") && !bad.message.contains("secret"))
        let own = await HealthCheck.run("read") { throw DataError.closed() }
        #expect(own.message.hasPrefix("closed: The store is closed."))
    }
}
