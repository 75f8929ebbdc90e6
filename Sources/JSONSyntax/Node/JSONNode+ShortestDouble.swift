extension JSONNode {
    /// The value of a number whose text is exactly what a writer gives for that `Double`; nil for
    /// other spellings, and for what is no number.
    public var shortestDouble: Double? {
        guard kind == .number else { return nil }
        return withSource { text in
            // No spelling that a writer gives is longer.
            guard text.count <= 32, let value = FloatText.double(text) else { return nil }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { room in
                guard let base = room.baseAddress else { return nil }
                let count = FloatText.write(value, to: base)
                return text.elementsEqual(room[..<count]) ? value : nil
            }
        }
    }
}
