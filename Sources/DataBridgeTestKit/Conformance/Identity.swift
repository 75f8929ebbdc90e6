import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Whether two values are the same for someone who looks closely: equality of ``Value`` takes `1`
/// for `1.0` and members in another order for the same object.
enum Identity {
    /// - Parameter inAnyOrder: whether the order of an object's members makes no difference.
    static func same(_ left: Value, _ right: Value, inAnyOrder: Bool = false) -> Bool {
        switch (left, right) {
        case (.double(let a), .double(let b)): a == b
        case (.date(let a), .date(let b)):
            a.timeIntervalSinceReferenceDate.bitPattern
                == b.timeIntervalSinceReferenceDate.bitPattern
        case (.number(let a), .number(let b)): ByteOrder.equal(a.text, b.text)
        case (.array(let a), .array(let b)):
            a.count == b.count && zip(a, b).allSatisfy { same($0, $1, inAnyOrder: inAnyOrder) }
        case (.object(let a), .object(let b)) where inAnyOrder:
            a.count == b.count
                && a.members.allSatisfy { member in
                    b[member.name].map { same(member.value, $0, inAnyOrder: true) } ?? false
                }
        case (.object(let a), .object(let b)):
            a.count == b.count
                && zip(a.members, b.members).allSatisfy {
                    ByteOrder.equal($0.name, $1.name) && same($0.value, $1.value)
                }
        case (.int, .int), (.decimal, .decimal), (.spelledNumber, .spelledNumber): left == right
        // What is left of numbers are two of different kinds, such as 1 and 1.0.
        default: !left.isNumber && left == right
        }
    }

    /// The value with every character beyond ASCII spelled out, since that is where two that look
    /// alike differ.
    static func spelled(_ value: Value) -> String {
        switch value {
        case .date(let date):
            "date(\(date.timeIntervalSinceReferenceDate), bits 0x"
                + String(date.timeIntervalSinceReferenceDate.bitPattern, radix: 16) + ")"
        case .data(let data): "data(\(data.map { String($0, radix: 16) }.joined(separator: " ")))"
        case .duration(let duration):
            "\(duration.components.seconds) s + \(duration.components.attoseconds) as"
        default: ascii(value.description)
        }
    }

    private static func ascii(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }
}
