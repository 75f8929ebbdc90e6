import DataBridgeCore
import DataBridgeTestKit
import Foundation

/// Two stores as their authors would write them in a package of their own, on public API alone, and
/// the kit run on both; and what a backend is otherwise made of, with what it gives.
///
/// `./run api` says which entry points are missing here, in the guides and in the examples.
@main
struct BackendTruth {
    static func main() async {
        do {
            try await everything()
        } catch {
            print("\(error)")
            exit(1)
        }
    }

    private static func everything() async throws {
        try await rows()
        try await boards()
        try await queries()
        try predicates()
        try schemas()
        try reads()
        try errors()
        try errorsFromBelow()
        try values()
        try numbersAndTexts()
        try await fieldsOfOnesOwn()
        try jsonReading()
        try jsonErrors()
        try jsonWriting()
        try jsonTimes()
        try jsonCoding()
        try jsonEditing()
        try await openFiles()
        try await folders()
        try await replacing()
        try await locks()
        try fileErrors()
        for factory in [RowStore.factory, BoardStore.factory] {
            let report = await StoreConformance.run(StoreConformance.allCases, on: factory)
            try check(report.isPassed, "\(report)")
        }
        print("The backends' API does what the guide says.")
    }

    /// Ends the program when something is not as it should be.
    static func check(_ isTrue: Bool, _ subject: String, line: UInt = #line) throws {
        guard isTrue else { throw Falsehood(subject: subject, line: line) }
    }

    struct Falsehood: Error {
        var subject: String
        var line: UInt
    }
}

struct Folder: Entity {
    var id: Int

    static let schema = Schema("folders", Folder.init) { Field(\.id, "id") }
}

struct Note: Entity, Equatable {
    struct Place: Embedded, Equatable {
        var page: Int
        var line: Int?

        static let fields = EmbeddedFields(Place.init) {
            Field(\.page, "page")
            Field(\.line, "line")
        }
        .identified(by: \.page)
    }

    var id: String
    var title: String
    var stars = 0
    var tags: [String] = []
    var folder: Int?
    var place = Place(page: 1)
    var removed: Date?

    init(
        id: String, title: String, stars: Int = 0, tags: [String] = [], folder: Int? = nil,
        place: Place = Place(page: 1), removed: Date? = nil
    ) {
        self.id = id
        self.title = title
        self.stars = stars
        self.tags = tags
        self.folder = folder
        self.place = place
        self.removed = removed
    }

    static let schema = Schema(
        "notes", Note.init(id:title:stars:tags:folder:place:removed:)
    ) {
        Field(\.id, "id")
        Field(\.title, "title").unique()
        Field(\.stars, "stars", default: 0).indexed()
        Field(\.tags, "tags", default: [])
        Field(\.folder, "folder").references(Folder.self, onDelete: .restrict)
        Field(\.place, "place")
        Field(\.removed, "removed")
    }
    .softDelete(\.removed)
    .version(3, minimumReader: 2, storedIn: "v")
    .upgrade(from: 1) { $0.set("stars", to: 1) }

    static let some = [
        Note(id: "a", title: "Ada", stars: 3, tags: ["x"], place: Place(page: 2, line: 4)),
        Note(id: "b", title: "Bell", stars: 5), Note(id: "c", title: "cable", stars: 3),
    ]
}
