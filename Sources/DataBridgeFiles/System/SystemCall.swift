#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Makes a system call until no signal interrupts it, and turns a failure into an error.
///
/// - Parameter path: For the error; evaluated only then.
@inline(__always)
func systemCall<Result: SignedInteger>(
    _ operation: String, _ path: @autoclosure () -> String, _ call: () -> Result
) throws(FileError) -> Result {
    while true {
        let result = call()
        if result >= 0 {
            return result
        }
        let number = errno
        if number != EINTR {
            throw FileError(systemErrorNumber: number, operation, path())
        }
    }
}

/// Refuses what the system would silently cut off: a path with a NUL in it.
func checkPath(_ path: String, _ operation: String) throws(FileError) {
    if path.utf8.contains(0) {
        throw FileError(
            .invalidArgument, operation, path, detail: "The path contains a NUL character.")
    }
}
