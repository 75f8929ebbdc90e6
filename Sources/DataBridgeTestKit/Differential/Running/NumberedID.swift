import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Ids made of numbers.
enum NumberedID {
    /// The id of a number, as the type spells it.
    static func id(_ number: Int, _ type: FieldType) -> Value {
        switch type {
        case .string:
            let digits = String(number)
            return .string(
                "n" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits)
        case .uuid:
            let (high, low) = (UInt8(truncatingIfNeeded: number >> 8), UInt8(number & 255))
            return .uuid(UUID(uuid: (9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, high, low)))
        case .embedded(let layout):
            return .object(
                ValueObject(
                    layout.fields.map { ValueObject.Member($0.name, id(number, $0.type)) }))
        default: return .int(Int64(number))
        }
    }
}
