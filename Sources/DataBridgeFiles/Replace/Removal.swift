/// One removal of one file.
struct Removal {
    private let folder: any FolderHandle
    private let name: String
    private let path: String
    private let expected: FileIdentity
    private let random: @Sendable () -> UInt64
    /// The name the file has from the deciding step until it is gone.
    private let goneName: String

    init(
        of path: String, expecting expected: FileIdentity, by replace: AtomicReplace
    ) throws(FileError) {
        let place = FilePlace(try replace.fileSystem.resolvingLinks(path))
        folder = try replace.fileSystem.openFolder(place.folder)
        name = place.name
        self.path = path
        self.expected = expected
        random = replace.random
        goneName =
            TemporaryName.gone(random: random(), expected: FileSeal(expected), base: name).text
    }

    func run() throws(FileError) {
        let file = try folder.open(name, .reading)
        // Closing drops the lock that tells cleaners to stay away; nothing was written.
        defer { try? file.close() }
        // Not ours to have when the program that uses the file locks it itself; then cleaners see
        // that lock.
        _ = try folder.claim(file)
        if try file.isBeingWritten(after: 10) {
            throw busy
        }
        let status = try file.status()
        guard status.identity == expected else {
            throw changed("It is not in the state that was expected.")
        }
        try status.checkWritable("remove", path)
        try step()
        do {
            try verify(file)
        } catch {
            throw giveBack(error)
        }
        do {
            try folder.syncIfPossible()
        } catch {
            folder.discard(goneName)
            var error = error
            error.isOutcomeUnknown = true
            throw error
        }
        folder.discard(goneName)
    }

    private func step() throws(FileError) {
        do {
            try folder.rename(name, to: goneName, .replacing)
        } catch let error where error.code == .notFound {
            throw changed("Somebody has removed it.")
        } catch {
            throw settle(error)
        }
    }

    /// What an error of the deciding step itself means: the step was not made if nothing has the
    /// new name, and else is taken back.
    private func settle(_ error: FileError) -> FileError {
        do {
            let gone = try folder.status(goneName, followingLinks: false)
            return gone == nil ? error : giveBack(error)
        } catch let second {
            var error = error
            error.detail = "A look at what had happened failed too: \(second.code)."
            error.isOutcomeUnknown = true
            return error
        }
    }

    /// Throws unless what lost its name is what was expected, and nobody is about to write to it.
    private func verify(_ file: any OpenFile) throws(FileError) {
        // In this order: a writer who finishes between the two looks shows in the second.
        if try file.hasWriters() == true {
            throw busy
        }
        guard let gone = try folder.status(goneName, followingLinks: false),
            gone.identity.hasSameContent(as: expected)
        else {
            throw changed("Somebody edited it in the last moment.")
        }
    }

    private func giveBack(_ reason: FileError) -> FileError {
        var error = reason
        do {
            do {
                try folder.renameIfAbsent(goneName, to: name)
            } catch let error where error.code == .alreadyExists {
                // Somebody has put a new file there; as the newest it keeps the name.
            }
            if try folder.status(goneName, followingLinks: false) != nil {
                let aside = folder.setAside(goneName, of: name, random: random)
                error.keptAside.append(folder.fullPath(aside))
            }
            try folder.syncIfPossible()
        } catch let failure {
            error.detail = [error.detail, "Putting it back failed: \(failure)"]
                .compactMap(\.self).joined(separator: " ")
            error.isOutcomeUnknown = true
            if (try? folder.status(goneName, followingLinks: false)) != nil {
                error.keptAside.append(folder.fullPath(goneName))
            }
        }
        return error
    }

    private var busy: FileError {
        FileError(.busy, "remove", path, detail: "Another program has it open for writing.")
    }

    private func changed(_ detail: String) -> FileError {
        FileError(.changedMeanwhile, "remove", path, detail: detail)
    }
}
