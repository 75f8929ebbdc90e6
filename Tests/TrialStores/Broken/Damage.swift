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
        default: value
        }
    }
}
