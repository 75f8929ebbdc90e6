/// The growing memory of a tape while it is being written; whoever holds it last frees it.
struct TapeStorage {
    private(set) var words: UnsafeMutablePointer<UInt64>
    private(set) var nodeCount = 0
    private var capacity: Int

    /// Makes room for as many nodes as dense texts of that length have.
    ///
    /// Memory that is never touched costs address space only, so the guess is generous, up to 64
    /// megabytes.
    init(forBytes count: Int) {
        capacity = min(count / 6 + 8, 1 << 22)
        words = .allocate(capacity: capacity * 2)
    }

    /// Writes a node and returns its index.
    @inline(__always)
    mutating func append(_ span: UInt64, _ info: UInt64) {
        if nodeCount == capacity { grow() }
        words[nodeCount &* 2] = span
        words[nodeCount &* 2 &+ 1] = info
        nodeCount &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 4)
        larger.initialize(from: words, count: nodeCount * 2)
        words.deallocate()
        words = larger
        capacity *= 2
    }

    func deallocate() {
        words.deallocate()
    }
}
