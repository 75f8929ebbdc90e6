import DataBridgeCore

/// An entity with a unique field and a unique constraint over two fields, either of which may be
/// nil.
struct Account: Entity {
    var id: Int
    var email: String? = nil
    var realm: String? = nil
    var login: String? = nil
    var balance = 0

    static let schema = Schema("accounts", Account.init) {
        Field(\.id, "id")
        Field(\.email, "email").unique()
        Field(\.realm, "realm")
        Field(\.login, "login")
        Field(\.balance, "balance")
    }
    .unique(\.realm, \.login)
}
