import DataBridgeCore
import DataBridgeFiles

extension CommandContext {
    /// The content of a file; of standard input for `-`.
    ///
    /// - Throws: `notFound`, `permissionDenied`, `ioFailure`, ….
    func read(_ file: String) throws -> [UInt8] {
        if file == "-" { return try surroundings.input.readAll() }
        do {
            return try FileSnapshot.read(file, in: surroundings.fileSystem).bytes
        } catch {
            throw DataError.file(error)
        }
    }

    /// Whether anything has the name.
    func exists(_ file: String) throws -> Bool {
        try size(of: file) != nil
    }

    /// How many bytes a file has; nil when there is none.
    func size(of file: String) throws -> Int64? {
        do {
            return try surroundings.fileSystem.status(file)?.size
        } catch {
            throw DataError.file(error)
        }
    }

    /// Writes a file that only its owner can read, whole or not at all.
    ///
    /// - Throws: `alreadyExists`, `permissionDenied`, `noSpace`, `ioFailure`, ….
    func write(
        _ bytes: [UInt8], to file: String, expecting expectation: AtomicReplace.Expectation
    ) throws {
        do {
            try AtomicReplace(in: surroundings.fileSystem)
                .write(bytes, to: file, expecting: expectation)
        } catch {
            throw DataError.file(error)
        }
    }
}
