/// Which part of a query the store runs itself, and which the core runs on what the store gives.
public struct QueryPlan: Hashable, Sendable, CustomStringConvertible {
    /// How the store finds the records.
    public enum Access: Hashable, Sendable, CustomStringConvertible {
        /// By one id or a few.
        case id
        /// Through a range of the ids.
        case idRange
        /// Through the named index.
        case index(String)
        /// By looking at every record of the collection.
        case scan

        /// The way in words.
        public var description: String {
            switch self {
            case .id: "by id"
            case .idRange: "range of ids"
            case .index(let name): "index \(name)"
            case .scan: "scan of the collection"
            }
        }
    }

    /// A part of a query.
    public enum Part: String, Hashable, Sendable {
        /// The filter.
        case filter
        /// The order.
        case sort
        /// Limit, offset and keyset position.
        case window
    }

    /// How the store finds the records.
    public var access: Access
    /// What the store does.
    public var inStore: [Part]
    /// What the core does with what the store gives.
    public var inCore: [Part]
    /// The store's own account of it, such as SQL text and its plan.
    public var detail: String?

    /// A plan.
    public init(access: Access, inStore: [Part], inCore: [Part], detail: String? = nil) {
        self.access = access
        self.inStore = inStore
        self.inCore = inCore
        self.detail = detail
    }

    /// The parts a query has.
    public static func parts(of query: RecordQuery) -> [Part] {
        var parts: [Part] = []
        if query.predicate != .all { parts.append(.filter) }
        if !query.sort.isEmpty { parts.append(.sort) }
        if query.limit != nil || query.offset > 0 || query.after != nil { parts.append(.window) }
        return parts
    }

    /// One line.
    public var description: String {
        var text = "\(access)"
        if !inStore.isEmpty {
            text += "; in the store: " + inStore.map(\.rawValue).joined(separator: ", ")
        }
        if !inCore.isEmpty {
            text += "; in the core: " + inCore.map(\.rawValue).joined(separator: ", ")
        }
        if let detail { text += "\n\(detail)" }
        return text
    }
}
