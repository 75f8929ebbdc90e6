import DataBridgeFiles

/// Something that happens to a call on its way to the files.
public struct FileFault: Sendable {
    /// What happens.
    public enum Effect: Sendable {
        /// The call fails and does nothing.
        case fail(FileError.Code)
        /// The call does what it should, and says that it failed.
        case failAfterwards(FileError.Code)
        /// The call writes so many of its bytes, or all if it has no more, and fails then.
        ///
        /// On calls other than `write` and `append` it is `fail`.
        case tear(afterBytes: Int, FileError.Code)
        /// The disk takes so many bytes more, over any number of `write` and `append` calls; then
        /// they write what fits and fail with `noSpace`.
        case fillDisk(afterBytes: Int)
        /// The call says that it succeeded and does nothing.
        ///
        /// Only calls that return nothing can do that; the others take no notice.
        case drop
        /// This call and all later ones fail with ``/DataBridgeFiles/FileError/Code/crashed`` and
        /// do nothing, and all files are closed: for the files it is as if the process had been
        /// killed.
        case crash
        /// The call writes so many of its bytes, and then comes the crash.
        case crashAfter(bytes: Int)
        /// Somebody else gets a turn before the call is made.
        case run(@Sendable () -> Void)
    }

    /// To which calls it happens.
    public struct Trigger: Hashable, Sendable {
        /// The kinds of call it counts; nil for all.
        public var kinds: Set<FileCall.Kind>?
        /// The first and last of those calls, from 1.
        public var numbers: ClosedRange<Int>

        /// Creates a trigger.
        public init(kinds: Set<FileCall.Kind>? = nil, numbers: ClosedRange<Int>) {
            self.kinds = kinds
            self.numbers = numbers
        }

        /// To the call with that number, counted from now.
        public static func call(_ number: Int) -> Trigger {
            Trigger(numbers: number...number)
        }

        /// To the call with that number, counted from now, and all after it.
        public static func callsFrom(_ number: Int) -> Trigger {
            Trigger(numbers: number...Int.max)
        }

        /// To every call of these kinds.
        public static func every(_ kinds: FileCall.Kind...) -> Trigger {
            Trigger(kinds: Set(kinds), numbers: 1...Int.max)
        }

        /// To the n-th call of a kind, counted from now.
        public static func nth(_ number: Int, _ kind: FileCall.Kind) -> Trigger {
            Trigger(kinds: [kind], numbers: number...number)
        }
    }

    let trigger: Trigger
    let effect: Effect
    /// The calls that it has counted.
    var seen = 0
    /// The bytes that have gone to the disk it fills.
    var bytesWritten = 0

    init(_ trigger: Trigger, _ effect: Effect) {
        self.trigger = trigger
        self.effect = effect
    }
}

extension FileError.Code {
    /// A test said that the process has been killed.
    public static let crashed = FileError.Code("crashed")
}
