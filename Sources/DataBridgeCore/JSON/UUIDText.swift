#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The text form of a UUID, read and written without a `String`.
package enum UUIDText {
    static let length = 36
    @inline(__always)
    private static func isDash(_ offset: Int) -> Bool {
        offset == 8 || offset == 13 || offset == 18 || offset == 23
    }

    /// Reads the 36 characters of a UUID, in letters of either case; nil for anything else.
    package static func uuid(_ text: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard text.count == length else { return nil }
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isValid = withUnsafeMutableBytes(of: &bytes) { bytes in
            var offset = 0
            for index in 0..<16 {
                if isDash(offset) {
                    guard text[offset] == UInt8(ascii: "-") else { return false }
                    offset += 1
                }
                let digits = (digit(text[offset]), digit(text[offset + 1]))
                guard digits.0 | digits.1 < 16 else { return false }
                bytes[index] = digits.0 << 4 | digits.1
                offset += 2
            }
            return true
        }
        return isValid ? UUID(uuid: bytes) : nil
    }

    /// Calls a closure with the 36 characters of a UUID, its letters in capitals.
    package static func withText<Result>(
        _ uuid: UUID, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { text in
            withUnsafeBytes(of: uuid.uuid) { bytes in
                var offset = 0
                for byte in bytes {
                    if isDash(offset) {
                        text[offset] = UInt8(ascii: "-")
                        offset += 1
                    }
                    text[offset] = character(byte >> 4)
                    text[offset + 1] = character(byte & 15)
                    offset += 2
                }
            }
            return body(UnsafeBufferPointer(text))
        }
    }

    /// The value of a hexadecimal digit; 255 for another character.
    @inline(__always)
    private static func digit(_ character: UInt8) -> UInt8 {
        let decimal = character &- UInt8(ascii: "0")
        if decimal < 10 { return decimal }
        let letter = (character | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : 255
    }

    @inline(__always)
    private static func character(_ digit: UInt8) -> UInt8 {
        digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "A")
    }
}
