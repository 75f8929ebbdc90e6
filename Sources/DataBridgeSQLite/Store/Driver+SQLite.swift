public import DataBridgeCore

extension Driver {
    /// `sqlite:app.db` is a SQLite database file.
    ///
    /// Paths that end in `.db`, `.sqlite` or `.sqlite3` mean it without the scheme. A file that
    /// does not exist is made. `?readonly=1` makes every write throw `readOnly`;
    /// `?durability=process` lets a power failure take the newest commits
    /// (``SQLiteOptions/Durability``).
    public static let sqlite = sqliteDriver(preparesSchemas: true)

    /// The same without the tables of the declared schemas: for a program that works with whatever
    /// collections there are.
    package static let sqliteAsItIs = sqliteDriver(preparesSchemas: false)

    private static func sqliteDriver(preparesSchemas: Bool) -> Driver {
        Driver(
            scheme: "sqlite", pathEndings: [".db", ".sqlite", ".sqlite3"],
            parameters: ["readonly", "durability"]
        ) { url, entities, options in
            var sqlite = try SQLiteOptions(url)
            sqlite.preparesSchemas = preparesSchemas
            return try await SQLiteStore.open(
                url.filePath(), entities: entities, options: options, sqlite: sqlite)
        }
    }
}

extension SQLiteOptions {
    /// The options that a URL asks for.
    fileprivate init(_ url: StoreURL) throws {
        self.init(isReadOnly: try url.flag("readonly"))
        guard let text = url["durability"] else { return }
        guard let durability = Durability(rawValue: text) else {
            throw DataError.invalid(
                "The setting \"durability\" in \"\(url)\" is \"full\" or \"process\".")
        }
        self.durability = durability
    }
}
