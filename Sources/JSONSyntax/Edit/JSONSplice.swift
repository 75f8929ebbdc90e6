/// A run of bytes in a text, and what stands there instead afterwards.
public struct JSONSplice: Hashable, Sendable {
    /// The bytes that go, by their offsets in the text; empty for a mere insertion.
    public var range: Range<Int>

    /// The bytes that come.
    public var bytes: [UInt8]

    /// Makes a splice.
    public init(_ range: Range<Int>, _ bytes: [UInt8]) {
        self.range = range
        self.bytes = bytes
    }

    /// By how much the text grows.
    public var growth: Int { bytes.count - range.count }

    /// A text with splices applied.
    ///
    /// - Parameters:
    ///   - splices: Splices that do not overlap, in the order of the text.
    ///   - text: The text.
    public static func apply(_ splices: [JSONSplice], to text: [UInt8]) -> [UInt8] {
        guard !splices.isEmpty else { return text }
        let size = splices.reduce(text.count) { $0 + $1.growth }
        return [UInt8](unsafeUninitializedCapacity: size) { room, count in
            var source = 0
            func put(_ bytes: some Sequence<UInt8>) {
                _ = bytes.withContiguousStorageIfAvailable { bytes in
                    count = room[count...].initialize(fromContentsOf: bytes)
                }
            }
            for splice in splices {
                put(text[source..<splice.range.lowerBound])
                put(splice.bytes)
                source = splice.range.upperBound
            }
            put(text[source...])
        }
    }
}
