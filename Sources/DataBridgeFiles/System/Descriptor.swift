import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An open file descriptor that is closed exactly once.
final class Descriptor: Sendable {
    private static let closed: Int32 = -1
    private let number: Atomic<Int32>

    init(_ number: Int32) {
        self.number = Atomic(number)
    }

    /// The number to give to system calls, or nil after `close`.
    var open: Int32? {
        let value = number.load(ordering: .acquiring)
        return value == Self.closed ? nil : value
    }

    /// Closes it, unless that has been done.
    ///
    /// - Returns: The system's error number, or 0. The descriptor is gone in any case; an
    ///   interrupted close must not be repeated, as the number may belong to another file by then.
    @discardableResult
    func close() -> Int32 {
        let value = number.exchange(Self.closed, ordering: .acquiringAndReleasing)
        guard value != Self.closed, systemClose(value) != 0 else {
            return 0
        }
        let error = errno
        return error == EINTR || error == EINPROGRESS ? 0 : error
    }

    deinit {
        close()
    }
}

/// The C library's `close`, under a name that methods called `close` do not hide.
private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}
