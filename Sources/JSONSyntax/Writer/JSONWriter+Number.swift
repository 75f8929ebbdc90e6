extension JSONWriter {
    /// Writes an integer.
    @inlinable
    public mutating func int(_ value: Int) { int64(Int64(value)) }

    /// Writes an integer.
    @inlinable
    public mutating func int64(_ value: Int64) {
        number(upTo: 20) { IntegerText.write(value, to: $0) }
    }

    /// Writes an integer.
    @inlinable
    public mutating func uint64(_ value: UInt64) {
        number(upTo: 20) { IntegerText.write(value, to: $0) }
    }

    /// Writes an integer of any width.
    public mutating func integer(_ value: some BinaryInteger) {
        if let small = Int64(exactly: value) {
            int64(small)
        } else {
            raw(Array(String(value).utf8))
        }
    }

    /// Writes a number in the shortest spelling that reads back as the same bits.
    ///
    /// A value without fraction is written `1.0`, so that it stays apart from an integer.
    ///
    /// - Throws: If the value is not finite.
    @inlinable
    public mutating func double(_ value: Double) throws(JSONWritingError) {
        guard value.isFinite else { throw JSONWritingError.notFinite }
        number(upTo: 32) { FloatText.write(value, to: $0) }
    }

    /// Writes a number in the shortest spelling that reads back as the same bits.
    ///
    /// - Throws: If the value is not finite.
    public mutating func float(_ value: Float) throws(JSONWritingError) {
        guard value.isFinite else { throw JSONWritingError.notFinite }
        number(upTo: 32) { FloatText.write(description: value.description, to: $0) }
    }

    @inlinable @inline(__always)
    mutating func number(upTo length: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        separate()
        append(upTo: length, body)
        position = .next
    }
}
