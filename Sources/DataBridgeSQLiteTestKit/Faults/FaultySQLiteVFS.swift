internal import CSQLiteFaults
import DataBridgeCore
import Synchronization

/// A VFS of SQLite over the system's own that counts calls, fails or delays them as a test tells it
/// to, and can lose what was not synced.
///
/// Calls that come through go to the real files, but for syncs unless that is wanted. SQLite knows
/// the VFS by its ``name``, which is the last argument of `sqlite3_open_v2`, or the `vfs` of a
/// store's options:
///
/// ```swift
/// let vfs = try FaultySQLiteVFS()
/// try vfs.fail(.sync, at: 3)
/// try vfs.on(.every(.write).on(.log), .fail(.full))
/// ```
///
/// Several can be in use at a time, each by any number of threads and connections. Files are read
/// through it only: SQLite's memory-mapped reading is off.
///
/// Close every connection before the last reference goes. A connection that is still open gets an
/// error from every call then.
public final class FaultySQLiteVFS: Sendable {
    /// What SQLite knows it by; no other VFS of this process ever has the name.
    public let name: String

    // The control block locks for itself, and is never freed.
    nonisolated(unsafe) let faults: OpaquePointer

    private static let created = Atomic<Int>(0)

    /// Registers a VFS that does nothing but count, until told otherwise.
    ///
    /// - Parameters:
    ///   - prefix: What its ``name`` begins with; a number follows.
    ///   - syncsForReal: Whether a sync that comes through goes to the disk. What survives a power
    ///     failure is worked out from the calls and not tried, so that tests lose nothing but time
    ///     by it.
    /// - Throws: `unavailable` when SQLite does not take it.
    public init(prefix: String = "faulty", syncsForReal: Bool = false) throws {
        let number = Self.created.add(1, ordering: .relaxed).newValue
        name = "\(prefix)-\(number)"
        var code: Int32 = 0
        guard let faults = databridge_faults_create(name, syncsForReal, &code) else {
            throw DataError(
                .unavailable, "SQLite does not take a VFS named '\(name)'; its code is \(code).")
        }
        self.faults = faults
    }

    deinit {
        databridge_faults_retire(faults)
    }

    // MARK: Faults

    /// Makes something happen to some calls to come.
    ///
    /// When several faults meet in one call, delays add up, and of the others the one added last
    /// decides.
    ///
    /// - Throws: `unavailable` when memory has run out.
    public func on(_ trigger: SQLiteFault.Trigger, _ effect: SQLiteFault.Effect) throws {
        guard databridge_faults_add(faults, SQLiteFault(trigger, effect).rule) else {
            throw DataError(.unavailable, "There is no memory for another fault.")
        }
    }

    /// Makes the n-th call of a kind fail, counted from now.
    ///
    /// - Parameters:
    ///   - call: The kind.
    ///   - number: Which of these calls, from 1.
    ///   - code: What it fails with; nil for what the system's files would say.
    ///   - repetition: Whether those after it fail too.
    /// - Throws: `unavailable` when memory has run out.
    public func fail(
        _ call: SQLiteCall, at number: Int = 1, as code: SQLiteFault.Code? = nil,
        _ repetition: SQLiteFault.Repetition = .once
    ) throws {
        let trigger: SQLiteFault.Trigger =
            repetition == .once ? .nth(number, call) : .from(number, call)
        try on(trigger, .fail(code ?? call.usualFailure))
    }

    /// Makes every sync take that much longer: a slow disk.
    ///
    /// The thread that syncs sleeps, as it would in the system's own call.
    ///
    /// - Throws: `unavailable` when memory has run out.
    public func delaySync(by duration: Duration) throws {
        try on(.every(.sync), .delay(duration))
    }

    /// How many calls a fault has happened to.
    public var strikes: Int {
        Int(databridge_faults_strikes(faults))
    }

    // MARK: Looking

    /// How many calls there were since the start or the last ``reset()``.
    public var counts: SQLiteCallCounts {
        SQLiteCallCounts { call, file in
            Int(databridge_faults_count(faults, call.entry, file.entry))
        }
    }

    /// Whether the power has gone.
    public var hasLostPower: Bool {
        databridge_faults_is_cut(faults)
    }

    /// Forgets faults, counts and the recording, and brings the power back.
    ///
    /// - Throws: `busy` when a recording is on and a connection is open; nothing has changed then.
    public func reset() throws {
        guard databridge_faults_reset(faults) else {
            throw DataError(.busy, "Close every connection through '\(name)' first.")
        }
    }
}

extension SQLiteCall {
    var entry: databridge_call { databridge_call(UInt32(rawValue)) }
}

extension SQLiteFileRole {
    var entry: databridge_file { databridge_file(UInt32(rawValue)) }
}

extension SQLiteFault {
    fileprivate var rule: databridge_rule {
        var rule = databridge_rule()
        rule.calls = (trigger.calls ?? Set(SQLiteCall.allCases)).reduce(0) { $0 | 1 << $1.rawValue }
        rule.files =
            (trigger.files ?? Set(SQLiteFileRole.allCases)).reduce(0) { $0 | 1 << $1.rawValue }
        rule.first = Int64(trigger.numbers.lowerBound)
        rule.last = Int64(trigger.numbers.upperBound)
        switch effect {
        case .fail(let code): rule.set(DATABRIDGE_FAIL, code)
        case .failAfterwards(let code): rule.set(DATABRIDGE_FAIL_AFTERWARDS, code)
        case .failHalfway(let code): rule.set(DATABRIDGE_FAIL_HALFWAY, code)
        case .drop: rule.effect = DATABRIDGE_DROP
        case .cutPower: rule.effect = DATABRIDGE_CUT_POWER
        case .delay(let duration):
            rule.effect = DATABRIDGE_DELAY
            let parts = duration.components
            rule.nanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        }
        return rule
    }
}

extension databridge_rule {
    fileprivate mutating func set(_ effect: databridge_effect, _ code: SQLiteFault.Code) {
        self.effect = effect
        self.code = code.rawValue
    }
}
