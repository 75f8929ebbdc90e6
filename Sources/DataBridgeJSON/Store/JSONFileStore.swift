public import DataBridgeCore
public import DataBridgeFiles

/// A store in one JSON file that people, git and other programs read and edit too, such as a
/// `tasks.json`.
///
/// ```swift
/// let store = try await JSONFileStore.open("tasks.json", entities: [TaskItem.schema])
/// let tasks = store.repository(for: TaskItem.self, in: "/master/tasks")
/// ```
///
/// **Collections** are arrays of objects with an id, named by RFC 6901 pointers: `/tasks`, or
/// `/master/tasks` where each tag holds a list of its own. A schema named `tasks` is `/tasks`. A
/// collection is read as the entity whose schema has the same name or, failing that, the same last
/// part; as documents if there is none.
///
/// **Text.** What is not changed stays byte for byte as it is: unknown members, order, indentation,
/// spelling of numbers and strings, the last line break. A changed field changes its lines only. A
/// new record is added at the end of its array. One that leaves a collection and enters another of
/// the same fields in one transaction moves with all its text. A commit that changes nothing writes
/// nothing.
///
/// **Durability.** A commit replaces the file in one step, after syncing the new content, and
/// syncs the folder: after a crash the file is the old one or the new one, wholly.
///
/// **Other programs.** Stores of several processes take turns by a lock beside the file
/// (`.databridge/`, which git ignores). A program that knows nothing of it may edit the file at any
/// time: the store notices, takes the edit over as a commit of somebody else, and a transaction
/// that it affects fails with `serialization` and runs again. Nobody's edit is lost.
///
/// **Threads.** Small files are read and written on the caller's thread as long as the disk is
/// quick. Files of more than 128 KiB, and all files once recent loads and commits took more than
/// half a millisecond, are read and written on a thread of the store's own; so are looks at the
/// file once they have become that slow. Other tasks go on meanwhile.
///
/// **Schema changes.** The file carries no schema, so there is no plan beyond making what is
/// missing: ``SchemaPolicy/apply`` is ``SchemaPolicy/additive``. Lists are made by their first
/// record, and a record of an older version is upgraded when it is read and written in its new
/// form when it changes. Versions stand in the records (`version(_:storedIn:)`); a schema with
/// upgrade steps or a minimum reader that names no field for them is refused with `unsupported`.
/// As a record says nothing of its minimum reader, one that is newer than the program is always
/// refused.
///
/// **Versions** derive from a record's values, so the file carries nothing of ours; a version comes
/// back when the former content does (``StoreCapabilities/versionsRecur``). There are no commit
/// tokens, and positions of the change feed end with the process.
public final class JSONFileStore: DataStore {
    /// Carries out the contracts over the file.
    public let engine: StoreEngine
    private let backend: JSONFileBackend

    private init(engine: StoreEngine, backend: JSONFileBackend) {
        self.engine = engine
        self.backend = backend
    }

    /// Opens a file.
    ///
    /// One that does not exist is made by the first commit.
    ///
    /// - Parameters:
    ///   - path: The file, or a symbolic link to it.
    ///   - entities: The schemas of what is in it; ``Document/schema`` for what is not known.
    ///   - options: Time, chance, instrumentation, and how much of the change feed is kept.
    ///   - file: How the file is treated.
    /// - Throws: `corrupted` with line and column when the file is no JSON or holds no collections
    ///   where declared entities are; `permissionDenied`, `ioFailure`, ….
    public static func open(
        _ path: String, entities: [any EntitySchema], options: StoreOptions = .standard,
        file: JSONFileOptions = JSONFileOptions()
    ) async throws -> JSONFileStore {
        let backend = JSONFileBackend(path: path, options: options, file: file)
        let engine = try await StoreEngine.open(
            OverlayBackend(backend), entities: entities, options: options)
        return JSONFileStore(engine: engine, backend: backend)
    }

    /// The records that could not be read when the file was last looked at, each with its place.
    ///
    /// A collection with such records answers every operation with the first of these errors,
    /// unless ``JSONFileOptions/passesOverBadRecords`` says otherwise.
    public var damage: [DataError] { backend.damage }
}

/// How ``JSONFileStore`` treats its file.
public struct JSONFileOptions: Sendable {
    /// Where files are; a test makes it fail.
    public var fileSystem: any FileSystem
    /// Whether the file is never written.
    public var isReadOnly: Bool
    /// Whether records that cannot be read are passed over instead of closing their collection.
    ///
    /// They stay in the file as they are; ``JSONFileStore/damage`` lists them. A record that
    /// becomes unreadable while the store is open is not deleted by that: as long as its id can be
    /// read, the store goes on with what it last said, tells nobody of a change, and a write to it
    /// changes the members that the write is about. Its repair is an update, its removal a delete.
    /// A store that is opened later knows nothing of what the record said before.
    public var passesOverBadRecords: Bool
    /// How long a commit waits for another process that is writing.
    public var lockTimeout: Duration
    /// How often the file is looked at for edits of others while somebody observes the store; nil
    /// for only when a transaction begins.
    public var pollInterval: Duration?

    /// Options; the defaults suit a program that shares the file with people.
    public init(
        fileSystem: any FileSystem = SystemFileSystem(), isReadOnly: Bool = false,
        passesOverBadRecords: Bool = false, lockTimeout: Duration = .seconds(10),
        pollInterval: Duration? = .milliseconds(100)
    ) {
        self.fileSystem = fileSystem
        self.isReadOnly = isReadOnly
        self.passesOverBadRecords = passesOverBadRecords
        self.lockTimeout = lockTimeout
        self.pollInterval = pollInterval
    }
}
