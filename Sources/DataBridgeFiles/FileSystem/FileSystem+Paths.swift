extension FileSystem {
    /// What has the name, or nil when nothing has; a symbolic link stands for what it leads to.
    ///
    /// - Throws: What ``status(_:followingLinks:)`` throws.
    public func status(_ path: String) throws(FileError) -> FileStatus? {
        try status(path, followingLinks: true)
    }

    /// Gives a file another name; what had that name before is gone.
    ///
    /// - Throws: What ``rename(_:to:_:)`` throws.
    public func rename(_ path: String, to newPath: String) throws(FileError) {
        try rename(path, to: newPath, .replacing)
    }

    /// Makes a folder durably, and every folder above it that is missing; it may be there already.
    ///
    /// - Parameter mode: The mode of the folders that are made.
    /// - Throws: `notAFolder` when a file is in the way; `permissionDenied`, `noSpace`,
    ///   `syncFailed`.
    public func makeFolders(_ path: String, mode: FileMode = .folder) throws(FileError) {
        if let status = try status(path) {
            guard status.kind == .folder else {
                throw FileError(.notAFolder, "make folder", path)
            }
            return
        }
        let place = FilePlace(path)
        if !place.isRoot {
            try makeFolders(place.folder, mode: mode)
        }
        do {
            try makeFolder(path, mode: mode)
        } catch let error where error.code == .alreadyExists {
            // Somebody else was faster, or a dangling link has the name.
            guard try status(path)?.kind == .folder else {
                throw error
            }
        }
        try syncFolder(place.folder)
    }

    /// Makes the names in a folder durable, as far as the file system can.
    ///
    /// - Throws: `syncFailed`, `notFound`, ….
    public func syncFolder(_ path: String) throws(FileError) {
        try openFolder(path).syncIfPossible()
    }

    /// The path that a chain of symbolic links ends at; the path itself when it is not a link.
    ///
    /// Only the last part of the path is followed, as the system follows the others by itself. The
    /// end of the chain need not exist.
    ///
    /// - Throws: `tooManyLinks` when links lead in a circle; `permissionDenied`, ….
    public func resolvingLinks(_ path: String) throws(FileError) -> String {
        var current = path
        for _ in 0..<40 {
            guard try status(current, followingLinks: false)?.kind == .symbolicLink else {
                return current
            }
            let target = try readLink(current)
            current = FilePlace.isAbsolute(target) ? target : FilePlace(current).sibling(target)
        }
        throw FileError(.tooManyLinks, "follow the links of", path)
    }
}

extension FolderHandle {
    /// Syncs the folder; does nothing where the file system knows no such thing.
    ///
    /// Such file systems (some network shares) leave no way to be sure of a rename, and refusing to
    /// work on them at all would help nobody.
    func syncIfPossible() throws(FileError) {
        do {
            try sync()
        } catch let error where error.code == .unsupported {
            return
        }
    }
}
