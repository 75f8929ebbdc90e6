import DataBridgeCore

/// `databridge doctor`.
struct DoctorCommand: Command {
    static let syntax = CommandSyntax(
        name: "doctor", summary: "checks that a store can be opened and every record read",
        positionals: [.url],
        options: [.reportFormat, .idField],
        discussion: [
            .text(
                "Nothing is changed. The exit code is 0 when all is well, 9 when it works but "
                    + "someone should look at it, 10 when it does not work.")
        ],
        examples: [
            .init(line: "databridge doctor tasks.json", effect: "one line per check"),
            .init(
                line: "databridge doctor json:tasks.json --format json",
                effect: "the same for a monitor"),
        ])

    private let arguments: ReportArguments

    init(_ arguments: ParsedArguments) throws {
        self.arguments = try ReportArguments(arguments)
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let clock = context.surroundings.services.clock
        var checks: [HealthCheck] = []
        let start = clock.now()
        do {
            checks = try await context.withStore(
                arguments.url, for: .read, idName: arguments.idName
            ) { opened in
                let opening = HealthCheck(
                    "open", .healthy, "The store opens.", duration: clock.now() - start)
                return [opening] + (await opened.store.health().checks)
                    + [await readAll(opened, clock)]
            }
        } catch  where ExitCode(error) != .interrupted && ExitCode(error) != .usage {
            checks.append(
                HealthCheck(
                    "open", .unhealthy, ErrorReport(error, isVerbose: false).lines.joined(),
                    duration: clock.now() - start))
        }
        let report = HealthReport(arguments.url.description, checks: checks)
        if arguments.isJSON(in: context) {
            try context.console.line(
                String(decoding: RecordPrinter.pretty(report.value), as: UTF8.self))
        } else {
            try show(report, context)
        }
        switch report.status {
        case .healthy: return .success
        case .degraded: return .degraded
        case .unhealthy: return .unhealthy
        }
    }

    private func readAll(
        _ opened: OpenedStore, _ clock: MonotonicClock
    ) async -> HealthCheck {
        await .run("records", clock: clock) {
            do {
                return try await opened.store.transaction(.readOnly) {
                    var count = 0
                    let names = try await opened.collections()
                    for name in names {
                        for try await _ in opened.documents(in: name).stream() { count += 1 }
                    }
                    let records = "\(count) record\(count == 1 ? "" : "s")"
                    let lists = "\(names.count) collection\(names.count == 1 ? "" : "s")"
                    return (.healthy, "\(records) in \(lists) can be read.")
                }
            } catch {
                return (.unhealthy, ErrorReport(error, isVerbose: false).lines.joined())
            }
        }
    }

    private func show(_ report: HealthReport, _ context: CommandContext) throws {
        let isColored = context.console.colorsOutput
        let styles: [HealthReport.Status: Style] = [
            .healthy: .green, .degraded: .yellow, .unhealthy: .red,
        ]
        let style = styles[report.status] ?? .bold
        try context.console.line(
            "\(report.subject): " + style.applied(to: report.status.rawValue, if: isColored))
        for check in report.checks {
            let style = styles[check.status] ?? .bold
            let status = TerminalText.padded(check.status.rawValue, to: 9)
            try context.console.line(
                "  " + style.applied(to: status, if: isColored)
                    + "  \(check.name): \(TerminalText.oneLine(check.message))")
        }
    }
}

extension HealthReport {
    /// The report as a value, for JSON.
    fileprivate var value: Value {
        [
            "subject": .string(subject), "status": .string(status.rawValue),
            "checks": .array(
                checks.map { check in
                    [
                        "name": .string(check.name), "status": .string(check.status.rawValue),
                        "message": .string(check.message),
                        "durationMilliseconds": .double(check.duration / .milliseconds(1)),
                    ]
                }),
        ]
    }
}
