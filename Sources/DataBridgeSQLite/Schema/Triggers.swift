import DataBridgeCore

/// The triggers of a collection's table: they move the version of what programs write that know
/// nothing of versions, and write the change feed.
struct Triggers {
    let layout: TableLayout

    /// One trigger.
    struct Trigger {
        var name: String
        /// The statement that makes it.
        var sql: String
    }

    private func trigger(_ name: String, _ body: String) -> Trigger {
        let name = "databridge_\(name)_\(layout.tableName)"
        return Trigger(name: name, sql: "CREATE TRIGGER \(SQLName.quoted(name)) \(body)")
    }

    /// The triggers of the table.
    func all(hasFeed: Bool) -> [Trigger] {
        hasFeed
            ? [versionOfInsert, versionOfUpdate(foreignFeed), feedOfInsert, feedOfUpdate]
                + [feedOfDelete]
            : [versionOfInsert, versionOfUpdate("")]
    }

    // MARK: Versions

    private var id: String { layout.idColumn.sql }
    private var foreignVersion: String {
        "(SELECT value FROM databridge_meta WHERE key = 'foreign_version')"
    }

    /// Gives the next version of the count for rows that other programs write.
    private var giveVersion: String {
        """
        UPDATE databridge_meta SET value = value + 1 WHERE key = 'foreign_version';
        UPDATE \(layout.table) SET \(SQLName.version) = \(foreignVersion)
        WHERE \(id) = NEW.\(id);
        """
    }

    private var versionOfInsert: Trigger {
        trigger(
            "version_insert",
            """
            AFTER INSERT ON \(layout.table) WHEN NEW.\(SQLName.version) = 0
            BEGIN
            \(giveVersion)
            END
            """)
    }

    /// Moves the version of a row that a program changed that knows nothing of versions.
    private func versionOfUpdate(_ feed: String) -> Trigger {
        trigger(
            "version_update",
            """
            AFTER UPDATE ON \(layout.table) WHEN NEW.\(SQLName.version) = OLD.\(SQLName.version)
            BEGIN
            \(giveVersion)
            \(feed)
            END
            """)
    }

    // MARK: Feed

    private var insertIntoFeed: String {
        "INSERT INTO databridge_changes (operation, collection, id, version, hidden)"
    }

    private var collection: String { SQLName.literal(layout.schema.name) }

    /// What the trigger of versions adds to the feed: it knows the row as it was, where the feed's
    /// own sees only how the version moved.
    private var foreignFeed: String {
        """
        \(insertIntoFeed)
        SELECT 'delete', \(collection), OLD.\(id), NULL, \(hidden(old: true))
        WHERE NEW.\(id) IS NOT OLD.\(id);
        \(insertIntoFeed)
        VALUES (CASE WHEN NEW.\(id) IS NOT OLD.\(id) THEN 'insert' ELSE 'update' END,
            \(collection), NEW.\(id), \(foreignVersion), \(hidden(old: true, new: true)));
        """
    }

    private var feedOfInsert: Trigger {
        trigger(
            "feed_insert",
            """
            AFTER INSERT ON \(layout.table) WHEN NEW.\(SQLName.version) <> 0
            BEGIN
            \(insertIntoFeed)
            VALUES ('insert', \(collection), NEW.\(id), NEW.\(SQLName.version),
                \(hidden(new: true)));
            END
            """)
    }

    /// A row of version 0 was inserted by the statement that fired the trigger of versions; one
    /// that gets a version of the count for other programs is in the feed already.
    private var feedOfUpdate: Trigger {
        let version = SQLName.version
        return trigger(
            "feed_update",
            """
            AFTER UPDATE ON \(layout.table) WHEN NEW.\(version) <> OLD.\(version)
                AND (OLD.\(version) = 0 OR NEW.\(version) >= \(Triggers.firstOwnVersion))
            BEGIN
            \(insertIntoFeed)
            VALUES (CASE WHEN OLD.\(version) = 0 THEN 'insert' ELSE 'update' END, \(collection),
                NEW.\(id), NEW.\(version), \(hidden(old: true, new: true)));
            END
            """)
    }

    private var feedOfDelete: Trigger {
        trigger(
            "feed_delete",
            """
            AFTER DELETE ON \(layout.table)
            BEGIN
            \(insertIntoFeed)
            VALUES ('delete', \(collection), OLD.\(id), NULL, \(hidden(old: true)));
            END
            """)
    }

    /// Below are the versions that triggers give, above those that stores give.
    private static let firstOwnVersion = Int64(1) << 32

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
}
