import DataBridgeTool
import Synchronization

/// Keeps what is written to it, and fails on demand.
final class RecordingOutput: ByteOutput {
    private let bytes = Mutex<[UInt8]>([])
    private let failure: OutputError?

    init(failure: OutputError? = nil) {
        self.failure = failure
    }

    func write(_ more: [UInt8]) throws(OutputError) {
        if let failure { throw failure }
        bytes.withLock { $0 += more }
    }

    /// Everything written so far.
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// Gives a text as standard input.
struct TextInput: ByteInput {
    var text = ""
    var failure: OutputError?

    func readAll() throws(OutputError) -> [UInt8] {
        if let failure { throw failure }
        return Array(text.utf8)
    }
}
