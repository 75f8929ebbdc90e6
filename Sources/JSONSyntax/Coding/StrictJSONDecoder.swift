#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Decodes `Decodable` values from strict JSON.
///
/// A number never passes through `Double` when an integer or a `Decimal` is asked for; what does
/// not fit exactly is an error, not rounded. `Date` is read from RFC 3339 text, `Data` from
/// base64, `URL` and `UUID` from text. Member names compare byte by byte. Errors are
/// `DecodingError` values whose text carries line and column.
///
/// ```swift
/// let tasks = try StrictJSONDecoder().decode([Task].self, from: bytes)
/// ```
public struct StrictJSONDecoder: Sendable {
    /// Limits and rules for the text.
    public var options: JSONParsingOptions

    /// What the decoded types find in their decoder's `userInfo`.
    public var userInfo: [CodingUserInfoKey: any Sendable]

    /// Makes a decoder.
    public init(
        options: JSONParsingOptions = JSONParsingOptions(),
        userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) {
        self.options = options
        self.userInfo = userInfo
    }

    /// Decodes a value from a JSON text.
    ///
    /// - Throws: `DecodingError`; for a text that is not JSON, its underlying error is a
    ///   ``JSONSyntaxError``.
    public func decode<T: Decodable>(_ type: T.Type, from text: [UInt8]) throws -> T {
        let tape: JSONTape
        do {
            tape = try JSONTape(parsing: text, options: options)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: [], debugDescription: "The text is not valid JSON. \(error)",
                    underlyingError: error))
        }
        return try decode(type, from: tape.root)
    }

    /// Decodes a value from a JSON text.
    ///
    /// - Throws: `DecodingError`; for a text that is not JSON, its underlying error is a
    ///   ``JSONSyntaxError``.
    public func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
        try decode(type, from: [UInt8](data))
    }

    /// Decodes a value from a part of a text that has been parsed.
    ///
    /// - Throws: `DecodingError`, with a coding path from that part on.
    public func decode<T: Decodable>(_ type: T.Type, from node: JSONNode) throws -> T {
        let context = DecodingContext(node: node, userInfo: userInfo)
        return try context.decode(type, at: node.index, depth: 0)
    }
}
