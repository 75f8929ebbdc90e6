import DataBridgeCore
import DataBridgeTool

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard output or standard error.
struct StandardOutput: ByteOutput {
    let descriptor: Int32

    func write(_ bytes: [UInt8]) throws(OutputError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                posixWrite(descriptor, buffer.baseAddress, buffer.count)
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                wait(for: descriptor, Int16(POLLOUT))
            } else if errno != EINTR {
                throw errno == EPIPE ? .closed : .system(errno)
            }
        }
    }
}

/// Standard input.
struct StandardInput: ByteInput {
    func readAll() throws(OutputError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            // In short waits, so that Ctrl-C is noticed while nothing comes.
            guard !Task.isCancelled else { throw .interrupted }
            guard wait(for: STDIN_FILENO, Int16(POLLIN)) else { continue }
            let count = block.withUnsafeMutableBytes { buffer in
                read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            }
            if count == 0 { return bytes }
            if count > 0 {
                bytes += block[..<count]
            } else if errno != EINTR, errno != EAGAIN {
                throw .system(errno)
            }
        }
    }
}

/// Waits a moment until a descriptor can be read or written.
@discardableResult
private func wait(for descriptor: Int32, _ events: Int16) -> Bool {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&entry, 1, 200) > 0
}

/// The system's `write`, out of reach of the method of that name.
private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

extension Terminal {
    /// The terminal behind a descriptor; nil when something else is.
    init?(descriptor: Int32, environment: ProcessEnvironment) {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            self.init(width: Int(size.ws_col))
        } else {
            self.init(width: environment["COLUMNS"].flatMap { Int($0) } ?? 80)
        }
    }
}
