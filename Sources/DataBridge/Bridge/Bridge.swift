/// Opens a store by its URL, so that which backend an app runs on is one line of its configuration.
///
/// ```swift
/// let store = try await Bridge.open("json:tasks.json", entities: [WorkItem.schema])
/// let planner = Planner(items: store.repository(for: WorkItem.self), transactions: store)
/// ```
///
/// | URL | Store |
/// | --- | --- |
/// | `memory:` | a new, empty store in memory, gone when it is released |
/// | `json:data/tasks.json` | one JSON file; the path is relative to the working folder |
/// | `json:/srv/tasks.json`, `json:///srv/tasks.json` | the same by an absolute path |
/// | `json:tasks.json?readonly=1` | the same, and every write throws `readOnly` |
/// | `data/tasks.json` | a plain path: its ending says which store; nothing in it is decoded |
///
/// ``StoreURL`` says how a URL is read (`%20` is a space), ``Driver`` how further schemes are
/// added.
public enum Bridge {
    /// Opens a store.
    ///
    /// - Parameters:
    ///   - url: where the store is, or a plain path.
    ///   - drivers: the kinds of stores that may be opened; their schemes differ.
    ///   - entities: the schemas of all entities that repositories will be asked for.
    ///   - options: what the store is opened with, whatever its kind.
    /// - Throws: `invalid` for a URL that cannot be read, a scheme that no driver has (the message
    ///   lists the ones there are) or a setting that the driver does not know; what the store
    ///   throws when it is opened, such as `notFound`, `corrupted` or `permissionDenied`.
    public static func open(
        _ url: String, drivers: [Driver] = [.memory, .json], entities: [any EntitySchema],
        options: StoreOptions = .standard
    ) async throws -> any DataStore {
        let url = try StoreURL(url)
        return try await driver(for: url, among: drivers)
            .open(url, entities: entities, options: options)
    }

    /// The driver that a URL means.
    ///
    /// - Throws: `invalid` when it is none of them.
    public static func driver(for url: StoreURL, among drivers: [Driver]) throws -> Driver {
        precondition(
            Set(drivers.map(\.scheme)).count == drivers.count,
            "two drivers have the same scheme; give one of them")
        if let driver = drivers.first(where: { $0.accepts(url) }) { return driver }
        let schemes = drivers.map { "\($0.scheme):" }.joined(separator: ", ")
        if let scheme = url.scheme {
            throw DataError.invalid(
                "There is no driver for \"\(scheme):\"; this program has \(schemes). Add the "
                    + "driver, or write ./\(url) if it is a file's path.")
        }
        let endings = drivers.flatMap(\.pathEndings).map { "\"\($0)\"" }.joined(separator: ", ")
        let hint =
            endings.isEmpty
            ? "Begin it with one of \(schemes)."
            : "Begin it with one of \(schemes), or give a path that ends in \(endings)."
        throw DataError.invalid("The ending of \"\(url)\" does not say which store it is. \(hint)")
    }
}
