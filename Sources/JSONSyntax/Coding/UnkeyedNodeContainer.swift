/// The elements of an array, one after the other.
struct UnkeyedNodeContainer: UnkeyedDecodingContainer {
    private let context: DecodingContext
    private let index: Int
    private let depth: Int
    private let size: Int
    private var element: Int
    private(set) var currentIndex = 0

    init(context: DecodingContext, index: Int, depth: Int) throws {
        let info = context.tape.info(index)
        guard TapeWord.kind(info) == .array else {
            throw context.mismatch([Any].self, at: index, "an array")
        }
        self.context = context
        self.index = index
        self.depth = depth
        size = TapeWord.count(info)
        element = index &+ 1
    }

    var codingPath: [any CodingKey] { context.path(to: index) }
    var count: Int? { size }
    var isAtEnd: Bool { currentIndex == size }

    /// Reads the element that is next; it stays next if that throws.
    @inline(__always)
    private mutating func read<R>(_ type: Any.Type, _ body: (Int) throws -> R) throws -> R {
        guard currentIndex < size else {
            throw context.atEnd(type, of: index, position: currentIndex)
        }
        let value = try body(element)
        element = TapeWord.next(context.tape.info(element))
        currentIndex &+= 1
        return value
    }

    @inline(__always)
    private mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        try read(type) { [context] in try context.integer(type, at: $0) }
    }

    mutating func decodeNil() throws -> Bool {
        guard currentIndex < size else {
            throw context.atEnd(Any?.self, of: index, position: currentIndex)
        }
        guard context.isNull(element) else { return false }
        return try read(Any?.self) { _ in true }
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try read(type) { [context] in try context.bool(at: $0) }
    }
    mutating func decode(_ type: String.Type) throws -> String {
        try read(type) { [context] in try context.string(at: $0) }
    }
    mutating func decode(_ type: Double.Type) throws -> Double {
        try read(type) { [context] in try context.double(at: $0) }
    }
    mutating func decode(_ type: Float.Type) throws -> Float {
        try read(type) { [context] in try context.float(at: $0) }
    }
    mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try read(type) { [context, depth] in try context.decode(type, at: $0, depth: depth) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try read([String: Any].self) { [context, depth] in
            KeyedDecodingContainer(
                try KeyedNodeContainer<NestedKey>(context: context, index: $0, depth: depth &+ 1))
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try read([Any].self) { [context, depth] in
            try UnkeyedNodeContainer(context: context, index: $0, depth: depth &+ 1)
        }
    }

    mutating func superDecoder() throws -> any Decoder {
        try read((any Decoder).self) { [context, depth] in
            NodeDecoder(context: context, index: $0, depth: depth &+ 1)
        }
    }
}
