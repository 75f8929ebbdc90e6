/// The deciding step of a replacement: two names are exchanged, and what came out is checked.
struct Exchange {
    private let replacement: Replacement
    private let temporary: Replacement.Temporary
    private let ours: FileIdentity
    private let expected: FileIdentity
    /// The name our file has before the exchange, and the displaced one after it.
    private let swapName: String

    private var folder: any FolderHandle { replacement.folder }
    private var name: String { replacement.name }

    init(
        _ replacement: Replacement, _ temporary: Replacement.Temporary, ours: FileIdentity,
        expected: FileIdentity
    ) {
        self.replacement = replacement
        self.temporary = temporary
        self.ours = ours
        self.expected = expected
        swapName =
            TemporaryName.swap(
                random: replacement.random(), ours: FileSeal(ours), expected: FileSeal(expected),
                base: replacement.name
            ).text
    }

    func run() throws(FileError) {
        try prepare()
        guard try exchange() else {
            return try replacement.syncAfterStep()
        }
        do {
            try verifyDisplaced()
        } catch {
            throw giveBack(error)
        }
        do {
            // Before the old content is removed: a power failure must not keep the removal and take
            // back the exchange.
            try replacement.syncAfterStep()
        } catch {
            folder.discard(swapName)
            throw error
        }
        folder.discard(swapName)
    }

    /// Gives the temporary file the name that says what it is from now on, and takes a last look.
    private func prepare() throws(FileError) {
        do {
            try folder.rename(temporary.name, to: swapName, .replacing)
        } catch {
            folder.discard(temporary.name)
            throw error
        }
        do throws(FileError) {
            // In this order: a writer who finishes between the two looks shows in the second. There
            // is time to wait for one to finish, as nobody can see our file yet.
            if let file = try open(name), try file.isBeingWritten(after: 10) {
                throw busy
            }
            try replacement.check(folder.status(name, followingLinks: false))
        } catch {
            folder.discard(swapName)
            throw error
        }
    }

    /// - Returns: Whether there is a displaced file; not so where names cannot be exchanged and our
    ///   file was renamed instead.
    private func exchange() throws(FileError) -> Bool {
        do {
            try folder.exchange(swapName, name)
            return true
        } catch let error where error.code == .notFound {
            folder.discard(swapName)
            throw replacement.changed("Somebody has removed it.")
        } catch let error where error.code == .unsupported {
            do {
                try folder.rename(swapName, to: name, .replacing)
                return false
            } catch {
                throw replacement.settle(error, swapName, ours)
            }
        } catch {
            throw replacement.settle(error, swapName, ours)
        }
    }

    /// Throws unless what came out is what was expected, and nobody is about to write to it.
    ///
    /// It loses no time, because until the displaced file is put back others take ours for the
    /// file.
    private func verifyDisplaced() throws(FileError) {
        if try open(swapName)?.hasWriters() == true {
            throw busy
        }
        let displaced = try folder.status(swapName, followingLinks: false)
        guard let displaced, displaced.identity.hasSameContent(as: expected) else {
            throw replacement.changed("Somebody edited it in the last moment.")
        }
    }

    /// Opens a file to ask for its writers; nil when it is not there or may not be read.
    private func open(_ name: String) throws(FileError) -> (any OpenFile)? {
        do {
            return try folder.open(name, .reading)
        } catch let error where [.notFound, .permissionDenied].contains(error.code) {
            return nil
        }
    }

    private var busy: FileError {
        FileError(
            .busy, "replace", replacement.path, detail: "Another program has it open for writing.")
    }

    /// Puts the displaced file back under its name and takes ours away.
    private func giveBack(_ reason: FileError) -> FileError {
        var error = reason
        do {
            if try putBack() {
                folder.discard(swapName)
            } else {
                let aside = folder.setAside(swapName, of: name, random: replacement.random)
                error.keptAside.append(folder.fullPath(aside))
            }
            try replacement.syncAfterStep()
        } catch let failure {
            error.detail = [error.detail, "Putting things back failed: \(failure)"]
                .compactMap(\.self).joined(separator: " ")
            error.isOutcomeUnknown = true
            // What is displaced keeps the name by which a cleaner knows how to put it back.
            if let left = try? folder.status(swapName, followingLinks: false) {
                if left.identity.hasSameContent(as: ours) {
                    folder.discard(swapName)
                } else {
                    error.keptAside.append(folder.fullPath(swapName))
                }
            }
        }
        return error
    }

    /// - Returns: Whether the displaced file has its name back. If not, somebody has meanwhile
    ///   edited or replaced what they took for the file; as the newest edit theirs has the name,
    ///   and an older one is behind `swapName`.
    private func putBack() throws(FileError) -> Bool {
        guard try isOurs(name) else {
            return false
        }
        try folder.exchange(swapName, name)
        if try isOurs(swapName) {
            return true
        }
        try folder.exchange(swapName, name)
        return false
    }

    private func isOurs(_ name: String) throws(FileError) -> Bool {
        try folder.status(name, followingLinks: false)?.identity.hasSameContent(as: ours) ?? false
    }
}
