/// What a power failure takes away of what was not synced.
///
/// Real disks do something in between; code that survives these survives that, as each kind of
/// mistake loses data in one of them.
public enum PowerLoss: CaseIterable, Hashable, Sendable {
    /// Names and content are as they were last synced.
    case everything
    /// Names are as they last were, content is as it was last synced: the well-known empty file
    /// after a rename.
    case content
    /// Names are as they last were; content that was not synced has its length and its first half,
    /// and zeros after that.
    case halfOfContent
    /// Content is as it last was, names are as they were last synced.
    case names

    var keepsNames: Bool { self == .content || self == .halfOfContent }
}
