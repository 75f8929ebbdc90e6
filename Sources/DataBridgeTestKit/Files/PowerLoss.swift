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
    /// Names are as they last were; of the files that were not synced, in the order of their paths,
    /// the first, third and so on have the content that was last synced, the others the newest.
    ///
    /// A disk writes files in any order. It takes this one or ``otherContents`` to find a file that
    /// is changed before the log that tells of it is synced.
    case someContents
    /// Names are as they last were; of the files that were not synced the second, fourth and so on
    /// have the content that was last synced.
    case otherContents
    /// Content is as it last was, names are as they were last synced.
    case names

    var keepsNames: Bool {
        switch self {
        case .content, .halfOfContent, .someContents, .otherContents: true
        case .everything, .names: false
        }
    }

    /// Whether it takes the content of the file with a number, counted from 1.
    func takesContent(ofFile number: Int) -> Bool {
        switch self {
        case .everything, .content, .halfOfContent: true
        case .someContents: number % 2 == 1
        case .otherContents: number % 2 == 0
        case .names: false
        }
    }
}
