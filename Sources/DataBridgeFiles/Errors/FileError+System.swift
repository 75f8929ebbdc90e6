#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension FileError {
    /// An error from the number that a system call left in `errno`.
    init(systemErrorNumber number: Int32, _ operation: String, _ path: String) {
        self.init(
            Code(systemErrorNumber: number), operation, path, systemErrorNumber: number)
    }
}

extension FileError.Code {
    /// The code that stands for a system error number.
    init(systemErrorNumber number: Int32) {
        self =
            switch number {
            case ENOENT: .notFound
            case EEXIST: .alreadyExists
            case EACCES, EPERM: .permissionDenied
            case EROFS: .readOnlyFileSystem
            case ENOSPC, EDQUOT: .noSpace
            case EISDIR: .isAFolder
            case ENOTDIR: .notAFolder
            case ENOTEMPTY: .folderNotEmpty
            case EMFILE, ENFILE: .tooManyOpenFiles
            case ELOOP: .tooManyLinks
            case ENAMETOOLONG: .nameTooLong
            case EFBIG: .tooLarge
            case EXDEV: .differentFileSystems
            case EIO, ESTALE: .ioError
            case EBUSY, ETXTBSY, EAGAIN: .busy
            case ENOSYS, ENOTSUP, EOPNOTSUPP, ENOLCK, ENODEV: .unsupported
            case EINVAL, EBADF: .invalidArgument
            default: .other
            }
    }
}
