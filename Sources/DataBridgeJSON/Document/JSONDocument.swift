public import DataBridgeCore
import DataBridgeFiles
import JSONSyntax

/// One JSON file that holds one `Codable` value: the careful form of reading and writing JSON files
/// by hand.
///
/// ```swift
/// let settings = JSONDocument<Settings>("settings.json")
/// let theme = try await settings.read().theme
/// try await settings.update { $0.theme = "dark" }
/// ```
///
/// **Nothing is lost.** A change is worked into the text: members that the type does not know,
/// layout, order and spelling stay, and a changed value changes its lines only. A value that did
/// not change writes nothing.
///
/// **Nobody is overwritten.** Documents of several processes take turns by a lock beside the file
/// (`.databridge/`, which git ignores). An edit by a program that knows nothing of it is noticed,
/// and the change is made again on what that program wrote.
///
/// **All or nothing.** The file is replaced in one step, after the new content is on the disk.
public struct JSONDocument<Content: Codable>: Sendable {
    private let file: DocumentFile

    /// A document at a path; nothing is read or made yet.
    ///
    /// - Parameters:
    ///   - path: The file, or a symbolic link to it.
    ///   - content: What it holds.
    ///   - file: How the file is treated.
    ///   - services: Time and chance.
    public init(
        _ path: String, as content: Content.Type = Content.self,
        file: JSONFileOptions = JSONFileOptions(), services: RuntimeServices = RuntimeServices()
    ) {
        self.file = DocumentFile(path: path, options: file, services: services)
    }

    /// The value in the file.
    ///
    /// - Throws: `notFound` when there is no file; `corrupted` with line and column when it holds
    ///   something else; `permissionDenied`, `ioFailure`, ….
    public func read() async throws -> Content {
        guard let text = try file.read() else { throw file.notFound() }
        return try text.decode(Content.self, path: file.path)
    }

    /// Whether there is a file.
    public func exists() async throws -> Bool {
        try file.status() != nil
    }

    /// Changes the value, under the lock.
    ///
    /// - Parameters:
    ///   - initial: The value to begin with when there is no file; nil to throw then.
    ///   - change: Changes the value. It may run again when somebody else edits the file.
    /// - Returns: The value as it is in the file now.
    /// - Throws: `notFound` without a file and without an initial value; `corrupted`; `conflict`
    ///   when others kept editing the file; `busy` when another process held the lock for too long;
    ///   `commitUnknown` when the disk could not confirm the change; `readOnly`,
    ///   `permissionDenied`, `noSpace`, …; what `change` throws.
    @discardableResult
    public func update(
        default initial: Content? = nil, _ change: (inout Content) throws -> Void
    ) async throws -> Content {
        try await file.change { text in
            guard let text else {
                guard var value = initial else { throw file.notFound() }
                try change(&value)
                return (value, try DocumentText.new(value))
            }
            let old = try text.decode(Content.self, path: file.path)
            var value = old
            // A class changes in place, so the old value is written down first.
            let before = try DocumentText.encode(old)
            try change(&value)
            return (value, try text.edited(from: before, to: try DocumentText.encode(value)))
        }
    }

    /// Puts a value in place of what the file holds, or makes the file.
    ///
    /// Like ``update(default:_:)`` it touches only what differs; members that the type does not
    /// know stay. What is in the file must be readable as the type.
    ///
    /// - Returns: The value.
    /// - Throws: as ``update(default:_:)``.
    @discardableResult
    public func write(_ value: Content) async throws -> Content {
        try await update(default: value) { $0 = value }
    }

    /// Removes the file.
    ///
    /// - Returns: false when there was none.
    /// - Throws: `conflict` when somebody changed it at the same moment; `busy`,
    ///   `permissionDenied`, `commitUnknown`, ….
    @discardableResult
    public func delete() async throws -> Bool {
        try await file.delete()
    }
}
