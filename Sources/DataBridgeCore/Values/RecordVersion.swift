/// The version of a record: an opaque token that says whether a record is still the one that was
/// read.
///
/// Only equality means anything. Stores that count versions never use one again; stores that derive
/// them from content give the same version to the same content, and declare that versions recur.
public struct RecordVersion: Hashable, Sendable {
    /// The upper 64 bits.
    package let high: UInt64
    /// The lower 64 bits.
    package let low: UInt64

    /// Makes a version of two words.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a version of a counter.
    public init(counter: UInt64) {
        self.init(high: 0, low: counter)
    }

    /// Makes a version of a record's content: its SipHash-2-4 of 128 bits under a fixed, public
    /// key.
    ///
    /// The same bytes give the same version on every machine and in every release. It tells edits
    /// from one another; it is no protection against someone who forges content.
    public init(contentOf bytes: some Sequence<UInt8>) {
        let contiguous = bytes.withContiguousStorageIfAvailable {
            SipHash.hash128(UnsafeRawBufferPointer($0), key: Self.contentKey)
        }
        let hash =
            contiguous
            ?? Array(bytes).withUnsafeBytes {
                SipHash.hash128($0, key: Self.contentKey)
            }
        self.init(high: hash.first, low: hash.second)
    }

    /// Makes a version of a record's content; see ``init(contentOf:)-(Sequence<UInt8>)``.
    package init(contentOf bytes: UnsafeRawBufferPointer) {
        let hash = SipHash.hash128(bytes, key: Self.contentKey)
        self.init(high: hash.first, low: hash.second)
    }

    /// "DataBrid" and "geRecord" in ASCII; changing it would change every stored version.
    private static let contentKey: (UInt64, UInt64) = (0x6469_7242_6174_6144, 0x6472_6F63_6552_6567)
}

extension RecordVersion: LosslessStringConvertible, Codable {
    /// The counter in decimal, or both words as sixteen hexadecimal digits each with a dash
    /// between.
    public var description: String {
        high == 0 ? String(low) : "\(Self.hexadecimal(high))-\(Self.hexadecimal(low))"
    }

    /// Reads the text of ``description``; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 1, let counter = UInt64(description) {
            self.init(counter: counter)
        } else if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 16 }),
            let high = UInt64(parts[0], radix: 16), let low = UInt64(parts[1], radix: 16)
        {
            self.init(high: high, low: low)
        } else {
            return nil
        }
        // One version has one text: no plus sign, leading zeros or capitals.
        guard ByteOrder.equal(self.description, description) else { return nil }
    }

    /// Reads a version from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let version = RecordVersion(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "Expected the text of a record version.")
        }
        self = version
    }

    /// Writes a version as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
