import DataBridgeCore

/// One step of a schedule: which transaction does what.
struct IsolationStep: Sendable {
    /// What a transaction does.
    enum Action: Sendable {
        case begin(readOnly: Bool)
        case read(Int)
        case find(Selection)
        case write(Int, Int)
        case writeAsRead(Int, Int)
        case insert(Int, Int)
        case addToAll(Int)
        case delete(Selection)
        case commit
        case rollBack
    }

    var transaction: Int
    var action: Action

    /// Which cells a query is about.
    enum Selection: Sendable {
        case all
        case holding(Int)
        case holdingAtLeast(Int)

        var filter: Filter<Cell> {
            switch self {
            case .all: .all
            case .holding(let value): \.value == value
            case .holdingAtLeast(let value): \.value >= value
            }
        }
    }
}

/// A transaction of a schedule, as the one who does the steps.
struct Role: Sendable {
    let number: Int

    init(_ number: Int) {
        self.number = number
    }

    static let (t1, t2, t3) = (Role(1), Role(2), Role(3))

    private func step(_ action: IsolationStep.Action) -> IsolationStep {
        IsolationStep(transaction: number, action: action)
    }

    var begins: IsolationStep { step(.begin(readOnly: false)) }
    var beginsReadOnly: IsolationStep { step(.begin(readOnly: true)) }
    func reads(_ id: Int) -> IsolationStep { step(.read(id)) }
    func finds(_ selection: IsolationStep.Selection) -> IsolationStep { step(.find(selection)) }
    func writes(_ id: Int, _ value: Int) -> IsolationStep { step(.write(id, value)) }
    /// Writes on the condition that the record still has the version that was read.
    func writesAsRead(_ id: Int, _ value: Int) -> IsolationStep { step(.writeAsRead(id, value)) }
    func inserts(_ id: Int, _ value: Int) -> IsolationStep { step(.insert(id, value)) }
    func addsToAll(_ amount: Int) -> IsolationStep { step(.addToAll(amount)) }
    func deletes(_ selection: IsolationStep.Selection) -> IsolationStep { step(.delete(selection)) }
    var commits: IsolationStep { step(.commit) }
    var rollsBack: IsolationStep { step(.rollBack) }
}

extension IsolationStep: CustomStringConvertible {
    var description: String { "T\(transaction) \(action)" }
}

extension IsolationStep.Action: CustomStringConvertible {
    var description: String {
        switch self {
        case .begin(let readOnly): readOnly ? "begins, to read only" : "begins"
        case .read(let id): "reads \(id)"
        case .find(let selection): "finds \(selection)"
        case .write(let id, let value): "writes \(value) to \(id)"
        case .writeAsRead(let id, let value): "writes \(value) to \(id) if it is as read"
        case .insert(let id, let value): "inserts \(id) with \(value)"
        case .addToAll(let amount): "adds \(amount) to all"
        case .delete(let selection): "deletes \(selection)"
        case .commit: "commits"
        case .rollBack: "rolls back"
        }
    }
}

extension IsolationStep.Selection: CustomStringConvertible {
    var description: String {
        switch self {
        case .all: "all"
        case .holding(let value): "those with \(value)"
        case .holdingAtLeast(let value): "those with \(value) or more"
        }
    }
}
