#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension OpenFile {
    /// Whether somebody has the file open for writing, and still has after some milliseconds.
    ///
    /// Most writers are gone within one or two. So is one that only seems to be one: a program that
    /// is being started from this process has copies of all our open files until it gets under way,
    /// also of one that was closed a moment ago.
    func isBeingWritten(after milliseconds: Int) throws(FileError) -> Bool {
        for _ in 0..<milliseconds {
            if try hasWriters() != true {
                return false
            }
            usleep(1000)
        }
        return try hasWriters() == true
    }
}
