import DataBridgeCore
import Synchronization

/// The rows of a running query, read in portions: the first one where the caller is, the rest, if
/// it is long, on a thread of the connection's own.
///
/// `@unchecked Sendable`: it is used by one caller at a time, as the connection is; only
/// ``cancel()`` may be called from anywhere.
final class RecordCursor: @unchecked Sendable {
    private let table: TableReader
    private let statement: SQLiteStatement
    private var records: [StoredRecord] = []
    private let isCancelled = Atomic(false)

    /// How many rows are read before the reading moves to another thread.
    static let portion = 256

    init(_ query: RecordQuery, of table: TableReader) throws {
        self.table = table
        let text = try QuerySQL(layout: table.layout).selecting(table.layout.sql.selection, query)
        statement = try table.connection.statement(text.text)
        do {
            try text.bind(to: statement)
        } catch {
            statement.reset()
            throw error
        }
    }

    /// Ends the run, after the last reading: the statement is there for the next one.
    func close() {
        statement.reset()
    }

    /// Reads on.
    ///
    /// - Returns: the records, all that were read; nil when there are more than were asked for.
    func read(upTo count: Int) throws -> [StoredRecord]? {
        while records.count < count {
            if isCancelled.load(ordering: .relaxed) { throw DataError.cancelled() }
            guard try statement.step() else { return records }
            records.append(try table.layout.record(statement))
        }
        return nil
    }

    /// Ends the reading early.
    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
        table.connection.interrupt()
    }
}
