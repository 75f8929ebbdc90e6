import DataBridgeCore
import Foundation

/// What a store makes of a value that it cannot hold.
enum Damage {
    static func of(_ value: Value, by bug: PlantedBug?) -> Value {
        switch (value, bug) {
        case (.string(let text), .textIsNormalised):
            .string(text.precomposedStringWithCanonicalMapping)
        case (.int(let number), .integersGoThroughDoubles):
            .int(Int64(exactly: Double(number)) ?? .max)
        case (.date(let date), .datesAreRounded):
            .date(
                Date(
                    timeIntervalSinceReferenceDate: (date.timeIntervalSinceReferenceDate * 1_000)
                        .rounded() / 1_000))
        case (.object, .innerNumbersAreDoubles), (.array, .innerNumbersAreDoubles):
            inner(value)
        default: value
        }
    }

    private static func inner(_ value: Value) -> Value {
        switch value {
        case .int(let number): .int(Int64(exactly: Double(number)) ?? .max)
        case .array(let elements): .array(elements.map(inner))
        case .object(let object):
            .object(ValueObject(object.members.map { .init($0.name, inner($0.value)) }))
        default: value
        }
    }
}
