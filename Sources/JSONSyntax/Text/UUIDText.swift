#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// UUIDs as 36 characters, without the detour through a formatted string.
enum UUIDText {
    static let length = 36

    /// Reads a UUID in digits of either case.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard text.count == length else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        for (position, byte) in text.enumerated() {
            if isDash(position) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = StringEscapes.hexDigit(byte) else { return nil }
            // 16 digits and two dashes stand before the second half.
            if position < 18 {
                halves.0 = halves.0 << 4 | UInt64(digit)
            } else {
                halves.1 = halves.1 << 4 | UInt64(digit)
            }
        }
        return UUID(
            uuid: unsafeBitCast((halves.0.bigEndian, halves.1.bigEndian), to: uuid_t.self))
    }

    /// Writes a UUID in upper case.
    static func write(_ value: UUID, to target: UnsafeMutablePointer<UInt8>) {
        withUnsafeBytes(of: value.uuid) { bytes in
            var position = 0
            for byte in bytes {
                if isDash(position) {
                    target[position] = UInt8(ascii: "-")
                    position &+= 1
                }
                target[position] = digit(byte >> 4)
                target[position &+ 1] = digit(byte & 0xF)
                position &+= 2
            }
        }
    }

    /// Writes a UUID in upper case and in quotes; returns the number of bytes.
    static func writeQuoted(_ value: UUID, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\"")
        write(value, to: target + 1)
        target[length + 1] = UInt8(ascii: "\"")
        return length + 2
    }

    @inline(__always)
    private static func isDash(_ position: Int) -> Bool {
        position == 8 || position == 13 || position == 18 || position == 23
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "A") &+ value &- 10
    }
}

extension JSONNode {
    /// The UUID that a string spells, in digits of either case.
    public var uuid: UUID? {
        withString { UUIDText.read($0) } ?? nil
    }
}

extension JSONWriter {
    /// Writes a UUID as a string in upper case, as Foundation does.
    public mutating func uuid(_ value: UUID) {
        number(upTo: UUIDText.length + 2) { UUIDText.writeQuoted(value, to: $0) }
    }
}
