import DataBridgeCore
import DataBridgeJSON

extension Driver {
    /// `json:tasks.json` is one JSON file that people and other programs read and edit too.
    ///
    /// Paths that end in `.json` mean it without the scheme. A file that does not exist is made by
    /// the first commit. `?readonly=1` makes every write throw `readOnly`.
    public static let json = Driver(
        scheme: "json", pathEndings: [".json"], parameters: ["readonly"]
    ) { url, entities, options in
        try await JSONFileStore.open(
            url.filePath(), entities: entities, options: options,
            file: JSONFileOptions(isReadOnly: url.flag("readonly")))
    }
}
