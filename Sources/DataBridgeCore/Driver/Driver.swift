/// How stores of one kind are opened from a URL: the name of the scheme, and the step that opens.
///
/// A program lists the drivers it can do with. Each backend's module offers its own as a static
/// member, and so does a third party's:
///
/// ```swift
/// extension Driver {
///     public static let ledger = Driver(scheme: "ledger", parameters: ["readonly"]) {
///         url, entities, options in
///         try await LedgerStore.open(
///             url.filePath(), isReadOnly: url.flag("readonly"), entities: entities,
///             options: options)
///     }
/// }
/// ```
public struct Driver: Sendable {
    /// Opens a store.
    public typealias Open =
        @Sendable (StoreURL, [any EntitySchema], StoreOptions) async throws -> any DataStore

    /// The scheme, in lower case and without the colon: `json`.
    public let scheme: String
    /// Endings of plain paths that mean this driver, in lower case and with their dot: `.json`.
    public let pathEndings: [String]
    /// The settings that may stand behind the `?`.
    public let parameters: [String]
    private let open: Open

    /// A driver.
    ///
    /// - Parameters:
    ///   - scheme: letters, digits, `+`, `-` and `.`, in lower case, a letter first.
    ///   - pathEndings: endings of plain paths that mean this driver, in lower case.
    ///   - parameters: the settings that may stand behind the `?`; all others are refused.
    ///   - open: opens a store; what it throws is a ``DataError``.
    public init(
        scheme: String, pathEndings: [String] = [], parameters: [String] = [],
        open: @escaping Open
    ) {
        precondition(
            StoreURL.isScheme(scheme) && scheme == scheme.lowercased(),
            "\"\(scheme)\" cannot be a URL's scheme: use letters in lower case, digits, + - .")
        self.scheme = scheme
        self.pathEndings = pathEndings
        self.parameters = parameters
        self.open = open
    }

    /// Opens a store.
    ///
    /// - Throws: `invalid` for a setting that the driver does not know; what opening throws.
    public func open(
        _ url: StoreURL, entities: [any EntitySchema], options: StoreOptions = .standard
    ) async throws -> any DataStore {
        let unknown = url.parameters.first { parameter in
            !parameters.contains { ByteOrder.equal($0, parameter.name) }
        }
        if let unknown {
            let known =
                parameters.isEmpty
                ? "It has none." : "It knows \(parameters.joined(separator: ", "))."
            throw DataError.invalid(
                "The \(scheme) store has no setting \"\(unknown.name)\". \(known)")
        }
        return try await open(url, entities, options)
    }

    /// Whether a URL's scheme, or a plain path's ending, means this driver.
    public func accepts(_ url: StoreURL) -> Bool {
        if let scheme = url.scheme { return ByteOrder.equal(scheme, self.scheme) }
        return pathEndings.contains { ByteOrder.hasSuffixIgnoringASCIICase(url.path, $0) }
    }
}
