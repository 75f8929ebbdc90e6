/// Something that happens to calls of SQLite on their way to the files.
public struct SQLiteFault: Hashable, Sendable {
    /// What happens.
    public enum Effect: Hashable, Sendable {
        /// The call fails and does nothing.
        case fail(Code)
        /// The call does what it should, and says that it failed.
        ///
        /// Locks are not taken: SQLite would not give back what it was denied.
        case failAfterwards(Code)
        /// The call reads or writes the first half of its bytes, and fails then.
        ///
        /// On calls other than `read` and `write` it is `fail`. With ``Code/shortRead`` the rest
        /// reads as zeros and SQLite takes it for the end of the file: no disk does that in the
        /// middle of one, and data may be lost by it.
        case failHalfway(Code)
        /// The call says that it succeeded and does nothing: a disk that lies.
        ///
        /// Only `write`, `truncate`, `sync` and `delete` can do that; the others take no notice.
        case drop
        /// The thread that makes the call sleeps first.
        case delay(Duration)
        /// The power goes: this call and all later ones fail.
        ///
        /// A write that is under way may reach the disk, a sync does not end.
        case cutPower
    }

    /// To which calls it happens.
    public struct Trigger: Hashable, Sendable {
        /// The kinds of call it counts; nil for all.
        public var calls: Set<SQLiteCall>?
        /// The files of which it counts calls; nil for all.
        public var files: Set<SQLiteFileRole>?
        /// The first and last of those calls, from 1, counted from when the fault is added.
        public var numbers: ClosedRange<Int>

        /// Creates a trigger.
        public init(
            calls: Set<SQLiteCall>? = nil, files: Set<SQLiteFileRole>? = nil,
            numbers: ClosedRange<Int>
        ) {
            self.calls = calls
            self.files = files
            self.numbers = numbers
        }

        /// To every call of these kinds.
        public static func every(_ calls: SQLiteCall...) -> Trigger {
            Trigger(calls: Set(calls), numbers: 1...Int.max)
        }

        /// To the n-th call of a kind, counted from now.
        public static func nth(_ number: Int, _ call: SQLiteCall) -> Trigger {
            Trigger(calls: [call], numbers: number...number)
        }

        /// To the n-th call of a kind, counted from now, and all of that kind after it.
        public static func from(_ number: Int, _ call: SQLiteCall) -> Trigger {
            Trigger(calls: [call], numbers: number...Int.max)
        }

        /// The same, of calls about this file only.
        public func on(_ file: SQLiteFileRole) -> Trigger {
            var trigger = self
            trigger.files = [file]
            return trigger
        }
    }

    /// To which calls it happens.
    public var trigger: Trigger
    /// What happens.
    public var effect: Effect

    /// Creates a fault.
    public init(_ trigger: Trigger, _ effect: Effect) {
        self.trigger = trigger
        self.effect = effect
    }
}
