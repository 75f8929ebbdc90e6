import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An entity whose deletes leave it stored, with the time of the delete.
struct Memo: Entity {
    var id: String
    var subject: String? = nil
    var thread: String? = nil
    var deletedAt: Date? = nil

    static let schema = Schema("memos", Memo.init) {
        Field(\.id, "id")
        Field(\.subject, "subject").unique()
        Field(\.thread, "thread").references(Memo.self, onDelete: .restrict)
        Field(\.deletedAt, "deleted_at")
    }
    .softDelete(\.deletedAt)
}
