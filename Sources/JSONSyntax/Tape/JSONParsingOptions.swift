/// Limits and rules for parsing a JSON text.
public struct JSONParsingOptions: Hashable, Sendable {
    /// What to do about an object that has two members of the same name.
    public enum DuplicateKeys: Hashable, Sendable {
        /// Refuse the text.
        ///
        /// Names are compared byte by byte after unescaping.
        case refuse
        /// Keep them all in the order of the text.
        case allow
    }

    /// The most bytes a text can ever have, whatever the options say: one less than a gibibyte.
    public static let largestText = 1 << 30 - 1

    /// How deep arrays and objects may be nested; `[]` has depth 1.
    public var maximumDepth: Int

    /// How many bytes the text may have, at most ``largestText``.
    public var maximumBytes: Int

    /// What to do about members of the same name.
    public var duplicateKeys: DuplicateKeys

    /// Whether a UTF-8 byte order mark at the start is skipped instead of refused.
    public var allowBOM: Bool

    /// Makes options; the defaults are strict.
    public init(
        maximumDepth: Int = 512,
        maximumBytes: Int = JSONParsingOptions.largestText,
        duplicateKeys: DuplicateKeys = .refuse,
        allowBOM: Bool = false
    ) {
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
        self.duplicateKeys = duplicateKeys
        self.allowBOM = allowBOM
    }

    /// The limit that counts: the one asked for or the one of the tape.
    var effectiveMaximumBytes: Int { min(maximumBytes, Self.largestText) }
}
