/// Something that a store must never do with a commit.
public enum LedgerFinding<Mark: Hashable & Sendable>: Hashable, Sendable {
    /// The commit was acknowledged and is not there.
    case lost(Mark)
    /// The commit is there in part, or more than once.
    case torn(Mark, parts: Int)
    /// The transaction was called rolled back and is there.
    case revived(Mark)
    /// There is something that nobody ever committed.
    case invented(Mark)
}

extension LedgerFinding: CustomStringConvertible {
    /// The finding in a line, such as `lost: 7 was acknowledged and is not there`.
    public var description: String {
        switch self {
        case .lost(let mark): "lost: \(mark) was acknowledged and is not there"
        case .torn(let mark, let parts): "torn: parts of \(mark) that are there: \(parts)"
        case .revived(let mark): "revived: \(mark) was called rolled back and is there"
        case .invented(let mark): "invented: \(mark) is there and was never committed"
        }
    }
}
