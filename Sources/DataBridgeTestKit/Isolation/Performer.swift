import DataBridgeCore
import Synchronization

/// One transaction of a schedule: a task that does the steps it is told, in their order.
final class Performer: Sendable {
    /// How a transaction ended.
    enum End: Sendable {
        case committed
        case rolledBack
        case failed(any Error)
    }

    /// One step to do, and the gate that opens when it is done.
    private struct Order: Sendable {
        var action: IsolationStep.Action
        let isDone = Gate()
    }

    private struct State {
        /// What was told and is not done.
        var pending: [Order] = []
        var end: End?
        /// What each read saw, in order.
        var readings: [[Int: Int]] = []
    }

    /// Thrown out of a body that is to be rolled back.
    private struct RollBack: Error {}

    let number: Int
    private let store: any DataStore
    private let log: Log<String>
    private let state = Mutex(State())
    private let orders: AsyncStream<Order>
    private let inbox: AsyncStream<Order>.Continuation

    init(_ number: Int, in store: any DataStore, log: Log<String>) {
        self.number = number
        self.store = store
        self.log = log
        (orders, inbox) = AsyncStream.makeStream()
    }

    var end: End? { state.withLock { $0.end } }
    var readings: [[Int: Int]] { state.withLock { $0.readings } }

    /// Whether there are steps that it was told and has not done.
    var isBehind: Bool { state.withLock { !$0.pending.isEmpty } }

    /// Waits until all steps it was told are done.
    ///
    /// - Returns: whether they are.
    func catchUp(atMost limit: Duration) async -> Bool {
        guard let last = state.withLock({ $0.pending.last }) else { return true }
        return await last.isDone.wait(atMost: limit)
    }

    /// Tells it to do a step.
    ///
    /// A transaction that has ended does nothing any more.
    func tell(_ action: IsolationStep.Action, isolation: Isolation) {
        let order = Order(action: action)
        let isRunning = state.withLock { state in
            guard state.end == nil else { return false }
            state.pending.append(order)
            return true
        }
        guard isRunning else { return }
        if case .begin(let readOnly) = action {
            let options = TransactionOptions(
                isolation: isolation, isReadOnly: readOnly, retry: .never)
            Task { await run(options, beginning: order) }
        } else {
            inbox.yield(order)
        }
    }

    private func run(_ options: TransactionOptions, beginning: Order) async {
        let end: End
        do {
            try await store.transaction(options) {
                done(beginning)
                var cells = CellWork(store)
                for await order in orders {
                    switch order.action {
                    case .commit: return
                    case .rollBack: throw RollBack()
                    default: break
                    }
                    let seen = try await cells.perform(order.action)
                    done(order, seen)
                }
                throw CancellationError()
            }
            end = .committed
        } catch is RollBack {
            end = .rolledBack
        } catch {
            end = .failed(error)
        }
        finish(end)
    }

    private func done(_ order: Order, _ seen: [Int: Int]? = nil) {
        state.withLock { state in
            state.pending.removeFirst()
            if let seen { state.readings.append(seen) }
        }
        let result = seen.map { ": \(Story.spelled($0))" } ?? ""
        log.add("T\(number) \(order.action)\(result)")
        order.isDone.open()
    }

    private func finish(_ end: End) {
        let left = state.withLock { state in
            state.end = end
            defer { state.pending = [] }
            return state.pending
        }
        switch end {
        case .committed: log.add("T\(number) commits")
        case .rolledBack: log.add("T\(number) rolls back")
        case .failed(let error):
            let step = left.first.map { " when it \($0.action)" } ?? ""
            let code = (error as? DataError)?.code.description ?? "\(error)"
            log.add("T\(number) fails\(step): \(code)")
        }
        inbox.finish()
        for order in left { order.isDone.open() }
    }
}

/// What a transaction does to cells.
private struct CellWork {
    private let cells: any DataRepository<Cell>
    /// The versions of what was read by id.
    private var versions: [Int: RecordVersion] = [:]

    init(_ store: any DataStore) {
        cells = store.repository(for: Cell.self)
    }

    /// Does a step.
    ///
    /// - Returns: what it read, for a step that reads.
    mutating func perform(_ action: IsolationStep.Action) async throws -> [Int: Int]? {
        switch action {
        case .read(let id):
            guard let record = try await cells.record(id) else { return [:] }
            versions[id] = record.version
            return [id: record.value.value]
        case .find(let selection):
            return Story.rows(try await cells.find(where: selection.filter))
        case .write(let id, let value): try await cells.upsert(Cell(id: id, value: value))
        case .writeAsRead(let id, let value):
            try await cells.update(Cell(id: id, value: value), expecting: versions[id])
        case .insert(let id, let value): try await cells.insert(Cell(id: id, value: value))
        case .addToAll(let amount):
            try await cells.updateAll(where: .all, set: [.increment(\.value, by: amount)])
        case .delete(let selection): try await cells.deleteAll(where: selection.filter)
        case .begin, .commit, .rollBack: break
        }
        return nil
    }
}
