/// One replacement of one file.
struct Replacement {
    /// A temporary file this process is writing.
    struct Temporary {
        let name: String
        let file: any OpenFile
    }

    let folder: any FolderHandle
    let name: String
    let path: String
    let expectation: AtomicReplace.Expectation
    let random: @Sendable () -> UInt64
    let now: @Sendable () -> FileTime
    /// What has the name at the beginning.
    let current: FileStatus?

    /// Finds the file and compares it with what is expected.
    init(
        of path: String, expecting expectation: AtomicReplace.Expectation, by replace: AtomicReplace
    ) throws(FileError) {
        let place = FilePlace(try replace.fileSystem.resolvingLinks(path))
        guard !place.isRoot else {
            throw FileError(.isAFolder, "replace", path)
        }
        folder = try replace.fileSystem.openFolder(place.folder)
        name = place.name
        self.path = path
        self.expectation = expectation
        random = replace.random
        now = replace.now
        current = try folder.status(name, followingLinks: false)
        try check(current)
        try current?.checkWritable("replace", path)
    }

    func makeTemporary() throws(FileError) -> Temporary {
        for _ in 0..<10 {
            let name = TemporaryName.new(random: random()).text
            let file: any OpenFile
            do {
                file = try folder.open(name, .creating)
            } catch let error where error.code == .alreadyExists {
                continue
            }
            do {
                // Not free only if a cleaner found the file in this very moment: it will remove it.
                if try folder.claim(file) {
                    return Temporary(name: name, file: file)
                }
            } catch {
                folder.discard(name)
                throw error
            }
        }
        throw FileError(
            .alreadyExists, "create a temporary file in", folder.path,
            detail: "Every name tried was taken.")
    }

    /// Writes the temporary file and lets it take the name.
    func finish(
        with temporary: Temporary, _ newFileMode: FileMode,
        write: () throws(FileError) -> Void
    ) throws(FileError) -> FileIdentity {
        // Closing drops the lock that tells cleaners to stay away. After a successful sync there is
        // nothing left that an error in closing could mean.
        defer { try? temporary.file.close() }
        let ours: FileIdentity
        do {
            try write()
            try setAttributes(of: temporary.file, newFileMode)
            try temporary.file.sync(.everything)
            ours = try temporary.file.status().identity
        } catch {
            folder.discard(temporary.name)
            throw error
        }
        switch expectation {
        case .anything:
            try rename(temporary, ours) { () throws(FileError) in
                try folder.rename(temporary.name, to: name, .replacing)
            }
        case .absent:
            try rename(temporary, ours) { () throws(FileError) in
                try folder.renameIfAbsent(temporary.name, to: name)
            }
        case .unchanged(let expected):
            try Exchange(self, temporary, ours: ours, expected: expected).run()
        }
        return identityNow(of: temporary.file, ours)
    }

    /// Throws unless this is what the caller expects to find under the name.
    func check(_ status: FileStatus?) throws(FileError) {
        switch status?.kind {
        case .folder: throw FileError(.isAFolder, "replace", path)
        case .symbolicLink, .other: throw FileError(.notARegularFile, "replace", path)
        case .regular, nil: break
        }
        switch expectation {
        case .anything:
            return
        case .absent:
            if status != nil {
                throw changed("Somebody has created it.")
            }
        case .unchanged(let expected):
            guard let status else {
                throw changed("Somebody has removed it.")
            }
            if status.identity != expected {
                throw changed("It is not in the state that was expected.")
            }
        }
    }

    func changed(_ detail: String) -> FileError {
        FileError(.changedMeanwhile, "replace", path, detail: detail)
    }

    /// Syncs the folder after the new content took the name.
    func syncAfterStep() throws(FileError) {
        do {
            try folder.syncIfPossible()
        } catch {
            var error = error
            error.isOutcomeUnknown = true
            throw error
        }
    }

    /// What an error of the deciding step itself means: the step was not made if our file still has
    /// the temporary name.
    func settle(_ error: FileError, _ temporary: String, _ ours: FileIdentity) -> FileError {
        var error = error
        do {
            if let status = try folder.status(temporary, followingLinks: false) {
                if status.identity.hasSameContent(as: ours) {
                    folder.discard(temporary)
                    return error
                }
                error.keptAside.append(folder.fullPath(temporary))
            }
        } catch let second {
            error.detail = "A look at what had happened failed too: \(second.code)."
        }
        error.isOutcomeUnknown = true
        return error
    }

    private func rename(
        _ temporary: Temporary, _ ours: FileIdentity, _ step: () throws(FileError) -> Void
    ) throws(FileError) {
        do {
            try check(folder.status(name, followingLinks: false))
        } catch {
            folder.discard(temporary.name)
            throw error
        }
        do {
            try step()
        } catch let error where error.code == .alreadyExists {
            folder.discard(temporary.name)
            throw changed("Somebody has created it.")
        } catch {
            throw settle(error, temporary.name, ours)
        }
        try syncAfterStep()
    }

    /// Gives the new file the owner, group and mode of the old one.
    private func setAttributes(
        of file: any OpenFile, _ newFileMode: FileMode
    ) throws(FileError) {
        // The system's own stamp may be a few milliseconds coarse, so that an edit right after ours
        // could get the same one. This one is to the nanosecond.
        try file.setModified(now())
        let created = try file.status()
        var mode = newFileMode
        if let current {
            mode = try keepOwner(current, created, file)
        }
        if mode != created.mode {
            try file.setMode(mode)
        }
    }

    /// - Returns: The mode to set: that of the old file, as far as the owners it was meant for
    ///   could be kept.
    private func keepOwner(
        _ old: FileStatus, _ created: FileStatus, _ file: any OpenFile
    ) throws(FileError) -> FileMode {
        if (old.owner, old.group) == (created.owner, created.group) {
            return old.mode
        }
        if try permitted({ () throws(FileError) in
            try file.setOwner(user: old.owner, group: old.group)
        }) {
            return old.mode
        }
        if old.group == created.group {
            return old.mode.withoutLentRights()
        }
        // Only root may give files away, but to a group of one's own it is allowed.
        let keptGroup = try permitted { () throws(FileError) in
            try file.setOwner(user: nil, group: old.group)
        }
        return keptGroup ? old.mode.withoutLentRights() : old.mode.withoutGroupPrivileges()
    }

    private func permitted(_ call: () throws(FileError) -> Void) throws(FileError) -> Bool {
        do {
            try call()
            return true
        } catch let error where error.code == .permissionDenied {
            return false
        }
    }

    /// The new file's identity after the rename, which moved the time of its last change of status.
    ///
    /// Should somebody have edited the file since, the identity of what was written is returned, so
    /// that the edit shows at the next comparison.
    private func identityNow(of file: any OpenFile, _ ours: FileIdentity) -> FileIdentity {
        guard let now = try? file.status().identity, now.hasSameContent(as: ours) else {
            return ours
        }
        return now
    }
}
