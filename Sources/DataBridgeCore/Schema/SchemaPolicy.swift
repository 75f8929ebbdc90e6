/// What opening a store does about differences between the declared schemas and what is stored.
public enum SchemaPolicy: Hashable, Sendable {
    /// Creates what is missing and changes nothing else: the default of embedded stores.
    case additive
    /// Throws `unsupported` with the list of differences: the default of servers.
    case verify
    /// Applies the whole plan.
    case apply
}
