public import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Values that Swift has no literals for, as a printed replay spells them: exact, and without a
// further import.

extension Value {
    /// A decimal number by its digits; traps when the text is none.
    public static func decimal(spelled text: String) -> Value {
        guard let decimal = DecimalText.decimal(text) else {
            preconditionFailure("\"\(text)\" is no decimal number")
        }
        return .decimal(decimal)
    }

    /// A number of any size and precision; traps when the text is none.
    public static func number(spelled text: String) -> Value {
        guard let number = LosslessNumber(text) else {
            preconditionFailure("\"\(text)\" is no number")
        }
        return .number(number)
    }

    /// A number whose spelling counts; traps when the text is none.
    public static func spelledNumber(spelled text: String) -> Value {
        guard let number = LosslessNumber(text) else {
            preconditionFailure("\"\(text)\" is no number")
        }
        return .spelledNumber(number)
    }

    /// A point in time by the bits of its seconds since the reference date.
    public static func date(bits: UInt64) -> Value {
        .date(Date(timeIntervalSinceReferenceDate: Double(bitPattern: bits)))
    }

    /// A UUID by its text; traps when the text is none.
    public static func uuid(spelled text: String) -> Value {
        guard let uuid = UUID(uuidString: text) else {
            preconditionFailure("\"\(text)\" is no UUID")
        }
        return .uuid(uuid)
    }

    /// Bytes.
    public static func data(bytes: [UInt8]) -> Value {
        .data(Data(bytes))
    }

    /// A length of time.
    public static func duration(seconds: Int64, attoseconds: Int64) -> Value {
        .duration(Duration(secondsComponent: seconds, attosecondsComponent: attoseconds))
    }
}
