import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `Codable` values that are stored whole.
extension StoreConformance.Case {
    static let opaqueValues: [Self] = [
        Self("value.opaque-values-come-back") { trial in
            let contents = try sampleContents()
            var parcels = contents.enumerated().map { Parcel(id: $0, content: $1) }
            parcels.append(Parcel(id: 100, spare: contents[1], layers: contents))
            let repository = try await trial.repository(of: Parcel.self, holding: parcels)
            try Expect.same(try await repository.find(), parcels, "find")
            for parcel in parcels {
                try Expect.same(try await repository.get(parcel.id), parcel, "get")
            }
            var changed = parcels[1]
            changed.content.parts[1].count -= 1
            changed.spare = contents[0]
            try await repository.update(changed)
            try Expect.same(try await repository.get(1), changed, "get after an update")
            changed.spare = nil
            try await repository.update(1) { $0.spare = nil }
            try Expect.same(try await repository.get(1), changed, "get after a nil")
        },
        Self("value.opaque-values-are-searched-by-stored-names") { trial in
            let parcels = try sampleContents().enumerated().map { Parcel(id: $0, content: $1) }
            let repository = try await trial.repository(of: Parcel.self, holding: parcels)
            let boxes = try await repository.find(where: .field("content.kind") == "box")
            try Expect.equal(boxes.map(\.id), [1], "the boxes")
            let noted = try await repository.find(where: .field("content.label") == "e\u{301}")
            try Expect.equal(noted.map(\.id), [1], "the labels, by bytes")
        },
    ]

    private static func sampleContents() throws -> [Parcel.Content] {
        let price = try Expect.value(Decimal(string: "27.10"), "a decimal")
        let parts = [
            Parcel.Content.Part(weight: 0.1, count: .max, bytes: Data([0, 255])),
            Parcel.Content.Part(weight: -1e-300, count: (1 << 53) + 1, bytes: Data()),
        ]
        return [
            Parcel.Content(),
            Parcel.Content(
                label: "e\u{301}", kind: .box, note: "", sent: Date(timeIntervalSince1970: 0.5),
                parts: parts, marks: ["a.b": [nil, 0, .min]], price: price),
        ]
    }
}
