@testable import DataBridgeCore
import Testing

/// What a commit below serializable rests on, though it remembers no reads.
struct NetChangesTests {
    private struct Owner: Entity {
        var id: String
        static let schema = Schema("owners", Owner.init) { Field(\.id, "id") }
    }

    private struct Pet: Entity {
        var id: String
        var owner: String?
        var name: String?
        var mother: String?

        static let schema = Schema("pets", Pet.init) {
            Field(\.id, "id")
            Field(\.owner, "owner").references(Owner.self)
            Field(\.name, "name").unique()
            Field(\.mother, "mother").references(Pet.self)
        }
    }

    private static let owners = Owner.schema.collection
    private static let pets = Pet.schema.collection

    private func record(
        _ id: Value, owner: Value = .null, name: Value = .null, mother: Value = .null
    ) -> StoredRecord {
        StoredRecord(
            id: id, values: [id, owner, name, mother], version: RecordVersion(counter: 1))
    }

    private func owner(_ id: Value) -> StoredRecord {
        StoredRecord(id: id, values: [id], version: RecordVersion(counter: 1))
    }

    private func reads(
        of old: StoredRecord?, _ new: StoredRecord?, in schema: CollectionSchema
    ) throws -> ReadSet {
        let id = try #require(old ?? new).id
        let change = try #require(Change(in: schema, id: id, old: old, new: new))
        var reads = ReadSet()
        let references = ReferenceSources { $0 }
        references.add([Self.owners, Self.pets])
        try reads.addConstraints(of: [change], in: schema, references)
        try reads.addDeletes([change], in: schema, references)
        return reads
    }

    private func commit(
        _ old: StoredRecord?, _ new: StoredRecord?, in schema: CollectionSchema
    ) throws -> CommittedChanges {
        let change = Change(
            in: schema, id: try #require(old ?? new).id, old: old, new: new)
        return CommittedChanges(position: nil, changes: [try #require(change)])
    }

    @Test func aUniqueValueRestsOnNobodyTakingIt() throws {
        let reads = try reads(of: nil, record("a", name: "Rex"), in: Self.pets)
        let taken = try commit(nil, record("b", name: "Rex"), in: Self.pets)
        let other = try commit(nil, record("b", name: "Bello"), in: Self.pets)
        #expect(reads.isAffected(by: taken))
        #expect(!reads.isAffected(by: other))
        let exempt = try self.reads(of: nil, record("a"), in: Self.pets)
        #expect(!exempt.isAffected(by: try commit(nil, record("b"), in: Self.pets)))
    }

    @Test func aReferenceRestsOnItsTarget() throws {
        let reads = try reads(of: nil, record("a", owner: "o", mother: "m"), in: Self.pets)
        #expect(reads.isAffected(by: try commit(owner("o"), nil, in: Self.owners)))
        #expect(!reads.isAffected(by: try commit(owner("p"), nil, in: Self.owners)))
        #expect(reads.isAffected(by: try commit(record("m"), nil, in: Self.pets)))
    }

    @Test func aDeleteRestsOnNobodyReferring() throws {
        let owner = try reads(of: owner("o"), nil, in: Self.owners)
        let adopted = try commit(nil, record("a", owner: "o"), in: Self.pets)
        #expect(owner.isAffected(by: adopted))
        let pet = try reads(of: record("m"), nil, in: Self.pets)
        #expect(pet.isAffected(by: try commit(nil, record("a", mother: "m"), in: Self.pets)))
        #expect(!pet.isAffected(by: adopted))
    }
}
