import DataBridgeCore
import Foundation

/// The record of all benchmarks: eight fields of the usual kinds.
struct BenchItem: Entity, Codable, Equatable {
    enum Status: String, FieldValue, Codable, CaseIterable {
        case pending, active, done, blocked
    }

    var id: String
    var title: String
    var status: Status
    var priority: Int
    var score: Double
    var isUrgent: Bool
    var group: Int
    var note: String?

    static let schema = Schema("items", BenchItem.init) {
        Field(\.id, "id")
        Field(\.title, "title")
        Field(\.status, "status")
        Field(\.priority, "priority")
        Field(\.score, "score")
        Field(\.isUrgent, "isUrgent")
        Field(\.group, "group").indexed()
        Field(\.note, "note")
    }

    /// The record of a number: groups of a hundred records each.
    static func numbered(_ number: Int) -> BenchItem {
        BenchItem(
            id: "item-\(number)", title: "Record number \(number) of the benchmark",
            status: Status.allCases[number % 4], priority: number % 10,
            score: Double(number) * 0.25, isUrgent: number.isMultiple(of: 7),
            group: number / 100, note: number.isMultiple(of: 3) ? "a note to keep" : nil)
    }
}
