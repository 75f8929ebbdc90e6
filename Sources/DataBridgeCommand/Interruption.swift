#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns Ctrl-C, and a polite `kill`, into the cancellation of a task.
///
/// A transaction at work is then rolled back and temporary files are removed. The second one ends
/// the process at once, which leaves the data whole as well.
enum Interruption {
    /// Holds the signals back from this thread and every one that is started later.
    ///
    /// To be called first of all, on the main thread.
    static func holdSignals() {
        // A reader that has gone away is told by the error of the next write.
        signal(SIGPIPE, SIG_IGN)
        var signals = watched
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for the signals until the process ends.
    static func watch(_ cancel: () -> Void) -> Never {
        var signals = watched
        var number: Int32 = 0
        sigwait(&signals, &number)
        cancel()
        sigwait(&signals, &number)
        _exit(128 + number)
    }

    private static var watched: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }
}
