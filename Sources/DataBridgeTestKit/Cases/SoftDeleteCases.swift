import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Deletes that leave the record stored.
extension StoreConformance.Case {
    static let softDeletes: [Self] = [
        Self("soft-delete.hides-the-record") { trial in
            let memos = try await deleted(trial, [Memo(id: "a"), Memo(id: "b")], ["a"])
            try Expect.isTrue(try await memos.get("a") == nil, "get gives nil")
            try Expect.isTrue(try await memos.record("a") == nil, "record gives nil")
            try Expect.isTrue(try await !memos.exists("a"), "exists says false")
            try Expect.equal(try await memos.find().map(\.id), ["b"], "find")
            try Expect.equal(try await memos.count(), 1, "count")
            try Expect.equal(try await memos.page(.all, size: 5).items.map(\.id), ["b"], "page")
            var streamed: [String] = []
            for try await memo in memos.stream() { streamed.append(memo.id) }
            try Expect.equal(streamed, ["b"], "stream")
            try Expect.isTrue(try await !memos.delete("a"), "a second delete says false")
            try Expect.equal(try await memos.delete(ids: ["a"]), 0, "a second delete by id")
            try Expect.equal(
                try await memos.updateAll(where: \.id == "a", set: [.set(\.subject, to: "s")]), 0,
                "the records that a by-query update selects")
            try Expect.equal(
                try await memos.deleteAll(where: \.id == "a"), 0,
                "the records that a by-query delete selects")
        },
        Self("soft-delete.makes-updates-not-found") { trial in
            let store = try await trial.store(Memo.schema)
            let memos = store.repository(for: Memo.self)
            let record = try await memos.insert(Memo(id: "a"))
            try await memos.delete("a")
            try await Expect.error(.notFound, "update") { try await memos.update(Memo(id: "a")) }
            try await Expect.error(.notFound, "update(id)") {
                try await memos.update("a") { $0.subject = "s" }
            }
            let error = try await Expect.error(.conflict, "update of a former version") {
                try await memos.update(Memo(id: "a"), expecting: record.version)
            }
            try Expect.equal(error.conflict, .gone, "the conflict's details")
            try await Expect.error(.conflict, "delete of a former version") {
                try await memos.delete("a", expecting: record.version)
            }
        },
        Self("soft-delete.keeps-the-id-taken") { trial in
            let memos = try await deleted(trial, [Memo(id: "a", subject: "old")], ["a"])
            let error = try await Expect.error(.alreadyExists, "an insert of the id") {
                try await memos.insert(Memo(id: "a"))
            }
            try expectSubject(error, memos.collection, "a")
            try await memos.upsert(Memo(id: "a", subject: "new"))
            try Expect.same(
                try await memos.find(), [Memo(id: "a", subject: "new")], "the record revived")
        },
        Self("soft-delete.can-be-looked-into") { trial in
            let clock = ManualClock()
            let store = try await trial.store(
                Memo.schema, options: StoreOptions(services: clock.services))
            let memos = store.repository(for: Memo.self)
            try await memos.insert(all: [Memo(id: "a", subject: "s"), Memo(id: "b")])
            clock.advance(by: .seconds(30))
            try await memos.delete("a")
            let all = memos.includingDeleted()
            let buried = Memo(id: "a", subject: "s", deletedAt: clock.now())
            try Expect.same(try await all.get("a"), buried, "get")
            try Expect.same(try await all.find(), [buried, Memo(id: "b")], "find")
            try Expect.equal(try await all.count(where: \.deletedAt != nil), 1, "count")
        },
        Self("soft-delete.frees-unique-values") { trial in
            let memos = try await deleted(
                trial, [Memo(id: "a", subject: "s"), Memo(id: "b", subject: "t")], ["a"])
            try await memos.insert(Memo(id: "c", subject: "s"))
            try await Expect.error(.constraint, "the revival of a record whose value is taken") {
                try await memos.upsert(Memo(id: "a", subject: "s"))
            }
            try await memos.upsert(Memo(id: "a", subject: "u"))
            try Expect.equal(
                try await memos.find().map(\.subject), ["u", "t", "s"], "the subjects")
        },
        Self("soft-delete.ends-references") { trial in
            let memos = try await deleted(trial, [Memo(id: "a"), Memo(id: "b")], ["a"])
            try await Expect.error(.constraint, "a reference to a deleted record") {
                try await memos.insert(Memo(id: "c", thread: "a"))
            }
            try await memos.insert(Memo(id: "c", thread: "b"))
            try await Expect.error(.constraint, "the delete of a record referred to") {
                try await memos.delete("b")
            }
            try await memos.delete("c")
            try Expect.isTrue(
                try await memos.delete("b"), "the delete once what refers is deleted too")
        },
        Self("soft-delete.works-by-query-and-in-batches") { trial in
            let memos = try await deleted(
                trial, (0..<6).map { Memo(id: "m\($0)", subject: "\($0)") }, ["m1", "m2"])
            try Expect.equal(
                try await memos.deleteAll(where: \.subject >= "2"), 3, "the records deleted")
            try Expect.equal(try await memos.find().map(\.id), ["m0"], "the records left")
            try Expect.equal(
                try await memos.includingDeleted().count(), 6, "the records still stored")
        },
        Self("soft-delete.can-be-rolled-back") { trial in
            let store = try await trial.store(Memo.schema)
            let memos = store.repository(for: Memo.self)
            let record = try await memos.insert(Memo(id: "a"))
            try await rollingBack(store) {
                try await memos.delete("a")
                try Expect.equal(try await memos.count(), 0, "the records inside")
            }
            try Expect.equal(
                try await memos.record("a")?.version, record.version, "the version after")
        },
    ]

    /// A repository of memos of which some were deleted.
    private static func deleted(
        _ trial: Trial, _ memos: [Memo], _ ids: [String]
    ) async throws -> any DataRepository<Memo> {
        let repository = try await trial.repository(of: Memo.self, holding: memos)
        for id in ids {
            try Expect.isTrue(try await repository.delete(id), "the first delete says true")
        }
        return repository
    }
}
