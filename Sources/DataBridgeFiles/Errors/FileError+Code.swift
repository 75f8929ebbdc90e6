extension FileError {
    /// The kind of a failure; a vocabulary that may grow.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's stable name, such as `notFound`.
        public let description: String

        /// Creates a code with a name of its own.
        public init(_ name: String) {
            description = name
        }

        /// There is nothing under that name.
        public static let notFound = Code("notFound")
        /// The name is taken.
        public static let alreadyExists = Code("alreadyExists")
        /// This user may not do that.
        public static let permissionDenied = Code("permissionDenied")
        /// The file system is mounted read-only.
        public static let readOnlyFileSystem = Code("readOnlyFileSystem")
        /// The disk is full, or the user's share of it is used up.
        public static let noSpace = Code("noSpace")
        /// A file was expected and a folder is there.
        public static let isAFolder = Code("isAFolder")
        /// A folder was expected, and something else is there.
        public static let notAFolder = Code("notAFolder")
        /// A file with content was expected, and a device, pipe or socket is there.
        public static let notARegularFile = Code("notARegularFile")
        /// The folder still holds something.
        public static let folderNotEmpty = Code("folderNotEmpty")
        /// The process, or the machine, has as many files open as it may.
        public static let tooManyOpenFiles = Code("tooManyOpenFiles")
        /// Symbolic links lead to each other, or through too many steps.
        public static let tooManyLinks = Code("tooManyLinks")
        /// The name is longer than the file system allows.
        public static let nameTooLong = Code("nameTooLong")
        /// The file would become, or is, larger than allowed.
        public static let tooLarge = Code("tooLarge")
        /// The two names are on different file systems.
        public static let differentFileSystems = Code("differentFileSystems")
        /// The medium, or the connection to it, failed.
        public static let ioError = Code("ioError")
        /// The system could not say that the data reached the medium.
        public static let syncFailed = Code("syncFailed")
        /// Something else is using it.
        public static let busy = Code("busy")
        /// The lock was not free in time.
        public static let lockTimeout = Code("lockTimeout")
        /// The task was cancelled while waiting.
        public static let cancelled = Code("cancelled")
        /// Somebody else changed the file in the meantime.
        public static let changedMeanwhile = Code("changedMeanwhile")
        /// The file was closed before.
        public static let closed = Code("closed")
        /// The system or this file system cannot do that.
        public static let unsupported = Code("unsupported")
        /// The call made no sense: a programmer's error.
        public static let invalidArgument = Code("invalidArgument")
        /// A failure the system has a number for, and this vocabulary no word.
        public static let other = Code("other")
    }
}

extension FileError.Code {
    /// The failure in words, to go after a colon.
    var explanation: String {
        Self.texts[self]?.explanation ?? description
    }

    /// What to do about it.
    var remedy: String? {
        Self.texts[self]?.remedy
    }

    private static let texts: [FileError.Code: (explanation: String, remedy: String?)] = [
        .notFound: ("it does not exist", "Check the path."),
        .alreadyExists: (
            "the name is already taken", "Choose another name, or remove what has it."
        ),
        .permissionDenied: (
            "permission denied",
            "Check owner and permissions of the file and of its folder with `ls -ld`."
        ),
        .readOnlyFileSystem: (
            "the file system is read-only", "Remount it for writing or use another folder."
        ),
        .noSpace: ("the disk is full", "Free some space or raise the quota, then try again."),
        .isAFolder: ("it is a folder", "Give the path of a file, or move the folder away."),
        .notAFolder: (
            "a part of the path that must be a folder is not one", "Check each part of the path."
        ),
        .notARegularFile: (
            "it is a device, pipe or socket, not a file", "Give the path of an ordinary file."
        ),
        .folderNotEmpty: ("the folder is not empty", "Remove what is in it first."),
        .tooManyOpenFiles: (
            "too many files are open", "Close some, or raise the limit with `ulimit -n`."
        ),
        .tooManyLinks: ("too many symbolic links", "Look for links that lead in a circle."),
        .nameTooLong: ("the name is too long", "Use a shorter name."),
        .tooLarge: ("the file is too large", nil),
        .differentFileSystems: (
            "the two names are on different file systems", "Keep both on one file system."
        ),
        .ioError: ("the disk reported an error", "Look into the system log and check the disk."),
        .syncFailed: (
            "the system could not confirm that the data is on the disk",
            "Do not rely on what was written last; check the disk."
        ),
        .busy: ("something else is using it", "Try again."),
        .lockTimeout: (
            "another process held the lock for too long", "See who holds it with `lslocks`."
        ),
        .cancelled: ("the task was cancelled", nil),
        .changedMeanwhile: (
            "somebody else changed it in the meantime", "Read it again and repeat the change."
        ),
        .closed: ("it was closed before", nil),
        .unsupported: ("the file system cannot do that", nil),
        .invalidArgument: ("the call is not valid", nil),
        .other: ("the system refused", nil),
    ]
}
