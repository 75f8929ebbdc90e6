import DataBridge
import Foundation

// snippet: Accounts
struct Account: Entity {
    var id: String
    var balance: Int

    static let schema = Schema("accounts", Account.init) {
        Field(\.id, "id")
        Field(\.balance, "balance").indexed()
    }
}

struct Entry: Entity {
    var id: UUID
    var account: String
    var amount: Int

    static let schema = Schema("entries", Entry.init) {
        Field(\.id, "id")
        Field(\.account, "account").references(Account.self)
        Field(\.amount, "amount")
    }
}
// end

// snippet: Bank
struct Overdrawn: Error {
    var account: String
}

struct Bank {
    let accounts: any DataRepository<Account>
    let entries: any DataRepository<Entry>
    let transactions: any TransactionManager

    func transfer(_ amount: Int, from source: String, to target: String) async throws {
        try await transactions.transaction {
            try await book(amount, on: target)
            try await book(-amount, on: source)
        }
    }

    func book(_ amount: Int, on account: String) async throws {
        try await transactions.transaction {
            try await accounts.update(account) {
                $0.balance += amount
                if $0.balance < 0 { throw Overdrawn(account: account) }
            }
            try await entries.insert(Entry(id: UUID(), account: account, amount: amount))
        }
    }
}
// end

extension Bank {
    /// A bank with two accounts in a store of its own.
    static func sample(_ options: StoreOptions = .standard) async throws -> (MemoryStore, Bank) {
        let store = MemoryStore(entities: [Account.schema, Entry.schema], options: options)
        let bank = Bank(
            accounts: store.repository(for: Account.self),
            entries: store.repository(for: Entry.self), transactions: store)
        try await bank.accounts.insert(all: [
            Account(id: "ann", balance: 100), Account(id: "ben", balance: 20),
        ])
        return (store, bank)
    }

    func balances() async throws -> [Int] {
        try await accounts.find().map(\.balance)
    }
}
