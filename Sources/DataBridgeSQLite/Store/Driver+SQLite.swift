public import DataBridgeCore

extension Driver {
    /// `sqlite:app.db` is a SQLite database file.
    ///
    /// Paths that end in `.db`, `.sqlite` or `.sqlite3` mean it without the scheme. A file that
    /// does not exist is made. `?readonly=1` makes every write throw `readOnly`;
    /// `?durability=process` lets a power failure take the newest commits
    /// (``SQLiteOptions/Durability``).
    public static let sqlite = Driver(
        scheme: "sqlite", pathEndings: [".db", ".sqlite", ".sqlite3"],
        parameters: ["readonly", "durability"]
    ) { url, entities, options in
        var sqlite = SQLiteOptions(isReadOnly: try url.flag("readonly"))
        if let text = url["durability"] {
            guard let durability = SQLiteOptions.Durability(rawValue: text) else {
                throw DataError.invalid(
                    "The setting \"durability\" in \"\(url)\" is \"full\" or \"process\".")
            }
            sqlite.durability = durability
        }
        return try await SQLiteStore.open(
            url.filePath(), entities: entities, options: options, sqlite: sqlite)
    }
}
