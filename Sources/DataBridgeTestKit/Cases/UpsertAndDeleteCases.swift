import DataBridgeCore

/// Writing without knowing what is there, and removing.
extension StoreConformance.Case {
    static let upserting: [Self] = [
        Self("upsert.inserts-and-replaces") { trial in
            let items = try await trial.repository(of: Item.self)
            let first = try await items.upsert(Item(id: "a", title: "1", note: "n"))
            try Expect.equal(first.value.title, "1", "what upsert returns")
            let second = try await items.upsert(Item(id: "a", title: "2"))
            try Expect.different(second.version, first.version, "the version after a change")
            try Expect.same(
                try await items.find(), [Item(id: "a", title: "2")], "the stored records")
        },
        Self("upsert-all.answers-in-the-order-given") { trial in
            let items = try await trial.repository(
                of: Item.self, holding: [Item(id: "b", title: "old")])
            let batch = ["c", "b", "a"].map { Item(id: $0, title: "new") }
            let records = try await items.upsert(all: batch)
            try Expect.same(records.map(\.value), batch, "what upsert(all:) returns")
            try Expect.same(try await items.find(), batch.reversed(), "the stored records")
        },
        Self("upsert-all.lets-the-later-of-one-id-win") { trial in
            let items = try await trial.repository(of: Item.self)
            try await items.upsert(all: [Item(id: "a", title: "1"), Item(id: "a", title: "2")])
            try Expect.same(
                try await items.find(), [Item(id: "a", title: "2")], "the stored records")
        },
        Self("upsert-all.is-all-or-nothing") { trial in
            let accounts = try await trial.repository(
                of: Account.self, holding: [Account(id: 1, email: "one"), Account(id: 2)])
            try await Expect.error(.constraint, "a batch that breaks a constraint") {
                try await accounts.upsert(
                    all: [Account(id: 2, balance: 5), Account(id: 3, email: "one")])
            }
            try Expect.same(
                try await accounts.find(), [Account(id: 1, email: "one"), Account(id: 2)],
                "the stored records")
        },
        Self("upsert-all.of-nothing-does-nothing") { trial in
            let items = try await trial.repository(of: Item.self)
            try Expect.equal(try await items.upsert(all: []).count, 0, "the records returned")
        },
    ]

    static let deleting: [Self] = [
        Self("delete.says-whether-there-was-one") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<2))
            try Expect.isTrue(try await items.delete("i000"), "the first delete says true")
            try Expect.isTrue(try await !items.delete("i000"), "the second delete says false")
            try Expect.equal(try await items.find().map(\.id), ["i001"], "the ids left")
        },
        Self("delete-ids.counts-what-was-there") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<4))
            let count = try await items.delete(ids: ["i001", "nobody", "i003", "i001"])
            try Expect.equal(count, 2, "the number of records deleted")
            try Expect.equal(try await items.find().map(\.id), ["i000", "i002"], "the ids left")
            try Expect.equal(try await items.delete(ids: []), 0, "the delete of nothing")
        },
    ]

    static let byQuery: [Self] = [
        Self("update-all.changes-what-the-filter-selects") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<6))
            let count = try await items.updateAll(
                where: \.rank >= 3,
                set: [
                    .set(\.title, to: "Late"), .increment(\.rank, by: 10),
                    .set(\.place.city, to: "Linz"), .set(\.note, to: "n"),
                ])
            try Expect.equal(count, 3, "the number of records selected")
            var expected = Item.numbered(0..<6)
            for index in 3..<6 {
                expected[index].title = "Late"
                expected[index].rank += 10
                expected[index].place.city = "Linz"
                expected[index].note = "n"
            }
            try Expect.same(try await items.find(), expected, "the stored records")
        },
        Self("update-all.sets-nil") { trial in
            let item = Item(id: "a", note: "n", weight: 1)
            let items = try await trial.repository(of: Item.self, holding: [item])
            try await items.updateAll(
                where: .all, set: [.set(\.note, to: nil), .set(\.weight, to: nil)])
            try Expect.same(try await items.find(), [Item(id: "a")], "the stored records")
        },
        Self("update-all.counts-records-that-stay-as-they-are") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<3))
            let count = try await items.updateAll(where: .all, set: [.set(\.rank, to: 1)])
            try Expect.equal(count, 3, "the number of records selected")
        },
        Self("update-all.leaves-nil-uncounted") { trial in
            let accounts = try await trial.repository(of: Specimen.self)
            var specimen = Specimen(id: 1)
            try await accounts.insert(specimen)
            try await accounts.updateAll(
                where: .all, set: [.increment(\.optionals.int, by: 1), .increment(\.int, by: -3)])
            specimen.int = -3
            try Expect.same(try await accounts.get(1), specimen, "nil grows to nothing")
        },
        Self("update-all.is-all-or-nothing") { trial in
            var batch = Item.numbered(0..<4)
            batch[2].rank = .max
            let items = try await trial.repository(of: Item.self, holding: batch)
            try await Expect.error(.invalid, "an increment beyond Int64") {
                try await items.updateAll(where: .all, set: [.increment(\.rank, by: 1)])
            }
            try Expect.same(try await items.find(), batch, "the stored records")
        },
        Self("update-all.keeps-to-the-fields-type") { trial in
            let specimens = try await trial.repository(
                of: Specimen.self, holding: [Specimen(id: 1, small: 100)])
            try await Expect.error(.invalid, "an increment beyond Int8") {
                try await specimens.updateAll(where: .all, set: [.increment(\.small, by: 100)])
            }
            try Expect.equal(try await specimens.get(1)?.small, 100, "the number stored")
        },
        Self("update-all.refuses-what-cannot-be-assigned") { trial in
            let batch = Item.numbered(0..<2)
            let items = try await trial.repository(of: Item.self, holding: batch)
            let assignments: [(String, Assignment<Item>)] = [
                ("the id", .set(\.id, to: "x")), ("an undeclared field", .set("nobody", to: 1)),
                ("an undeclared property", .set(\.headline, to: "x")),
                ("a number that is none", .set(\.weight, to: .nan)),
                ("a value of another type", .set("rank", to: "x")),
                ("nil where there must be a value", .set("title", to: String?.none)),
            ]
            for (what, assignment) in assignments {
                try await Expect.error(.invalid, "an assignment of \(what)") {
                    try await items.updateAll(where: .all, set: [assignment])
                }
            }
            try Expect.same(try await items.find(), batch, "the stored records")
        },
        Self("update-all.checks-constraints") { trial in
            let batch = [Account(id: 1, email: "one"), Account(id: 2, email: "two")]
            let accounts = try await trial.repository(of: Account.self, holding: batch)
            try await Expect.error(.constraint, "one value for a unique field of two records") {
                try await accounts.updateAll(where: .all, set: [.set(\.email, to: "same")])
            }
            try Expect.same(try await accounts.find(), batch, "the stored records")
        },
        Self("delete-all.removes-what-the-filter-selects") { trial in
            let items = try await trial.repository(of: Item.self, holding: Item.numbered(0..<6))
            try Expect.equal(
                try await items.deleteAll(where: \.rank < 2 || \.rank == 5), 3,
                "the number of records deleted")
            try Expect.equal(
                try await items.find().map(\.id), ["i002", "i003", "i004"], "the ids left")
            try Expect.equal(
                try await items.deleteAll(where: \.rank == 100), 0, "the delete of nothing")
            try Expect.equal(try await items.deleteAll(where: .all), 3, "the delete of the rest")
            try Expect.equal(try await items.count(), 0, "the number of records left")
        },
    ]
}
