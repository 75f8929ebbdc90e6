import DataBridgeSQLiteTestKit

/// Transactions that each write their mark into two tables, through one connection after another,
/// and a ledger of them.
struct Workload: Sendable {
    var journal = "WAL"
    var synchronous = "FULL"
    var sessions = 2
    var commits = 4
    /// A mistake: the answer is noted before it is there.
    var acknowledgesEarly = false

    /// What the ledger says after all that came through.
    ///
    /// Errors end neither the workload nor the session, as in a program that tries again.
    func run(_ path: String, through vfs: FaultySQLiteVFS) -> CommitLedger<Int> {
        var ledger = CommitLedger<Int>()
        for session in 0..<sessions {
            guard let database = try? RawDatabase(path, vfs: vfs.name) else { continue }
            let isReady = (try? database.run(setup)) != nil
            for number in 0..<commits {
                let mark = session * commits + number + 1
                ledger.issue(mark)
                if isReady { commit(mark, database, &ledger) }
            }
            database.close()
        }
        return ledger
    }

    /// A checkpoint every few pages, so that all calls of SQLite are in it.
    private var setup: String {
        """
        PRAGMA journal_mode=\(journal); PRAGMA synchronous=\(synchronous);
        PRAGMA wal_autocheckpoint=8;
        CREATE TABLE IF NOT EXISTS first(mark INTEGER PRIMARY KEY, filler BLOB);
        CREATE TABLE IF NOT EXISTS second(filler BLOB, mark INTEGER);
        """
    }

    private func commit(_ mark: Int, _ database: RawDatabase, _ ledger: inout CommitLedger<Int>) {
        if acknowledgesEarly { ledger.acknowledge(mark) }
        do {
            try database.run(
                """
                BEGIN IMMEDIATE;
                INSERT INTO first VALUES (\(mark), zeroblob(700));
                INSERT INTO second VALUES (zeroblob(700), \(mark));
                """)
        } catch {
            // No commit was tried, so that nothing may be there, whether this comes through or not.
            try? database.run("ROLLBACK")
            if !acknowledgesEarly { ledger.rollBack(mark) }
            return
        }
        do {
            try database.run("COMMIT")
            if !acknowledgesEarly { ledger.acknowledge(mark) }
        } catch {
            try? database.run("ROLLBACK")
        }
    }

    /// What is wrong with a database that the workload left, as the system's own VFS sees it.
    static func damage(_ path: String, _ ledger: CommitLedger<Int>) throws -> [Damage] {
        let found: [Int]
        do {
            let database = try RawDatabase(path)
            // What looks at it need not last.
            try database.run("PRAGMA synchronous=OFF")
            let integrity = try database.column("PRAGMA integrity_check")
            if integrity != ["ok"] { return [.corrupt(integrity.joined(separator: "; "))] }
            found = try marks(database)
        } catch let failure as RawDatabase.Failure where failure.isCorruption {
            return [.corrupt(failure.message)]
        }
        return ledger.findings(found: found, partsPerCommit: 2).map(Damage.ledger)
    }

    private static func marks(_ database: RawDatabase) throws -> [Int] {
        var found: [Int] = []
        for table in ["first", "second"] {
            // Before the first commit a table may not be there.
            let query = "SELECT 1 FROM sqlite_schema WHERE name = '\(table)'"
            if try database.column(query).isEmpty { continue }
            found += try database.column("SELECT mark FROM \(table)").compactMap { Int($0) }
        }
        return found
    }

    enum Damage: Hashable {
        case corrupt(String)
        case ledger(LedgerFinding<Int>)

        var isLost: Bool {
            if case .ledger(.lost) = self { true } else { false }
        }
    }
}

extension Workload: CustomStringConvertible {
    var description: String { "\(journal) \(synchronous)" }
}
