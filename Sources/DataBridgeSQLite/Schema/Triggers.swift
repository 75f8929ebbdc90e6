import DataBridgeCore

/// The triggers of a collection's table: they move the version of what programs write that know
/// nothing of versions, and write the change feed.
struct Triggers {
    let layout: TableLayout

    private enum Name: String, CaseIterable {
        case versionOfInsert = "databridge_version_insert"
        case versionOfUpdate = "databridge_version_update"
        case feedOfInsert = "databridge_feed_insert"
        case feedOfUpdate = "databridge_feed_update"
        case feedOfDelete = "databridge_feed_delete"
    }

    private func name(_ name: Name) -> String {
        SQLName.quoted("\(name.rawValue)_\(layout.tableName)")
    }

    /// Makes the triggers for versions: rows that another program inserts, or changes without
    /// moving the version, get one of a count of their own.
    ///
    /// - Parameter hasFeed: whether the change feed is written. What a program changes is noted
    ///   here, as the trigger of the feed sees no more of it than that the version moves.
    func versioning(hasFeed: Bool) -> [String] {
        let next = """
                UPDATE databridge_meta SET value = value + 1 WHERE key = 'foreign_version';
                UPDATE \(layout.table) SET \(SQLName.version) =
                    (SELECT value FROM databridge_meta WHERE key = 'foreign_version')
                WHERE \(layout.idColumn.sql) = NEW.\(layout.idColumn.sql);
            END
            """
        return [
            """
            CREATE TRIGGER IF NOT EXISTS \(name(.versionOfInsert)) AFTER INSERT ON \(layout.table)
            WHEN NEW.\(SQLName.version) = 0
            BEGIN
            \(next)
            """,
            """
            CREATE TRIGGER IF NOT EXISTS \(name(.versionOfUpdate)) AFTER UPDATE ON \(layout.table)
            WHEN NEW.\(SQLName.version) = OLD.\(SQLName.version)
            BEGIN
            \(hasFeed ? feedOfForeignUpdate : "")
            \(next)
            """,
        ]
    }

    /// Notes an update of another program, with what was there before; the row with the new version
    /// follows.
    private var feedOfForeignUpdate: String {
        let id = layout.idColumn.sql
        let collection = SQLName.literal(layout.schema.name)
        return """
                \(insertion)
                SELECT 'delete', \(collection), OLD.\(id), NULL, \(hidden(old: true))
                WHERE NEW.\(id) IS NOT OLD.\(id);
                \(insertion)
                VALUES (CASE WHEN NEW.\(id) IS NOT OLD.\(id) THEN 'insert' ELSE 'update' END,
                    \(collection), NEW.\(id), OLD.\(SQLName.version),
                    \(hidden(old: true, new: true)));
            """
    }

    private var insertion: String {
        "INSERT INTO databridge_changes (operation, collection, id, version, hidden)"
    }

    /// Makes the triggers for the change feed: a row for each record written, in the same
    /// transaction.
    var feed: [String] {
        let id = layout.idColumn.sql
        let collection = SQLName.literal(layout.schema.name)
        let insert = insertion
        let version = SQLName.version
        // A row of version 0 was inserted by the statement that fired the trigger of versions.
        let isNew = "OLD.\(version) = 0 OR NEW.\(id) IS NOT OLD.\(id)"
        return [
            """
            CREATE TRIGGER IF NOT EXISTS \(name(.feedOfInsert)) AFTER INSERT ON \(layout.table)
            WHEN NEW.\(version) <> 0
            BEGIN
                \(insert)
                VALUES ('insert', \(collection), NEW.\(id), NEW.\(version), \(hidden(new: true)));
            END
            """,
            """
            CREATE TRIGGER IF NOT EXISTS \(name(.feedOfUpdate)) AFTER UPDATE ON \(layout.table)
            WHEN NEW.\(version) <> OLD.\(version)
            BEGIN
                \(insert)
                SELECT 'delete', \(collection), OLD.\(id), NULL, \(hidden(old: true))
                WHERE NEW.\(id) IS NOT OLD.\(id);
                \(insert)
                VALUES (CASE WHEN \(isNew) THEN 'insert' ELSE 'update' END, \(collection),
                    NEW.\(id), NEW.\(version), \(hidden(old: true, new: true)));
            END
            """,
            """
            CREATE TRIGGER IF NOT EXISTS \(name(.feedOfDelete)) AFTER DELETE ON \(layout.table)
            BEGIN
                \(insert)
                VALUES ('delete', \(collection), OLD.\(id), NULL, \(hidden(old: true)));
            END
            """,
        ]
    }

    /// Whether the record counts as deleted before (1) and after (2); null where nothing is deleted
    /// softly.
    private func hidden(old: Bool = false, new: Bool = false) -> String {
        guard let index = layout.schema.softDeleteIndex else { return "NULL" }
        let column = layout.columns[index].sql
        var parts: [String] = []
        if old { parts.append("(OLD.\(column) IS NOT NULL)") }
        if new { parts.append("2 * (NEW.\(column) IS NOT NULL)") }
        return parts.joined(separator: " + ")
    }

    /// Removes the triggers that write the change feed.
    var removingFeed: [String] {
        [Name.versionOfUpdate, .feedOfInsert, .feedOfUpdate, .feedOfDelete].map {
            "DROP TRIGGER IF EXISTS \(name($0))"
        }
    }
}
