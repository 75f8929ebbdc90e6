/// The name of a temporary file, which tells whoever finds it after a crash what to do with it.
///
/// The file behind a `swap` name may be the new content (not exchanged yet), the old content
/// (exchanged), or somebody else's edit (exchanged, and not yet put back). The seals in the name
/// tell these apart.
enum TemporaryName: Hashable, Sendable {
    /// New content, perhaps not complete: nobody needs it.
    case new(random: UInt64)
    /// A file about to be exchanged with, or exchanged from, the name `base`.
    case swap(random: UInt64, ours: FileSeal, expected: FileSeal, base: String)
    /// A file that had the name `base` and is being removed.
    case gone(random: UInt64, expected: FileSeal, base: String)

    private static let prefix = ".databridge-"
    private static let suffix = ".tmp"

    /// The name on disk.
    ///
    /// It ends in `.tmp`, so that nobody who looks for files like `base` takes it for one.
    var text: String {
        let middle =
            switch self {
            case .new(let random): "new-\(hex(random))"
            case .swap(let random, let ours, let expected, let base):
                "swap-\(hex(random))-\(hex(ours.value))-\(hex(expected.value))~\(base)"
            case .gone(let random, let expected, let base):
                "gone-\(hex(random))-\(hex(expected.value))~\(base)"
            }
        return Self.prefix + middle + Self.suffix
    }

    /// Takes a name apart; nil when it is not that of a temporary file.
    init?(_ name: String) {
        let bytes = name.utf8
        guard bytes.starts(with: Self.prefix.utf8), bytes.count > Self.prefix.utf8.count,
            bytes.suffix(Self.suffix.utf8.count).elementsEqual(Self.suffix.utf8)
        else {
            return nil
        }
        let middle = bytes.dropFirst(Self.prefix.utf8.count).dropLast(Self.suffix.utf8.count)
        let parts = middle.split(
            separator: UInt8(ascii: "~"), maxSplits: 1, omittingEmptySubsequences: false)
        let base = parts.count == 2 ? String(Substring(parts[1])) : ""
        let fields = parts[0].split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        let numbers = fields.dropFirst().compactMap { UInt64($0, radix: 16) }
        guard numbers.count == fields.count - 1 else {
            return nil
        }
        switch (fields.first, numbers.count, base.isEmpty) {
        case ("new", 1, true):
            self = .new(random: numbers[0])
        case ("swap", 3, false):
            self = .swap(
                random: numbers[0], ours: FileSeal(value: numbers[1]),
                expected: FileSeal(value: numbers[2]), base: base)
        case ("gone", 2, false):
            self = .gone(
                random: numbers[0], expected: FileSeal(value: numbers[1]), base: base)
        default:
            return nil
        }
    }

    /// The name of a file in which content that has lost its own name is kept for its owner.
    ///
    /// It is `base` with an ending, cut off where that would get too long.
    static func aside(_ base: String, random: UInt64) -> String {
        let ending = ".conflict-" + String(hex(random).suffix(8))
        var stem = Substring(base)
        while stem.utf8.count + ending.utf8.count > 255 {
            stem.unicodeScalars.removeLast()
        }
        return stem + ending
    }
}

/// A short digest of a file's identity.
///
/// It leaves out the device, whose number may change with a restart, and the time of the last
/// change of status, which moves with a rename.
struct FileSeal: Hashable, Sendable {
    let value: UInt64

    init(value: UInt64) {
        self.value = value
    }

    init(_ identity: FileIdentity) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        let words = [
            identity.inode, UInt64(bitPattern: identity.size),
            UInt64(bitPattern: identity.modified.seconds),
            UInt64(UInt32(bitPattern: identity.modified.nanoseconds)),
        ]
        for word in words {
            for shift in stride(from: 0, to: 64, by: 8) {
                hash ^= (word >> UInt64(shift)) & 0xff
                hash = hash &* 0x0000_0100_0000_01b3
            }
        }
        value = hash
    }
}

/// A number as sixteen hexadecimal digits.
private func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
