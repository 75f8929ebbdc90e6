import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What cannot be stored is refused before anything is written.
extension StoreConformance.Case {
    static let refusing: [Self] = [
        Self("refusal.of-a-value-names-its-field") { trial in
            let specimens = try await trial.repository(of: Specimen.self)
            for (field, specimen) in unstorable {
                let error = try await Expect.error(.invalid, "an insert of a bad \(field)") {
                    try await specimens.insert(specimen)
                }
                try Expect.equal(error.fields, [field], "the error's fields")
                try expectSubject(error, specimens.collection, 1)
            }
            try Expect.equal(try await specimens.count(), 0, "the number of records")
        },
        Self("refusal.leaves-nothing-of-a-batch") { trial in
            let specimens = try await trial.repository(of: Specimen.self)
            for (field, specimen) in unstorable {
                let batch = [Specimen(id: 0), specimen, Specimen(id: 2)]
                try await Expect.error(.invalid, "a batch insert with a bad \(field)") {
                    try await specimens.insert(all: batch)
                }
                try await Expect.error(.invalid, "a batch upsert with a bad \(field)") {
                    try await specimens.upsert(all: batch)
                }
            }
            try Expect.equal(try await specimens.count(), 0, "the number of records")
        },
        Self("refusal.leaves-the-record-as-it-was") { trial in
            let good = Specimen(id: 1, double: 2, text: "t")
            let specimens = try await trial.repository(of: Specimen.self, holding: [good])
            let version = try await specimens.record(1)?.version
            for (field, specimen) in unstorable {
                try await Expect.error(.invalid, "an update to a bad \(field)") {
                    try await specimens.update(specimen)
                }
                try await Expect.error(.invalid, "a changing update to a bad \(field)") {
                    try await specimens.update(1) { $0 = specimen }
                }
                try await Expect.error(.invalid, "an upsert of a bad \(field)") {
                    try await specimens.upsert(specimen)
                }
            }
            let stored = try await specimens.record(1)
            try Expect.same(stored?.value, good, "the stored record")
            try Expect.equal(stored?.version, version, "the stored version")
        },
        Self("refusal.of-a-filters-value-comes-before-any-reading") { trial in
            let store = try await trial.store(Specimen.schema)
            // What reads answers notFound here.
            let nowhere = store.repository(for: Specimen.self, in: "nowhere")
            let filters: [(String, Filter<Specimen>)] = [
                ("NaN", \.double == .nan), ("less than NaN", \.double < .nan),
                ("a large UInt64", \.unsigned > .max),
                ("a year beyond 9999", \.date == Date(timeIntervalSince1970: 1e12)),
                ("one of a list", .in(\.double, [1, .nan])),
                ("part of a negation", !(\.double == .nan)),
                ("part of another filter", \.int == 1 || \.double != .infinity),
            ]
            for (what, filter) in filters {
                try await Expect.error(.invalid, "find by \(what)") {
                    try await nowhere.find(where: filter)
                }
                try await Expect.error(.invalid, "count of \(what)") {
                    try await nowhere.count(where: filter)
                }
                try await Expect.error(.invalid, "delete of \(what)") {
                    try await nowhere.deleteAll(where: filter)
                }
            }
        },
        Self("refusal.of-an-undeclared-field-comes-before-any-reading") { trial in
            let store = try await trial.store(Item.schema)
            // What reads answers notFound here.
            let nowhere = store.repository(for: Item.self, in: "nowhere")
            let filters: [(String, Filter<Item>)] = [
                ("property", \.headline == "x"), ("name", .field("nobody") == 1),
                ("nested name", .field("place.street") == "x"),
                ("name inside a plain field", .field("rank.x") == 1),
                ("empty name", .field("") == 1),
                ("name of nothing but dots", .field("..") == 1),
                ("property in a part", \.rank == 1 && !(\.headline == "x")),
            ]
            for (what, filter) in filters {
                try await expectInvalid(nowhere, filter, "an undeclared \(what)")
            }
            try await Expect.error(.invalid, "a sort by an undeclared property") {
                try await nowhere.find(sortedBy: .ascending(\.headline))
            }
            try await Expect.error(.invalid, "a page by an undeclared property") {
                try await nowhere.page(Query(sortedBy: [.field("nobody")]), size: 1)
            }
            try await Expect.error(.invalid, "a minimum of an undeclared property") {
                try await nowhere.minimum(of: \.headline)
            }
            try await Expect.error(.invalid, "an assignment to an undeclared property") {
                try await nowhere.updateAll(where: .all, set: [.set(\.headline, to: "x")])
            }
        },
        Self("refusal.of-a-test-that-does-not-fit-its-field") { trial in
            let store = try await trial.store(Item.schema)
            let nowhere = store.repository(for: Item.self, in: "nowhere")
            try await expectInvalid(nowhere, .field("rank").hasPrefix("1"), "a prefix of a number")
            try await expectInvalid(
                nowhere, .field("title").contains("x"), "an element of a plain field")
        },
        Self("refusal.of-senseless-windows") { trial in
            let items = try await trial.repository(of: Item.self)
            try await Expect.error(.invalid, "a negative limit") {
                try await items.find(limit: -1)
            }
            try await Expect.error(.invalid, "a negative offset") {
                try await items.find(offset: -1)
            }
            try await Expect.error(.invalid, "a page of no record") {
                try await items.page(.all, size: 0)
            }
            try await Expect.error(.invalid, "a page of a negative size") {
                try await items.page(.all, size: .min)
            }
        },
        Self("refusal.never-tells-stored-values") { trial in
            let secret = "correct horse battery staple"
            let accounts = try await trial.repository(
                of: Account.self, holding: [Account(id: 1, email: secret)])
            let unique = try await Expect.error(.constraint, "a second account of one address") {
                try await accounts.insert(Account(id: 2, email: secret))
            }
            let assigned = try await Expect.error(.invalid, "a text for a number") {
                try await accounts.updateAll(where: .all, set: [.set("balance", to: secret)])
            }
            for error in [unique, assigned] {
                try Expect.isTrue(
                    !ByteOrder.contains(error.description, secret), "the error hides the value")
            }
        },
    ]

