public import DataBridgeCore
public import DataBridgeFiles

/// A store in one text file, a line per record.
public final class TextFileStore: DataStore {
    /// Carries out the contracts over the file.
    public let engine: StoreEngine

    /// Opens a file; one that does not exist is made by the first commit.
    ///
    /// - Throws: `busy` when another store has it open; `corrupted` with the line; file errors.
    public init(
        _ path: String, entities: [any EntitySchema], options: StoreOptions = .standard,
        fileSystem: any FileSystem = SystemFileSystem()
    ) async throws {
        let backend = TextFileBackend(path: path, options: options, fileSystem: fileSystem)
        engine = try await StoreEngine.open(
            OverlayBackend(backend), entities: entities, options: options)
    }
}

extension Driver {
    /// `text:notes.records`, and plain paths that end in `.records`.
    public static let text = Driver(scheme: "text", pathEndings: [".records"]) {
        try await TextFileStore(try $0.filePath(), entities: $1, options: $2)
    }
}
