import DataBridgeCore

/// What came of a schedule's steps.
struct Story: Sendable {
    /// What each transaction's reads saw, in their order; fewer than the schedule has when it
    /// failed before.
    var readings: [Int: [[Int: Int]]] = [:]
    /// The transactions that committed.
    var committed: Set<Int> = []
    /// Why transactions failed that were not told to roll back.
    var failures: [Int: DataError.Code] = [:]
    /// The transactions that waited for others.
    var waited: Set<Int> = []
    /// What is there in the end.
    var final: [Int: Int] = [:]
    /// What happened, step by step.
    var trace: [String] = []

    /// What a read of a transaction saw, if the transaction committed: one that did not has had no
    /// effect, and what it saw does not count.
    func saw(_ role: Role, _ index: Int) -> [Int: Int]? {
        guard committed.contains(role.number), let all = readings[role.number],
            index < all.count
        else { return nil }
        return all[index]
    }

    /// Everything that a committed transaction saw.
    func allSeen(by role: Role) -> [[Int: Int]] {
        committed.contains(role.number) ? readings[role.number] ?? [] : []
    }

    func haveCommitted(_ roles: Role...) -> Bool {
        roles.allSatisfy { committed.contains($0.number) }
    }

    static func rows(_ cells: [Cell]) -> [Int: Int] {
        var rows: [Int: Int] = [:]
        for cell in cells { rows[cell.id] = cell.value }
        return rows
    }

    static func spelled(_ rows: [Int: Int]) -> String {
        guard !rows.isEmpty else { return "nothing" }
        return rows.sorted { $0.key < $1.key }.map { "\($0.key) has \($0.value)" }
            .joined(separator: ", ")
    }
}
