public import DataBridgeCore

// The usual faults, so that a test needs one line. Each comes in two forms: for the n-th call, and
// for the calls that a trigger chooses.
extension StoreFault {
    /// Somebody else holds what the call needs: the store answers `busy`, which is retried.
    public static func busy(_ trigger: Trigger) -> StoreFault {
        StoreFault(.fail(.busy("The store")), trigger)
    }

    /// The n-th call is answered with `busy`.
    public static func busy(onCall number: Int) -> StoreFault { busy(.call(number)) }

    /// Another transaction got in the way: `serialization`, which is retried.
    public static func serialization(_ trigger: Trigger) -> StoreFault {
        StoreFault(.fail(.serialization()), trigger)
    }

    /// The n-th call is answered with `serialization`.
    public static func serialization(onCall number: Int) -> StoreFault {
        serialization(.call(number))
    }

    /// The call took too long: `timeout`.
    public static func timedOut(_ trigger: Trigger) -> StoreFault {
        StoreFault(.fail(.timeout("The call")), trigger)
    }

    /// The n-th call is answered with `timeout`.
    public static func timedOut(onCall number: Int) -> StoreFault { timedOut(.call(number)) }

    /// The call noticed that its task was cancelled: `cancelled`.
    ///
    /// The task goes on. To cancel it, run the service in a `Task` and cancel that in
    /// ``Effect/run(_:)``; ``FaultSweep`` does so at every call.
    public static func cancelled(_ trigger: Trigger) -> StoreFault {
        StoreFault(.fail(.cancelled()), trigger)
    }

    /// The n-th call is answered with `cancelled`.
    public static func cancelled(onCall number: Int) -> StoreFault { cancelled(.call(number)) }

    /// The store cannot be reached: `unavailable`.
    public static func unavailable(_ trigger: Trigger) -> StoreFault {
        StoreFault(.fail(.unavailable("The store")), trigger)
    }

    /// The n-th call is answered with `unavailable`.
    public static func unavailable(onCall number: Int) -> StoreFault {
        unavailable(.call(number))
    }

    /// The call fails with an error.
    public static func failing(_ error: DataError, _ trigger: Trigger) -> StoreFault {
        StoreFault(.fail(error), trigger)
    }

    /// The n-th call fails with an error.
    public static func failing(_ error: DataError, onCall number: Int) -> StoreFault {
        failing(error, .call(number))
    }

    /// The call takes a while, on the store's own clock.
    public static func slow(_ duration: Duration, _ trigger: Trigger) -> StoreFault {
        StoreFault(.slow(duration), trigger)
    }

    /// The n-th call takes a while.
    public static func slow(_ duration: Duration, onCall number: Int) -> StoreFault {
        slow(duration, .call(number))
    }

    /// A commit happens and its answer is lost: `commitUnknown`; the first commit by default.
    public static func lostAfterCommit(_ trigger: Trigger = .nth(1, .commit)) -> StoreFault {
        StoreFault(.loseAnswer, trigger)
    }

    /// A commit does not happen, and the caller cannot know: `commitUnknown`; the first commit by
    /// default.
    public static func lostBeforeCommit(_ trigger: Trigger = .nth(1, .commit)) -> StoreFault {
        StoreFault(.loseCommit, trigger)
    }
}

extension StoreFault.Effect {
    /// What a call's description says of it.
    var name: String {
        switch self {
        case .fail(let error): error.code.rawValue
        case .slow(let duration): "slow by \(duration)"
        case .loseAnswer: "committed, the answer lost"
        case .loseCommit: "not committed, the answer lost"
        case .run: "after somebody else's turn"
        case .runAfterwards: "before somebody else's turn"
        }
    }
}
