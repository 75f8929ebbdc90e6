import DataBridge

/// One of the tool's commands.
protocol Command: Sendable {
    /// How it is written, and its help.
    static var syntax: CommandSyntax { get }

    /// Checks the arguments.
    ///
    /// Nothing is read or written yet.
    ///
    /// - Throws: ``UsageError``, ``ExpressionError``, `invalid` for a URL.
    init(_ arguments: ParsedArguments) throws

    /// Does it.
    func run(in context: CommandContext) async throws -> ExitCode
}

/// What a command has at hand.
struct CommandContext: Sendable {
    let surroundings: Surroundings
    let console: Console

    /// What is written when `--format` does not say: a table for people, lines for programs.
    var defaultFormat: OutputFormat { surroundings.outputTerminal == nil ? .jsonl : .table }

    /// Opens a store, works with it, and closes it.
    func withStore<Result>(
        _ url: StoreURL, for access: StoreAccess, idName: String,
        _ body: (OpenedStore) async throws -> Result
    ) async throws -> Result {
        let opened = try await open(url, for: access, idName: idName)
        let result: Result
        do {
            result = try await body(opened)
        } catch {
            // What went wrong first is what the user must know.
            try? await opened.store.close()
            throw error
        }
        try await opened.store.close()
        return result
    }

    private func open(
        _ url: StoreURL, for access: StoreAccess, idName: String
    ) async throws -> OpenedStore {
        let driver = try Bridge.driver(for: url, among: surroundings.drivers)
        // Stores in files make what is not there with their first commit.
        if access != .fill, !driver.pathEndings.isEmpty, try !exists(url.filePath()) {
            throw DataError(
                .notFound,
                "There is no file \(try url.filePath()). Check the path, or make the file with: "
                    + "databridge import FILE --to \(url)")
        }
        let store = try await driver.open(
            access == .read ? url.forReading(driver) : url,
            entities: [OpenedStore.template(idName: idName)],
            options: StoreOptions(services: surroundings.services))
        return OpenedStore(store: store, url: url, idName: idName)
    }
}

extension StoreURL {
    /// The URL that opens a store only to read.
    ///
    /// A SQLite file that is opened for writing gets tables of the store's own, which looking at
    /// somebody's database must not do; other stores are the same after reading.
    fileprivate func forReading(_ driver: Driver) throws -> StoreURL {
        guard driver.scheme == "sqlite", self["readonly"] == nil else { return self }
        guard scheme == nil else {
            return try StoreURL("\(self)\(parameters.isEmpty ? "?" : "&")readonly=1")
        }
        let path = path.replacing("%", with: "%25").replacing("?", with: "%3F")
            .replacing("#", with: "%23")
        return try StoreURL("\(driver.scheme):\(path)?readonly=1")
    }
}