    private static func expectInvalid(
        _ items: any DataRepository<Item>, _ filter: Filter<Item>, _ what: String
    ) async throws {
        try await Expect.error(.invalid, "find by \(what)") { try await items.find(where: filter) }
        try await Expect.error(.invalid, "count of \(what)") {
            try await items.count(where: filter)
        }
        try await Expect.error(.invalid, "stream of \(what)") {
            for try await _ in items.stream(where: filter) {}
        }
        try await Expect.error(.invalid, "update by \(what)") {
            try await items.updateAll(where: filter, set: [.set(\.rank, to: 1)])
        }
        try await Expect.error(.invalid, "delete by \(what)") {
            try await items.deleteAll(where: filter)
        }
        try await Expect.error(.invalid, "explain of \(what)") {
            try items.explain(Query(where: filter))
        }
    }

    /// Specimens of which one field cannot be stored, by the name of that field.
    private static let unstorable: [(String, Specimen)] = [
        ("double", Specimen(id: 1, double: .nan)),
        ("double", Specimen(id: 1, double: .infinity)),
        ("double", Specimen(id: 1, double: -.infinity)),
        ("float", Specimen(id: 1, float: .nan)),
        ("decimal", Specimen(id: 1, decimal: .nan)),
        ("unsigned", Specimen(id: 1, unsigned: UInt64(Int64.max) + 1)),
        ("date", Specimen(id: 1, date: Date(timeIntervalSinceReferenceDate: 252_423_993_600))),
        (
            "date",
            Specimen(
                id: 1, date: Date(timeIntervalSinceReferenceDate: (-63_145_526_400.0).nextDown))
        ),
        ("date", Specimen(id: 1, date: Date(timeIntervalSinceReferenceDate: .nan))),
        ("shape.centre.x", Specimen(id: 1, shape: .init(centre: .init(x: .nan)))),
        ("shape.corners.1.x", Specimen(id: 1, shape: .init(corners: [.init(), .init(x: .nan)]))),
        ("optionals.double", Specimen(id: 1, optionals: .init(double: .nan))),
        ("lists.nested.0.1", Specimen(id: 1, lists: .init(nested: [[1, .infinity]]))),
    ]
}
