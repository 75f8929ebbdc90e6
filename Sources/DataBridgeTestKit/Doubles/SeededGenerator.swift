/// Random numbers that repeat: the same seed gives the same numbers on every machine.
///
/// For the data that a test makes up (`Int.random(in: 1...9, using: &generator)`); the store's own
/// chance is injected with ``/DataBridgeCore/SeededRandomSource`` or a ``ManualClock``.
///
/// The generator is SplitMix64.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator of a seed.
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
}
