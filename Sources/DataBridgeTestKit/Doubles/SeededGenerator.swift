/// A random number generator that gives the same numbers for the same seed, on every machine and
/// in every release: SplitMix64.
///
/// ```swift
/// var random = SeededGenerator(seed: 42)
/// let dice = random.below(6) + 1
/// ```
///
/// Its own functions draw by fixed rules; those of the standard library (`shuffled(using:)`, …)
/// take it too, but how they draw may change with the library. For tests and simulations, never
/// for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator; near seeds give unrelated numbers.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next sixty-four bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including the bound, which must be positive.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a random number needs a positive bound")
        // The high half of a product of 128 bits; the bias of small bounds is below 2⁻⁵⁰.
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of the range.
    public mutating func int(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True as often as the percentage says.
    public mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    /// An element of a list; nil of an empty one.
    public mutating func element<Elements: RandomAccessCollection>(
        of elements: Elements
    ) -> Elements.Element? {
        guard !elements.isEmpty else { return nil }
        return elements[elements.index(elements.startIndex, offsetBy: below(elements.count))]
    }

    /// One of the alternatives, each as often as its weight says; the weights' sum is positive.
    public mutating func weighted<Alternative>(
        _ alternatives: [(weight: Int, value: Alternative)]
    ) -> Alternative {
        var rest = below(alternatives.reduce(0) { $0 + $1.weight })
        for (weight, value) in alternatives.dropLast() {
            if rest < weight { return value }
            rest -= weight
        }
        return alternatives[alternatives.count - 1].value
    }

    /// A generator of its own, whose numbers do not depend on how many are drawn from this one
    /// later.
    public mutating func split() -> SeededGenerator {
        SeededGenerator(seed: next())
    }
}
