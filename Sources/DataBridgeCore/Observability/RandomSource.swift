import Synchronization

/// Chance, for jitter, ids and sampling; injected so that tests can repeat it.
public protocol RandomSource: Sendable {
    /// Sixty-four bits, each independent and evenly spread; may be called from many tasks at once.
    func next() -> UInt64
}

extension RandomSource {
    /// A number from 0 up to but not including `bound`, every one equally likely.
    ///
    /// - Parameter bound: A positive number.
    public func int(below bound: Int) -> Int {
        precondition(bound > 0, "A random number needs a positive bound.")
        var generator = RandomSourceGenerator(self)
        return Int.random(in: 0..<bound, using: &generator)
    }

    /// A number from 0 up to but not including 1, with 53 random bits.
    public func unitInterval() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}

/// Lets the standard library's `random` and `shuffle` functions draw from a ``RandomSource``.
public struct RandomSourceGenerator: RandomNumberGenerator, Sendable {
    private let source: any RandomSource

    /// Makes a generator that draws from a source.
    public init(_ source: any RandomSource) {
        self.source = source
    }

    /// The source's next sixty-four bits.
    public mutating func next() -> UInt64 {
        source.next()
    }
}

/// The operating system's randomness.
public struct SystemRandomSource: RandomSource {
    /// Makes a source; all are alike.
    public init() {}

    /// Sixty-four bits nobody can predict.
    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// A source that gives the same numbers for the same seed on every machine: xoshiro256**, seeded by
/// SplitMix64, as its authors Blackman and Vigna advise.
///
/// For tests and simulations, never for secrets.
public final class SeededRandomSource: RandomSource {
    private let state: Mutex<Xoshiro256>

    /// Makes a source of a seed; near seeds give unrelated numbers.
    public init(seed: UInt64) {
        var seeder = SplitMix64(state: seed)
        state = Mutex(
            Xoshiro256(words: (seeder.next(), seeder.next(), seeder.next(), seeder.next())))
    }

    /// The next sixty-four bits of the sequence.
    public func next() -> UInt64 {
        state.withLock { $0.next() }
    }
}

/// Spreads a seed of 64 bits.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The generator xoshiro256**.
struct Xoshiro256 {
    var words: (UInt64, UInt64, UInt64, UInt64)

    mutating func next() -> UInt64 {
        let result = Self.rotate(words.1 &* 5, 7) &* 9
        let shifted = words.1 << 17
        words.2 ^= words.0
        words.3 ^= words.1
        words.1 ^= words.2
        words.0 ^= words.3
        words.2 ^= shifted
        words.3 = Self.rotate(words.3, 45)
        return result
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
        (word << count) | (word >> (64 - count))
    }
}
