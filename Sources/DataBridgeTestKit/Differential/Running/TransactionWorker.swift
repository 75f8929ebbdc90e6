import DataBridgeCore
import Synchronization

/// A transaction whose body does what it is told, step by step, so that several of them overlap in
/// an order that is given.
final class TransactionWorker: Sendable {
    /// Does an operation in the task of the caller.
    typealias Perform = @Sendable (DifferentialOperation) async -> Outcome

    private struct Command: Sendable {
        var operation: DifferentialOperation
        var answer: CheckedContinuation<Outcome, Never>
    }

    private struct RolledBack: Error {}

    /// Thrown out of a body that is not to be retried.
    private struct BodyRanAgain: Error {}

    private struct Mailbox {
        var command: Command?
        var reader: CheckedContinuation<Command, Never>?
    }

    private let store: any DataStore
    private let perform: Perform
    private let mailbox = Mutex(Mailbox())
    private let task = Mutex<Task<Void, Never>?>(nil)
    /// How many transactions are open in each other.
    private let openCount = Atomic(0)

    init(_ store: any DataStore, perform: @escaping Perform) {
        self.store = store
        self.perform = perform
    }

    var depth: Int { openCount.load(ordering: .relaxed) }

    /// Begins the outermost transaction.
    func begin(_ options: TransactionOptions) async -> Outcome {
        await withCheckedContinuation { answer in
            let opener = Command(operation: .savepoint, answer: answer)
            task.withLock { $0 = Task { await self.run(options, opener) } }
        }
    }

    /// Does an operation in the innermost transaction.
    func perform(_ operation: DifferentialOperation) async -> Outcome {
        if operation == .cancel {
            task.withLock { $0?.cancel() }
            return .done
        }
        return await withCheckedContinuation { answer in
            let command = Command(operation: operation, answer: answer)
            let reader = mailbox.withLock { mailbox in
                defer { mailbox.reader = nil }
                if mailbox.reader == nil { mailbox.command = command }
                return mailbox.reader
            }
            reader?.resume(returning: command)
        }
    }

    private func next() async -> Command {
        await withCheckedContinuation { reader in
            let command = mailbox.withLock { mailbox in
                defer { mailbox.command = nil }
                if mailbox.command == nil { mailbox.reader = reader }
                return mailbox.command
            }
            if let command { reader.resume(returning: command) }
        }
    }

    /// Runs one transaction to its end, and then answers whoever ended it.
    private func run(_ options: TransactionOptions, _ opener: Command) async {
        var ending: Command?
        var hasBegun = false
        var outcome = Outcome.done
        do {
            try await store.transaction(options) { _ in
                guard !hasBegun else { throw BodyRanAgain() }
                hasBegun = true
                openCount.add(1, ordering: .relaxed)
                opener.answer.resume(returning: .done)
                while true {
                    let command = await next()
                    switch command.operation {
                    case .commit:
                        ending = command
                        return
                    case .rollBack:
                        ending = command
                        throw RolledBack()
                    case .savepoint: await run(options.nested, command)
                    default:
                        command.answer.resume(returning: await perform(command.operation))
                    }
                }
            }
        } catch is RolledBack {
            outcome = .done
        } catch {
            outcome = .failure(Outcome.Failure(error))
        }
        if hasBegun { openCount.subtract(1, ordering: .relaxed) }
        if let ending {
            ending.answer.resume(returning: outcome)
        } else if !hasBegun {
            opener.answer.resume(returning: outcome)
        }
    }
}

extension TransactionOptions {
    /// What a transaction inside one of these asks for.
    fileprivate var nested: TransactionOptions {
        TransactionOptions(isolation: isolation, isReadOnly: isReadOnly)
    }
}
