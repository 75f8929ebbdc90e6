#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a page ended, as opaque text that can be handed to a client and taken back.
///
/// It holds the sort values and the id of the last record and a fingerprint of the query, so a
/// cursor used with another query, scope or collection is refused with `invalid`. The format has a
/// version; a cursor of a version that is not known is refused too. It is not encrypted: who must
/// not see the sort values must not see the cursor.
public struct Cursor: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The cursor's text: letters, digits, `-` and `_`.
    public let text: String

    /// A cursor from its text.
    ///
    /// It is checked when it is used.
    public init(_ text: String) {
        self.text = text
    }

    /// The cursor's text.
    public var description: String { text }

    /// Reads a cursor from a single text value.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the cursor as a single text value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private static let format: UInt8 = 1

    init(position: KeysetPosition, query: RecordQuery, collection: String) {
        var bytes = CanonicalBytes()
        bytes.append(byte: Cursor.format)
        bytes.append(text: Cursor.fingerprint(query, collection))
        bytes.append(.array(position.values))
        bytes.append(position.id)
        text = Data(bytes.bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The place, if the cursor belongs to this query.
    ///
    /// - Throws: `invalid`.
    func position(for query: RecordQuery, in collection: String) throws -> KeysetPosition {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let base64 =
            text.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let data = Data(base64Encoded: base64) else { throw Cursor.malformed(collection) }
        var reader = CanonicalBytesReader(Array(data))
        guard let format = reader.byte() else { throw Cursor.malformed(collection) }
        guard format == Cursor.format else {
            throw DataError(
                .invalid,
                "The cursor has format \(format), which this version does not read. "
                    + "Start again at the first page.",
                collection: collection)
        }
        guard let fingerprint = reader.text(), case .array(let values) = reader.value(),
            let id = reader.value(), reader.isAtEnd, values.count == query.sort.count
        else { throw Cursor.malformed(collection) }
        guard ByteOrder.equal(fingerprint, Cursor.fingerprint(query, collection)) else {
            throw DataError(
                .invalid,
                "The cursor belongs to another query. Use it with the filter, sort and "
                    + "collection it was made for, or start again at the first page.",
                collection: collection)
        }
        return KeysetPosition(values: values, id: id)
    }

    private static func malformed(_ collection: String) -> DataError {
        DataError(
            .invalid, "The text is not a cursor. Pass what a page's `next` gave, unchanged.",
            collection: collection)
    }

    /// Identifies filter, sort and collection, alike in every process.
    private static func fingerprint(_ query: RecordQuery, _ collection: String) -> String {
        var bytes = CanonicalBytes()
        bytes.append(text: collection)
        bytes.append(query.predicate)
        for key in query.sort {
            bytes.append(key.field)
            bytes.append(text: key.direction.rawValue)
        }
        return RecordVersion(contentOf: bytes.bytes).description
    }
}
