import DataBridgeCore
import DataBridgeMemory

extension Driver {
    /// `memory:` is a new, empty store in memory, which nobody else sees; it takes no path, as a
    /// store that several parts of a program share is opened once and passed to them.
    public static let memory = Driver(scheme: "memory") { url, entities, options in
        guard url.path.isEmpty, url.authority == nil else {
            throw DataError.invalid(
                "\"\(url)\" names something, but a store in memory has no name: write memory:.")
        }
        return MemoryStore(entities: entities, options: options)
    }
}
