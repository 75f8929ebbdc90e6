@testable import DataBridgeCore
import Testing

struct ChangeTests {
    /// `note` marks deleted records.
    private let soft = CollectionSchema(
        name: "parts", fields: Part.schema.fields, idIndex: 0, softDeleteIndex: 4)

    private func change(_ old: StoredRecord?, _ new: StoredRecord?) throws -> Change {
        try #require(Change(in: soft, id: "a", old: old, new: new))
    }

    @Test func nothingIsNoChange() {
        #expect(Change(in: soft, id: "a", old: nil, new: nil) == nil)
    }

    @Test func softDeletedRecordsCountAsAbsent() throws {
        let present = Part.record("a", version: 1)
        let changed = Part.record("a", rank: 2, version: 2)
        let deleted = Part.record("a", note: "today", version: 3)
        let stillDeleted = Part.record("a", rank: 3, note: "today", version: 4)
        let update = try change(present, changed)
        #expect(update.operation == .update)
        #expect(update.version == changed.version)
        let delete = try change(changed, deleted)
        #expect(delete.operation == .delete)
        #expect(delete.version == nil)
        #expect(delete.new === deleted)
        let revival = try change(deleted, present)
        #expect(revival.operation == .insert)
        #expect(revival.version == present.version)
        for (old, new) in [(deleted, stillDeleted), (deleted, nil), (nil, deleted)]
            as [(StoredRecord?, StoredRecord?)]
        {
            #expect(try change(old, new).isHidden)
        }
        #expect(try [update, delete, revival, change(present, nil)].allSatisfy { !$0.isHidden })
        #expect(try change(present, nil).operation == .delete)
        #expect(try change(nil, present).operation == .insert)
    }

    @Test func aCommitSetsHiddenChangesApart() throws {
        let present = Part.record("a")
        let deleted = Part.record("a", note: 1)
        let commit = CommittedChanges(
            position: nil, changes: [try change(deleted, nil), try change(nil, present)])
        #expect(commit.changes.map(\.operation) == [.insert])
        #expect(commit.hiddenChanges.map(\.operation) == [.delete])
    }
}
