import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An entity that holds `Codable` values whose fields it does not declare.
struct Parcel: Entity {
    struct Content: OpaqueValue {
        struct Part: Codable {
            var weight: Double
            var count: Int
            var bytes: Data
        }

        enum Kind: String, Codable {
            case letter, box
        }

        var label = ""
        var kind = Kind.letter
        var note: String? = nil
        var sent: Date? = nil
        var parts: [Part] = []
        var marks: [String: [Int?]] = [:]
        var price = Decimal(0)
    }

    var id: Int
    var content = Content()
    var spare: Content? = nil
    var layers: [Content] = []

    static let schema = Schema("parcels", Parcel.init) {
        Field(\.id, "id")
        Field(\.content, "content")
        Field(\.spare, "spare")
        Field(\.layers, "layers")
    }
}
