public import DataBridgeCore

/// What a store holds, as text that people read, that does not change by itself, and whose
/// differences are lines.
///
/// ```swift
/// let before = try await TextSnapshot(of: store)
/// …
/// try await TextSnapshot(of: store).check(equals: before)
/// ```
///
/// Each collection is a line with the number of its records, and each record a line: its id, then
/// its fields in the order of the schema. Fields without a value are left out.
///
/// ```text
/// work_items: 2 records
///   "a" title: "First", status: "active", priority: 0
///   "b" title: "Second", status: "done", priority: 3
/// ```
///
/// It is what is committed, whatever transaction the caller is in. Snapshots compare byte for byte.
public struct TextSnapshot: Sendable {
    /// How a snapshot is written.
    public struct Options: Hashable, Sendable {
        /// The collections that are written; nil for all.
        public var collections: [String]?
        /// What is written of the records' versions.
        public var versions: Versions
        /// How a record is laid out.
        public var layout: Layout

        /// What is written of the records' versions.
        public enum Versions: Hashable, Sendable {
            /// Nothing: two stores that hold the same give the same text.
            case omitted
            /// `v1`, `v2`, … in the order in which they stand in the text, so that it shows which
            /// are equal and is the same each time.
            case numbered
            /// As they are.
            case exact
        }

        /// How a record is laid out.
        public enum Layout: Hashable, Sendable {
            /// One line each.
            case records
            /// One line for each field, for records with many or long ones.
            case fields
        }

        /// How a snapshot is written.
        public init(
            collections: [String]? = nil, versions: Versions = .omitted, layout: Layout = .records
        ) {
            self.collections = collections
            self.versions = versions
            self.layout = layout
        }

        /// Everything but versions, a line for each record.
        public static let standard = Options()
    }

    /// The lines.
    public let lines: [String]

    /// The lines of a text, to compare a snapshot with; an empty last line does not count.
    public init(_ text: String) {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
    }

    /// Reads what a store holds.
    ///
    /// - Parameters:
    ///   - store: the store.
    ///   - options: what is written, and how.
    /// - Throws: what reading throws; `notFound` for a collection of the options that is not there.
    public init(of store: any DataStore, _ options: Options = .standard) async throws {
        let engine = store.engine
        let session = try await engine.backend.begin(SessionOptions(isReadOnly: true))
        do {
            var writer = SnapshotWriter(options)
            let wanted = options.collections?.map(engine.backend.collectionName)
            let there = try await session.collections()
            for name in wanted ?? there {
                let (schema, records) = try await TextSnapshot.records(of: name, engine, session)
                writer.add(name, schema, records)
            }
            lines = writer.lines
        } catch {
            await session.rollback()
            throw error
        }
        await session.rollback()
    }

    /// All records of a collection, read as what they were stored as.
    private static func records(
        of name: String, _ engine: StoreEngine, _ session: any StoreSession
    ) async throws -> (CollectionSchema, [StoredRecord]) {
        var refusal: (any Error)?
        for schema in engine.likelySchemas(named: name) {
            do {
                var scan = Scan(of: schema)
                var found: [StoredRecord] = []
                while true {
                    let batch = try await session.scan(scan)
                    found += batch.records
                    guard batch.hasMore, let last = batch.records.last else { break }
                    scan.after = last.id
                }
                return (schema, found)
            } catch .invalid {
                refusal =
                    refusal
                    ?? DataError.invalid(
                        "None of the declared entities is what the collection holds.",
                        collection: name)
            }
        }
        throw refusal ?? DataError.collectionNotFound(name)
    }
}

extension TextSnapshot: Equatable, CustomStringConvertible {
    /// Compares the lines byte for byte.
    public static func == (left: TextSnapshot, right: TextSnapshot) -> Bool {
        left.lines.count == right.lines.count
            && zip(left.lines, right.lines).allSatisfy { ByteOrder.equal($0, $1) }
    }

    /// The lines, each ended by a line break.
    public var text: String { lines.map { $0 + "\n" }.joined() }

    /// The text.
    public var description: String { text }
}

extension TextSnapshot {
    /// How this snapshot differs from another one, line by line: `-` where only the other one has a
    /// line, `+` where only this one has; nil when they are the same.
    public func difference(from other: TextSnapshot) -> String? {
        self == other ? nil : LineDifference(from: other.lines, to: lines).text
    }

    /// Fails when this snapshot is not the expected one.
    ///
    /// - Throws: ``SnapshotMismatch``, whose text shows the lines that differ.
    public func check(
        equals expected: TextSnapshot, fileID: String = #fileID, filePath: String = #filePath,
        line: Int = #line, column: Int = #column
    ) throws {
        guard let difference = difference(from: expected) else { return }
        throw SnapshotMismatch(
            difference: difference,
            location: CallerLocation(
                fileID: fileID, filePath: filePath, line: line, column: column))
    }

    /// Fails when this snapshot is not the expected text.
    ///
    /// - Throws: ``SnapshotMismatch``, whose text shows the lines that differ.
    public func check(
        equals expected: String, fileID: String = #fileID, filePath: String = #filePath,
        line: Int = #line, column: Int = #column
    ) throws {
        try check(
            equals: TextSnapshot(expected), fileID: fileID, filePath: filePath, line: line,
            column: column)
    }
}

/// A store does not hold what it should.
public struct SnapshotMismatch: Error, Sendable, CustomStringConvertible {
    /// The lines that differ, `-` before what was expected and `+` before what is there.
    public var difference: String
    /// The line that compared.
    public var location: CallerLocation

    /// The place and the lines.
    public var description: String {
        "\(location): the store holds something else (- expected, + found)\n\(difference)"
    }
}
