internal import CSQLiteFaults
import DataBridgeCore
import DataBridgeFiles
import DataBridgeTestKit

extension FaultySQLiteVFS {
    /// Begins to write down what reaches the files and what of it is synced, so that
    /// ``materialize(into:_:seed:fileSystem:)`` can tell what a power failure leaves.
    ///
    /// What is in the files by now counts as synced. As long as the recording lasts, nobody may
    /// change them but through this VFS. It takes memory for all that is written, until
    /// ``reset()``.
    ///
    /// - Throws: `busy` when a connection is open.
    public func recordForPowerLoss() throws {
        guard databridge_faults_record(faults) else {
            throw DataError(.busy, "Close every connection through '\(name)' first.")
        }
    }

    /// Makes the power go at the n-th call of a kind, counted from now: that one and all later
    /// calls of any kind fail.
    ///
    /// A sync does not end then; a write is under way, and may reach the disk or not.
    ///
    /// - Throws: `unavailable` when memory has run out.
    public func cutPower(at number: Int, of call: SQLiteCall = .sync) throws {
        try on(.nth(number, call), .cutPower)
    }

    /// Writes the files as a power failure could leave them into a folder.
    ///
    /// The moment is that at which the power was cut, or now. Each file that was opened or deleted
    /// since the recording began, and is there after the failure, gets its own name in the folder.
    /// To be called again with other losses and seeds for other outcomes.
    ///
    /// - Parameters:
    ///   - folder: Is made in a folder that is there; the files must not be there.
    ///   - loss: What happens to what was not synced.
    ///   - seed: The same recording and seed give the same files.
    ///   - fileSystem: Where to write.
    /// - Returns: The names of the files, sorted.
    /// - Throws: `invalid` when nothing was recorded or two files have one name, `unavailable` when
    ///   memory ran out while recording; a `FileError` when the files cannot be written.
    @discardableResult
    public func materialize(
        into folder: String, _ loss: SQLitePowerLoss, seed: UInt64 = 0,
        fileSystem: any FileSystem = SystemFileSystem()
    ) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let files = try recordedDisk().content(after: loss, &random)
        let names = files.map { file in
            file.path.split(separator: "/").last.map(String.init) ?? file.path
        }
        guard Set(names).count == names.count else {
            throw DataError(.invalid, "Two recorded files have the same name, in two folders.")
        }
        if try fileSystem.status(folder) == nil {
            try fileSystem.makeFolder(folder, mode: .folder)
        }
        for (name, content) in zip(names, files) {
            let file = try fileSystem.open(folder + "/" + name, .creating)
            try file.write(content.bytes.span.bytes, at: 0)
            try file.close()
        }
        return names.sorted()
    }

    private func recordedDisk() throws -> RecordedDisk {
        guard !databridge_faults_has_gap(faults) else {
            throw DataError(.unavailable, "Memory ran out while recording; record less at a time.")
        }
        let count = databridge_faults_event_count(faults)
        guard count > 0 else {
            throw DataError(
                .invalid, "Nothing was recorded: call recordForPowerLoss() before files are opened."
            )
        }
        var disk = RecordedDisk()
        for index in 0..<count {
            disk.replay(databridge_faults_event(faults, index))
        }
        return disk
    }
}

extension RecordedDisk {
    fileprivate mutating func replay(_ event: databridge_event) {
        let path = event.path.map { String(cString: $0) } ?? ""
        let bytes = [UInt8](unsafeUninitializedCapacity: event.byte_count) { buffer, count in
            let source = UnsafeRawBufferPointer(start: event.bytes, count: event.byte_count)
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
            count = source.count
        }
        switch event.kind {
        case DATABRIDGE_FOUND_FILE: find(path, file: event.file, content: bytes)
        case DATABRIDGE_MADE_FILE: make(path, file: event.file)
        case DATABRIDGE_WROTE: write(bytes, at: Int(event.offset), of: event.file)
        case DATABRIDGE_TRUNCATED: truncate(event.file, to: Int(event.offset))
        case DATABRIDGE_DELETED:
            delete(path)
            if event.syncs_folder, event.is_complete { syncFolder(of: path) }
        default:
            guard event.is_complete else { return }
            sync(event.file)
            if event.syncs_folder { syncFolder(of: event.file) }
        }
    }
}
