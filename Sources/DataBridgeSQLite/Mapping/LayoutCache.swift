import DataBridgeCore
import Synchronization

/// The layouts that collections have been asked for by, so that each is made once.
final class LayoutCache: Sendable {
    private struct State {
        /// By the bytes of the collection's name; rarely more than one each.
        var byName: [Value: [TableLayout]] = [:]
        /// The schema objects asked for last; a repository always passes the same one.
        var recent: [(schema: CollectionSchema, layout: TableLayout)] = []
    }

    private let state = Mutex(State())
    private static let recentLimit = 16

    /// The layout of a collection in a catalog.
    ///
    /// - Throws: `notFound`; `invalid` when the table holds records of another shape.
    @inline(__always)
    func layout(_ schema: CollectionSchema, in catalog: Catalog) throws -> TableLayout {
        guard let entry = catalog[schema.name] else {
            throw DataError.collectionNotFound(schema.name)
        }
        let layout = try state.withLock { state in
            if let known = state.recent.first(where: { $0.schema === schema }),
                ByteOrder.equal(known.layout.tableName, entry.tableName)
            {
                return known.layout
            }
            let layout = try LayoutCache.layout(schema, entry, &state)
            if state.recent.count >= LayoutCache.recentLimit { state.recent.removeFirst() }
            state.recent.append((schema, layout))
            return layout
        }
        guard layout.fits(entry) else { throw LayoutCache.otherShape(schema) }
        return layout
    }

    /// The layout of a collection in a catalog, or else in the one that a connection reads:
    /// another process may have made the collection since this one has looked.
    @inline(__always)
    func layout(
        _ schema: CollectionSchema, in catalog: Catalog, over connection: SQLiteConnection
    ) throws -> TableLayout {
        do {
            return try layout(schema, in: catalog)
        } catch let error as DataError where [.notFound, .invalid].contains(error.code) {
            return try layout(schema, in: try Catalog(connection))
        }
    }

    private static func layout(
        _ schema: CollectionSchema, _ entry: Catalog.Entry, _ state: inout State
    ) throws -> TableLayout {
        let known = state.byName[.string(schema.name)]?.first { layout in
            ByteOrder.equal(layout.tableName, entry.tableName)
                && layout.schema.isSame(as: schema)
        }
        if let known { return known }
        let layout = try TableLayout(schema, tableName: entry.tableName)
        state.byName[.string(schema.name), default: []].append(layout)
        return layout
    }

    static func otherShape(_ schema: CollectionSchema) -> DataError {
        .invalid(
            "The collection holds records of another entity. Ask for the repository of the entity "
                + "it was made for.", collection: schema.name)
    }
}

extension CollectionSchema {
    /// Whether two schemas of one collection are read and written alike.
    fileprivate func isSame(as other: CollectionSchema) -> Bool {
        self === other
            || fields == other.fields && idIndex == other.idIndex
                && documentIndex == other.documentIndex
                && softDeleteIndex == other.softDeleteIndex && indexes == other.indexes
                && references.count == other.references.count
    }
}
