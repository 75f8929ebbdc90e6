/// The result of one named check of a ``HealthReport``.
public struct HealthCheck: Hashable, Sendable {
    /// The check's name, such as `lock`.
    public var name: String
    /// What it found.
    public var status: HealthReport.Status
    /// What it found in words, and what to do if it is not well.
    public var message: String
    /// How long it took.
    public var duration: Duration

    /// Makes a result.
    public init(
        _ name: String, _ status: HealthReport.Status, _ message: String = "",
        duration: Duration = .zero
    ) {
        self.name = name
        self.status = status
        self.message = message
        self.duration = duration
    }

    /// Runs a check, measuring its time; an error makes it unhealthy with the error's text.
    public static func run(
        _ name: String, clock: MonotonicClock = .system,
        _ body: () async throws -> (HealthReport.Status, String)
    ) async -> HealthCheck {
        let start = clock.now()
        var check = HealthCheck(name, .healthy)
        do {
            (check.status, check.message) = try await body()
        } catch {
            check.status = .unhealthy
            check.message = DataError.describe(error, includingValues: false)
        }
        check.duration = clock.now() - start
        return check
    }
}

extension HealthCheck: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, status, message, durationMilliseconds
    }

    /// Writes name, status, message and the duration in milliseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(status, forKey: .status)
        try container.encode(message, forKey: .message)
        try container.encode(duration / .milliseconds(1), forKey: .durationMilliseconds)
    }
}
