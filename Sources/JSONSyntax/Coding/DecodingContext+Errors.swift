extension DecodingContext {
    /// The keys that lead from the value the run began with to a node.
    ///
    /// Only errors and the rare type that asks need a path, so none is kept along the way.
    func path(to index: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var container = root
        while container.index < index, let step = container.step(towards: index) {
            path.append(
                container.kind == .array
                    ? JSONCodingKey(intValue: step.position)
                    : JSONCodingKey(stringValue: step.name))
            container = step.node
        }
        return path
    }

    func context(at index: Int, _ message: String) -> DecodingError.Context {
        DecodingError.Context(
            codingPath: path(to: index), debugDescription: "\(message) (\(node(index).location))")
    }

    /// The value is there but not what the type can take.
    @inline(never)
    func corrupted(at index: Int, _ message: String) -> DecodingError {
        .dataCorrupted(context(at: index, message))
    }

    /// The value is null or of another kind than the type needs.
    @inline(never)
    func mismatch(_ type: Any.Type, at index: Int, _ expected: String) -> DecodingError {
        let context = context(
            at: index, "Expected \(expected) for \(type) but found \(node(index).kind).")
        return isNull(index) ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    /// The object has no member of that name.
    @inline(never)
    func missing(_ key: any CodingKey, in object: Int) -> DecodingError {
        .keyNotFound(
            key,
            context(at: object, "The object has no member named \(key.stringValue)."))
    }

    /// The array has no more elements.
    @inline(never)
    func atEnd(_ type: Any.Type, of array: Int, position: Int) -> DecodingError {
        let message = "The array has only \(position) elements."
        return .valueNotFound(
            type,
            DecodingError.Context(
                codingPath: path(to: array) + [JSONCodingKey(intValue: position)],
                debugDescription: "\(message) (\(node(array).location))"))
    }
}
