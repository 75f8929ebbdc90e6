import DataBridgeCore

/// An entity to fail with.
struct Coin: Entity {
    var id: Int
    var worth = 1
    var mint: String? = nil

    static let schema = Schema("coins", Coin.init) {
        Field(\.id, "id")
        Field(\.worth, "worth")
        Field(\.mint, "mint").unique()
    }
}

/// What refers to coins.
struct Purse: Entity {
    var id: String
    var coin: Int?

    static let schema = Schema("purses", Purse.init) {
        Field(\.id, "id")
        Field(\.coin, "coin").references(Coin.self)
    }
}
