import DataBridgeCore

/// What a store must have declared for a case to apply to it.
struct Requirement: Sendable {
    /// Why a store without it skips the case.
    let reason: String
    private let isMet: @Sendable (StoreFactory, StoreCapabilities) -> Bool

    private init(
        _ reason: String, _ isMet: @escaping @Sendable (StoreFactory, StoreCapabilities) -> Bool
    ) {
        self.reason = reason
        self.isMet = isMet
    }

    func isMet(by factory: StoreFactory, _ capabilities: StoreCapabilities) -> Bool {
        isMet(factory, capabilities)
    }

    static let feed = Requirement("the store keeps no change feed") { $1.feed != .none }
    static let durableFeed = Requirement("the feed ends with the process") {
        $1.feed == .durable
    }
    static let tokens = Requirement("the store records no commit tokens") { $1.commitTokens }
    static let noTokens = Requirement("the store records commit tokens") { !$1.commitTokens }
    static let collections = Requirement("the store makes no collections") { $1.collections }
    static let noCollections = Requirement("the store makes collections") { !$1.collections }
    static let countedVersions = Requirement("the store's versions recur") { !$1.versionsRecur }
    static let durability = Requirement("the store's data ends with the process") {
        $1.isDurable
    }
    static let reopening = Requirement("the factory cannot open a store's place again") {
        factory, _ in
        factory.canReopen
    }
}
