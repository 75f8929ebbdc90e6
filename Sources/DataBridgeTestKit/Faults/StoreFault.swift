public import DataBridgeCore

/// Something that happens to a call on its way to a store.
///
/// ```swift
/// let busy = FaultyStore(over: memory, .busy(onCall: 3))
/// let lossy = FaultyStore(over: memory, .lostAfterCommit(), .slow(.seconds(2), .every(.get)))
/// ```
public struct StoreFault: Sendable {
    /// What happens.
    public enum Effect: Sendable {
        /// The call does nothing and fails; a commit rolls back.
        case fail(DataError)
        /// The call is made after a while, which passes on the store's own clock.
        ///
        /// A transaction that cannot begin before its timeout gets that.
        case slow(Duration)
        /// The commit happens, and its answer is lost: `commitUnknown`.
        ///
        /// Of other calls it takes no notice.
        case loseAnswer
        /// The commit is lost on its way, which nobody can tell: `commitUnknown`.
        ///
        /// Of other calls it takes no notice.
        case loseCommit
        /// Somebody else gets a turn before the call is made.
        case run(@Sendable () async -> Void)
        /// Somebody else gets a turn after the call was made, before its answer arrives.
        case runAfterwards(@Sendable () async -> Void)
    }

    /// To which calls it happens.
    public struct Trigger: Sendable {
        /// The kinds of call it counts; nil for all.
        ///
        /// Those that cannot fail are counted too.
        public var kinds: Set<StoreCall.Kind>?
        let pattern: Pattern

        enum Pattern: Sendable {
            case numbers(ClosedRange<Int>)
            case multiples(of: Int)
            case chance(Double, seed: UInt64)
        }
    }

    /// To which calls it happens.
    public let trigger: Trigger
    /// What happens.
    public let effect: Effect
    /// The calls that were counted.
    private var seen = 0
    private var generator: SeededGenerator

    /// A fault.
    public init(_ effect: Effect, _ trigger: Trigger) {
        self.effect = effect
        self.trigger = trigger
        if case .chance(_, let seed) = trigger.pattern {
            generator = SeededGenerator(seed: seed)
        } else {
            generator = SeededGenerator(seed: 0)
        }
    }

    /// Counts a call.
    ///
    /// - Returns: whether the fault happens to it.
    mutating func happens(to kind: StoreCall.Kind) -> Bool {
        if let kinds = trigger.kinds, !kinds.contains(kind) { return false }
        seen += 1
        switch trigger.pattern {
        case .numbers(let numbers): return numbers.contains(seen)
        case .multiples(let step): return seen % step == 0
        case .chance(let chance, _): return Double.random(in: 0..<1, using: &generator) < chance
        }
    }
}

extension StoreFault.Trigger {
    /// To the call with that number, counted from now.
    public static func call(_ number: Int) -> Self {
        Self(kinds: nil, pattern: .numbers(number...number))
    }

    /// To the call with that number, counted from now, and all after it.
    public static func callsFrom(_ number: Int) -> Self {
        Self(kinds: nil, pattern: .numbers(number...Int.max))
    }

    /// To the n-th call of a kind, counted from now.
    public static func nth(_ number: Int, _ kind: StoreCall.Kind) -> Self {
        Self(kinds: [kind], pattern: .numbers(number...number))
    }

    /// To every call of these kinds; of all when none is named.
    public static func every(_ kinds: StoreCall.Kind...) -> Self {
        Self(kinds: kinds.isEmpty ? nil : Set(kinds), pattern: .numbers(1...Int.max))
    }

    /// To every `step`-th call of these kinds; of all when none is named.
    public static func each(_ step: Int, _ kinds: StoreCall.Kind...) -> Self {
        precondition(step > 0, "every zeroth call is none")
        return Self(kinds: kinds.isEmpty ? nil : Set(kinds), pattern: .multiples(of: step))
    }

    /// To each call of these kinds with a probability; the same seed hits the same calls.
    public static func chance(
        _ probability: Double, seed: UInt64, _ kinds: StoreCall.Kind...
    ) -> Self {
        Self(
            kinds: kinds.isEmpty ? nil : Set(kinds), pattern: .chance(probability, seed: seed))
    }
}
