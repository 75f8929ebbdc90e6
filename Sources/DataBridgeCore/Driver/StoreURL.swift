/// Where a store is and how it is to be opened, taken from a text such as
/// `json:tasks.json?readonly=1`.
///
/// Two forms are read:
///
/// - **A URL**: `SCHEME:PATH?NAME=VALUE&NAME=VALUE`. The path may be relative
///   (`json:data/tasks.json`) or absolute (`json:/srv/tasks.json`, `json:///srv/tasks.json`); with
///   two slashes a host comes first, as in `SCHEME://HOST/PATH`. `%20` and the like stand for bytes
///   of UTF-8 and are decoded in path, names and values; a `?`, `#` or `%` that belongs to a path
///   is therefore written `%3F`, `%23`, `%25`. Every name occurs once. A driver refuses names that
///   it does not know.
/// - **A plain path**: any other text, such as `data/tasks.json`. It is taken as it stands, and its
///   ending decides the driver. A path with a colon in its first part is given as `./a:b.json`.
///
/// The ``description`` shows no password, so it can stand in a message.
public struct StoreURL: Hashable, Sendable {
    /// The scheme in lower case; nil for a plain path.
    public let scheme: String?
    /// What stands between `//` and the path, as it was written; nil without `//`.
    public let authority: String?
    /// The path, decoded.
    public let path: String
    /// What stands behind the `?`, decoded, in its order.
    public let parameters: [Parameter]
    private let text: String

    /// One setting behind the `?`.
    public struct Parameter: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its value; empty where only a name was written.
        public let value: String
    }

    /// Takes a text apart.
    ///
    /// - Throws: `invalid` when it is empty, holds a malformed `%` sequence, a `#`, or a name
    ///   twice.
    public init(_ text: String) throws {
        self.text = text
        guard !text.isEmpty else {
            throw DataError.invalid(
                "The store's URL is empty. Write for example \"json:tasks.json\" or \"memory:\".")
        }
        guard let colon = StoreURL.schemeEnd(text) else {
            scheme = nil
            authority = nil
            path = text
            parameters = []
            return
        }
        scheme = text[..<colon].lowercased()
        var rest = text[text.index(after: colon)...]
        guard !rest.utf8.contains(UInt8(ascii: "#")) else {
            throw StoreURL.malformed("has a \"#\", which a store's URL cannot: write %23", text)
        }
        let question = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
        let query = question.map { rest[rest.utf8.index(after: $0)...] }
        rest = rest[..<(question ?? rest.endIndex)]
        if ByteOrder.hasPrefix(String(rest), "//") {
            let host = rest.dropFirst(2)
            let slash = host.utf8.firstIndex(of: UInt8(ascii: "/")) ?? host.endIndex
            authority = String(host[..<slash])
            rest = host[slash...]
        } else {
            authority = nil
        }
        path = try StoreURL.decoded(rest, of: text)
        parameters = try StoreURL.parameters(query ?? "", of: text)
    }

    /// The value of a setting; nil when it is not there.
    public subscript(name: String) -> String? {
        parameters.first { ByteOrder.equal($0.name, name) }?.value
    }

    /// A setting that is on (`1`, `true`) or off (`0`, `false`, or not there).
    ///
    /// - Throws: `invalid` for any other value.
    public func flag(_ name: String) throws -> Bool {
        switch self[name] {
        case nil, "0", "false": return false
        case "1", "true": return true
        default:
            throw DataError.invalid(
                "The setting \"\(name)\" in \"\(self)\" is on or off: write \(name)=1 or \(name)=0."
            )
        }
    }

    /// The path of a store that is a file on this machine.
    ///
    /// - Throws: `invalid` when there is no path, or a host before it.
    public func filePath() throws -> String {
        if let authority, !authority.isEmpty {
            let name = scheme ?? ""
            throw DataError.invalid(
                "\"\(self)\" names a host, but a \(name) store is a file on this machine: write "
                    + "\(name):\(authority)\(path) for a relative path, \(name):///PATH for an "
                    + "absolute one.")
        }
        guard !path.isEmpty else {
            throw DataError.invalid("\"\(self)\" has no path. Write \(scheme ?? ""):PATH.")
        }
        guard !path.utf8.contains(0) else {
            throw DataError.invalid(
                "The path in \"\(self)\" has a zero byte, which no file name has.")
        }
        return path
    }
}

extension StoreURL: CustomStringConvertible {
    /// The text it was made of, with `***` in place of a password.
    public var description: String {
        guard let authority, let at = authority.lastIndex(of: "@"),
            let colon = authority[..<at].firstIndex(of: ":")
        else { return text }
        let hidden = authority[...colon] + "***" + authority[at...]
        return text.replacing("//" + authority, with: "//" + hidden, maxReplacements: 1)
    }
}

extension StoreURL {
    /// Where the colon behind a scheme stands; nil when the text begins with none.
    private static func schemeEnd(_ text: String) -> String.Index? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            isScheme(text[..<colon])
        else { return nil }
        return colon
    }

    /// Whether a text can be a scheme: a letter, then letters, digits, `+`, `-` and `.`.
    static func isScheme(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func parameters(_ query: Substring, of text: String) throws -> [Parameter] {
        var parameters: [Parameter] = []
        for part in query.split(separator: "&") {
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decoded(pieces[0], of: text)
            let value = pieces.count > 1 ? try decoded(pieces[1], of: text) : ""
            guard !parameters.contains(where: { ByteOrder.equal($0.name, name) }) else {
                throw malformed("sets \"\(name)\" twice: keep one of them", text)
            }
            parameters.append(Parameter(name: name, value: value))
        }
        return parameters
    }

    /// Replaces `%20` and the like by the bytes they stand for.
    private static func decoded(_ part: Substring, of text: String) throws -> String {
        guard part.utf8.contains(UInt8(ascii: "%")) else { return String(part) }
        var bytes: [UInt8] = []
        var rest = part.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimal),
                let low = rest.popFirst().flatMap(hexadecimal)
            else {
                throw malformed("has a \"%\" without two hexadecimal digits: write %25", text)
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw malformed("has \"%\" sequences that are no UTF-8", text)
        }
        return decoded
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Names the scheme only: a text that cannot be read may hold a password anywhere.
    private static func malformed(_ problem: String, _ text: String) -> DataError {
        let scheme = schemeEnd(text).map { "\(text[..<$0]):" } ?? ""
        return .invalid("The store's URL (\(scheme)…) \(problem).")
    }
}
