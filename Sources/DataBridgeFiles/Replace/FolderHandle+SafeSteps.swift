extension FileStatus {
    /// Throws if nobody may write to the file, going by its mode.
    ///
    /// A rename would not ask: it takes permission to write to the folder only.
    func checkWritable(_ operation: String, _ path: String) throws(FileError) {
        if mode.isDisjoint(with: FileMode(rawValue: 0o222)) {
            throw FileError(
                .permissionDenied, operation, path,
                detail: "The file is marked read-only; `chmod u+w` makes it writable.")
        }
    }
}

extension FolderHandle {
    /// Gives a file a name that must be free.
    ///
    /// Where the file system has no such step, somebody may still take the name between a look and
    /// the rename.
    ///
    /// - Throws: `alreadyExists`, ….
    func renameIfAbsent(_ name: String, to newName: String) throws(FileError) {
        do {
            try rename(name, to: newName, .ifAbsent)
        } catch let error where error.code == .unsupported {
            if try status(newName, followingLinks: false) != nil {
                throw FileError(.alreadyExists, "rename", fullPath(name))
            }
            try rename(name, to: newName, .replacing)
        }
    }

    /// Gives a temporary file that holds somebody's content a name its owner will find.
    ///
    /// - Returns: The name it now has; its old one if that failed.
    func setAside(_ temporary: String, of base: String, random: () -> UInt64) -> String {
        for _ in 0..<10 {
            let aside = TemporaryName.aside(base, random: random())
            do {
                try renameIfAbsent(temporary, to: aside)
                return aside
            } catch let error where error.code == .alreadyExists {
                continue
            } catch {
                break
            }
        }
        // It is safe where it is, if not pretty: the next cleaning will try again.
        return temporary
    }

    /// Removes a temporary file that nobody needs.
    ///
    /// A failure is left to the next cleaning: it is no reason to fail what was being done.
    func discard(_ temporary: String) {
        try? remove(temporary)
    }

    /// Locks a temporary or displaced file as a sign that this process is still at work on it.
    ///
    /// - Returns: False when somebody else has it locked. On file systems without locks it is true
    ///   always, and cleaners keep their hands off there.
    func claim(_ file: any OpenFile) throws(FileError) -> Bool {
        do {
            return try file.tryLock(.exclusive)
        } catch let error where error.code == .unsupported {
            return true
        }
    }

    /// A name in the folder as messages should show it.
    func fullPath(_ name: String) -> String {
        FilePlace.path(of: name, in: path)
    }
}
