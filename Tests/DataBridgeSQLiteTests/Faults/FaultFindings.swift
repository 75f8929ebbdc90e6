import CSQLite
import DataBridgeCore
import DataBridgeSQLite
import DataBridgeSQLiteTestKit

/// Something wrong with a file that a workload left.
enum FaultFinding: Hashable {
    case corrupt(String)
    case ledger(LedgerFinding<Int>)
    /// The counter, which every transaction moves, is not the number of marks.
    case miscounted(counter: Int, marks: Int)
    /// A store that is opened on it again does not work.
    case unusable(String)

    var isLost: Bool {
        if case .ledger(.lost) = self { true } else { false }
    }
}

extension FaultWorkload {
    /// What is wrong with a file that the workload left: what was acknowledged must be there, and
    /// nothing but what was tried; and it must work.
    func findings(_ path: String, _ ledger: CommitLedger<Int>) async throws -> [FaultFinding] {
        // Nothing fails any more; what looks at the file need not last.
        let plain = try FaultySQLiteVFS(prefix: "plain")
        do {
            let store = try await open(path, plain)
            let left = try await store.repository(for: LeftMark.self).find(.all)
            let right = try await store.repository(for: RightMark.self).find(.all)
            let counters = store.repository(for: MarkCounter.self)
            let counter = try await counters.get("all")?.n ?? 0
            var findings = ledger.findings(
                found: left.map(\.id) + right.map(\.id), partsPerCommit: 2
            ).map(FaultFinding.ledger)
            if counter != left.count {
                findings.append(.miscounted(counter: counter, marks: left.count))
            }
            try await counters.insert(MarkCounter(id: "next", n: 1))
            try await store.close()
            return findings + (try Self.integrity(path, plain.name).map(FaultFinding.corrupt))
        } catch let error as DataError where error.code == .corrupted {
            return [.corrupt("\(error)")]
        } catch {
            return [.unusable("\(error)")]
        }
    }

    /// What SQLite finds wrong with a file.
    static func integrity(_ path: String, _ vfs: String?) throws -> [String] {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, vfs) == SQLITE_OK else {
            return ["the file cannot be opened"]
        }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let sql = "PRAGMA integrity_check"
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            return [String(cString: sqlite3_errmsg(connection))]
        }
        var lines: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            lines.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        }
        return lines == ["ok"] ? [] : lines + (lines.isEmpty ? ["no answer"] : [])
    }
}
