import Foundation
import JSONSyntax
import Testing

/// Every container has a method of its own for each of these types; all are called here.
struct ContainerWidthTests {
    /// Through keyed containers, by the code that the compiler writes.
    struct Keyed: Codable, Equatable {
        var bool: Bool = true
        var text: String = "x"
        var double: Double = 0.1
        var float: Float = 0.1
        var int: Int = .max
        var int8: Int8 = .min
        var int16: Int16 = .min
        var int32: Int32 = .min
        var int64: Int64 = .min
        var int128: Int128 = .min
        var uint: UInt = .max
        var uint8: UInt8 = .max
        var uint16: UInt16 = .max
        var uint32: UInt32 = .max
        var uint64: UInt64 = .max
        var uint128: UInt128 = .max
        var boolIfAny: Bool? = true
        var textIfAny: String? = "x"
        var doubleIfAny: Double? = 0.1
        var floatIfAny: Float? = 0.1
        var intIfAny: Int? = .max
        var int8IfAny: Int8? = .min
        var int16IfAny: Int16? = .min
        var int32IfAny: Int32? = .min
        var int64IfAny: Int64? = .min
        var int128IfAny: Int128? = .min
        var uintIfAny: UInt? = .max
        var uint8IfAny: UInt8? = .max
        var uint16IfAny: UInt16? = .max
        var uint32IfAny: UInt32? = .max
        var uint64IfAny: UInt64? = .max
        var uint128IfAny: UInt128? = .max
        var noBool: Bool?
        var noText: String?
        var noDouble: Double?
        var noFloat: Float?
        var noInt: Int?
        var noInt8: Int8?
        var noInt16: Int16?
        var noInt32: Int32?
        var noInt64: Int64?
        var noInt128: Int128?
        var noUint: UInt?
        var noUint8: UInt8?
        var noUint16: UInt16?
        var noUint32: UInt32?
        var noUint64: UInt64?
        var noUint128: UInt128?
    }

    /// Through an unkeyed container.
    struct Unkeyed: Codable, Equatable {
        var fields = Keyed()

        init() {}

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            fields.bool = try list.decode(Bool.self)
            fields.text = try list.decode(String.self)
            fields.double = try list.decode(Double.self)
            fields.float = try list.decode(Float.self)
            fields.int = try list.decode(Int.self)
            fields.int8 = try list.decode(Int8.self)
            fields.int16 = try list.decode(Int16.self)
            fields.int32 = try list.decode(Int32.self)
            fields.int64 = try list.decode(Int64.self)
            fields.int128 = try list.decode(Int128.self)
            fields.uint = try list.decode(UInt.self)
            fields.uint8 = try list.decode(UInt8.self)
            fields.uint16 = try list.decode(UInt16.self)
            fields.uint32 = try list.decode(UInt32.self)
            fields.uint64 = try list.decode(UInt64.self)
            fields.uint128 = try list.decode(UInt128.self)
            #expect(try list.decodeNil())
            #expect(list.isAtEnd)
        }

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(fields.bool)
            try list.encode(fields.text)
            try list.encode(fields.double)
            try list.encode(fields.float)
            try list.encode(fields.int)
            try list.encode(fields.int8)
            try list.encode(fields.int16)
            try list.encode(fields.int32)
            try list.encode(fields.int64)
            try list.encode(fields.int128)
            try list.encode(fields.uint)
            try list.encode(fields.uint8)
            try list.encode(fields.uint16)
            try list.encode(fields.uint32)
            try list.encode(fields.uint64)
            try list.encode(fields.uint128)
            try list.encodeNil()
        }
    }

    /// Through a single-value container each.
    struct Single: Codable, Equatable {
        var fields = Keyed()

        init() {}

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            func next() throws -> any SingleValueDecodingContainer {
                try list.superDecoder().singleValueContainer()
            }
            fields.bool = try next().decode(Bool.self)
            fields.text = try next().decode(String.self)
            fields.double = try next().decode(Double.self)
            fields.float = try next().decode(Float.self)
            fields.int = try next().decode(Int.self)
            fields.int8 = try next().decode(Int8.self)
            fields.int16 = try next().decode(Int16.self)
            fields.int32 = try next().decode(Int32.self)
            fields.int64 = try next().decode(Int64.self)
            fields.int128 = try next().decode(Int128.self)
            fields.uint = try next().decode(UInt.self)
            fields.uint8 = try next().decode(UInt8.self)
            fields.uint16 = try next().decode(UInt16.self)
            fields.uint32 = try next().decode(UInt32.self)
            fields.uint64 = try next().decode(UInt64.self)
            fields.uint128 = try next().decode(UInt128.self)
            #expect(try next().decodeNil())
        }

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            func next(_ encode: (inout any SingleValueEncodingContainer) throws -> Void) throws {
                var container = list.superEncoder().singleValueContainer()
                try encode(&container)
            }
            try next { try $0.encode(fields.bool) }
            try next { try $0.encode(fields.text) }
            try next { try $0.encode(fields.double) }
            try next { try $0.encode(fields.float) }
            try next { try $0.encode(fields.int) }
            try next { try $0.encode(fields.int8) }
            try next { try $0.encode(fields.int16) }
            try next { try $0.encode(fields.int32) }
            try next { try $0.encode(fields.int64) }
            try next { try $0.encode(fields.int128) }
            try next { try $0.encode(fields.uint) }
            try next { try $0.encode(fields.uint8) }
            try next { try $0.encode(fields.uint16) }
            try next { try $0.encode(fields.uint32) }
            try next { try $0.encode(fields.uint64) }
            try next { try $0.encode(fields.uint128) }
            try next { try $0.encodeNil() }
        }
    }

    private func expectRoundTrip<T: Codable & Equatable>(_ value: T) throws -> JSONNode {
        let bytes = try StrictJSONEncoder().encode(value)
        #expect(try StrictJSONDecoder().decode(T.self, from: bytes) == value)
        let byTurns = try StrictJSONEncoder().encode(ByTurns(value))
        #expect(try StrictJSONDecoder().decode(ByTurns<T>.self, from: byTurns).value == value)
        return try JSONTape(parsing: bytes).root
    }

    @Test func keyed() throws {
        let node = try expectRoundTrip(Keyed())
        #expect(node.count == 32)
        #expect(node["int8"]?.numberText == "-128")
        #expect(node["int128"]?.numberText == "-170141183460469231731687303715884105728")
        #expect(node["uint64IfAny"]?.numberText == "18446744073709551615")
        #expect(node["float"]?.numberText == "0.1")
    }

    @Test func unkeyed() throws {
        let node = try expectRoundTrip(Unkeyed())
        #expect(node.elements[5]?.numberText == "-128")
        #expect(node.elements[16]?.isNull == true)
    }

    @Test func single() throws {
        let node = try expectRoundTrip(Single())
        let unkeyed = try StrictJSONEncoder().encode(Unkeyed())
        #expect(Array(node.sourceText.utf8) == unkeyed)
    }
}
