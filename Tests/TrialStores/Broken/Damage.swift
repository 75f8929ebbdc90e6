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
        case (.object, .innerNumbersAreDoubles), (.array, .innerNumbersAreDoubles),
            (.object, .innerIntegersGetAPoint), (.array, .innerIntegersGetAPoint),
            (.object, .innerNumbersLoseTheirPoint), (.array, .innerNumbersLoseTheirPoint):
            inner(value, bug)
        default: value
        }
    }

    private static func inner(_ value: Value, _ bug: PlantedBug?) -> Value {
        switch (value, bug) {
        case (.int(let number), .innerNumbersAreDoubles):
            .int(Int64(exactly: Double(number)) ?? .max)
        case (.int(let number), .innerIntegersGetAPoint):
            Double(exactly: number).map { .double($0) } ?? value
        case (.double(let number), .innerNumbersLoseTheirPoint):
            Int64(exactly: number).map { .int($0) } ?? value
        case (.array(let elements), _): .array(elements.map { inner($0, bug) })
        case (.object(let object), _):
            .object(ValueObject(object.members.map { .init($0.name, inner($0.value, bug)) }))
        default: value
        }
    }
}
