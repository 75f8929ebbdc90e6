import Foundation
import JSONSyntax
import Testing

/// A decodable value made by a closure, for driving containers by hand.
private struct Driven<Result: Sendable>: Decodable {
    static var key: CodingUserInfoKey { CodingUserInfoKey(rawValue: "drive").unsafelyUnwrapped }

    let result: Result

    init(from decoder: any Decoder) throws {
        let drive = try #require(
            decoder.userInfo[Self.key] as? @Sendable (any Decoder) throws -> Result)
        result = try drive(decoder)
    }

    static func decode(
        _ text: String, _ drive: @escaping @Sendable (any Decoder) throws -> Result
    ) throws -> Result {
        let decoder = StrictJSONDecoder(userInfo: [key: drive])
        return try decoder.decode(Self.self, from: Array(text.utf8)).result
    }
}

struct DecodingContainerTests {
    @Test func nestedContainersAndPaths() throws {
        let text = #"{"a": {"b": [1, {"c": 2}, [3]]}, "b": [4]}"#
        let found = try Driven<[String]>.decode(text) { decoder in
            let root = try decoder.container(keyedBy: Key.self)
            let a = try root.nestedContainer(keyedBy: Key.self, forKey: .a)
            var list = try a.nestedUnkeyedContainer(forKey: .b)
            var found = [try list.decode(Int.self).description]
            let inner = try list.nestedContainer(keyedBy: Key.self)
            found.append(try inner.decode(Int.self, forKey: .c).description)
            found.append(inner.codingPath.map(\.stringValue).joined(separator: "."))
            var last = try list.nestedUnkeyedContainer()
            found.append("\(last.count ?? -1) \(last.isAtEnd) \(last.currentIndex)")
            found.append(try last.decode(Int.self).description)
            found.append("\(last.isAtEnd) \(list.isAtEnd) \(list.currentIndex)")
            found.append(last.codingPath.map(\.stringValue).joined(separator: "."))
            found.append(root.allKeys.map(\.stringValue).joined())
            found.append("\(decoder.codingPath.count)\(root.codingPath.count)")
            return found
        }
        #expect(
            found == [
                "1", "2", "a.b.Index 1", "1 false 0", "3", "true true 3", "a.b.Index 2", "ab", "00",
            ])
    }

    @Test func superDecoders() throws {
        class Base: Codable {
            var name = "base"
        }
        class Derived: Base {
            var size = 1
            enum CodingKeys: CodingKey { case size, parent }
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                size = try container.decode(Int.self, forKey: .size)
                let usesKey = container.contains(.parent)
                try super.init(
                    from: usesKey
                        ? container.superDecoder(forKey: .parent) : container.superDecoder())
            }
        }
        let decoder = StrictJSONDecoder()
        let first = try decoder.decode(
            Derived.self, from: Array(#"{"size":2,"super":{"name":"x"}}"#.utf8))
        #expect(first.name == "x" && first.size == 2)
        let second = try decoder.decode(
            Derived.self, from: Array(#"{"size":2,"parent":{"name":"y"}}"#.utf8))
        #expect(second.name == "y")
        let error = #expect(throws: DecodingError.self) {
            try decoder.decode(Derived.self, from: Array(#"{"size":2}"#.utf8))
        }
        guard case .valueNotFound(_, let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["super"])
    }

    @Test func absentSuperclassIsNull() throws {
        let result = try Driven<[String]>.decode("{}") { decoder in
            let inner = try decoder.container(keyedBy: Key.self).superDecoder()
            let value = try inner.singleValueContainer()
            var found = ["\(value.decodeNil())", "\(try value.decode(Int?.self) == nil)"]
            found.append(inner.codingPath.map(\.stringValue).joined())
            found.append("\(inner.userInfo.count)")
            do {
                _ = try inner.unkeyedContainer()
            } catch is DecodingError { found.append("no array") }
            do {
                _ = try inner.container(keyedBy: Key.self)
            } catch is DecodingError { found.append("no object") }
            do {
                _ = try value.decode(String.self)
            } catch is DecodingError { found.append("no string") }
            return found
        }
        #expect(result == ["true", "true", "super", "1", "no array", "no object", "no string"])
    }

    @Test func unkeyedSuperDecoderTakesAnElement() throws {
        let result = try Driven<Int>.decode("[[7], 8]") { decoder in
            var list = try decoder.unkeyedContainer()
            var inner = try list.superDecoder().unkeyedContainer()
            return try inner.decode(Int.self) * 10 + list.decode(Int.self)
        }
        #expect(result == 78)
    }

    @Test func readingPastTheEndThrows() throws {
        let result = try Driven<[String]>.decode("[1]") { decoder in
            var list = try decoder.unkeyedContainer()
            _ = try list.decode(Int.self)
            var found: [String] = []
            for attempt in 0..<3 {
                do {
                    switch attempt {
                    case 0: _ = try list.decode(Int.self)
                    case 1: _ = try list.decodeNil()
                    default: _ = try list.nestedUnkeyedContainer()
                    }
                } catch DecodingError.valueNotFound(_, let context) {
                    let position = context.codingPath.last?.intValue ?? -1
                    found.append("\(position) \(context.debugDescription)")
                }
            }
            return found
        }
        #expect(
            result
                == Array(repeating: "1 The array has only 1 elements. (line 1, column 1)", count: 3)
        )
    }

    @Test func failedElementStaysNext() throws {
        let result = try Driven<String>.decode(#"["x"]"#) { decoder in
            var list = try decoder.unkeyedContainer()
            if (try? list.decode(Int.self)) != nil { return "wrong" }
            return try list.decode(String.self)
        }
        #expect(result == "x")
    }

    @Test func allScalarsThroughEveryContainer() throws {
        struct Row<T: Codable & Equatable>: Codable, Equatable {
            var plain: T
            var maybe: T?
            var none: T?
            var list: [T]
            var holes: [T?]
            var box: Box
            struct Box: Codable, Equatable {
                var value: T
                init(_ value: T) { self.value = value }
                init(from decoder: any Decoder) throws {
                    value = try decoder.singleValueContainer().decode(T.self)
                }
                func encode(to encoder: any Encoder) throws {
                    var container = encoder.singleValueContainer()
                    try container.encode(value)
                }
            }
        }
        func check<T: Codable & Equatable>(_ values: T...) throws {
            for value in values {
                let row = Row(
                    plain: value, maybe: value, none: nil, list: [value, value],
                    holes: [nil, value], box: Row<T>.Box(value))
                for sorted in [false, true] {
                    let text = try StrictJSONEncoder(sortedKeys: sorted).encode(row)
                    #expect(try StrictJSONDecoder().decode(Row<T>.self, from: text) == row)
                }
            }
        }
        try check(true, false)
        try check("", "text", "\u{0}")
        try check(0.1, -1e300)
        try check(Float(0.1))
        try check(Int.min, Int.max)
        try check(Int8.min)
        try check(Int16.min)
        try check(Int32.min)
        try check(Int64.min)
        try check(Int128.min)
        try check(UInt.max)
        try check(UInt8.max)
        try check(UInt16.max)
        try check(UInt32.max)
        try check(UInt64.max)
        try check(UInt128.max)
        try check(Date(timeIntervalSinceReferenceDate: 0.1))
        try check(UUID())
        try check(Decimal(string: "27.1") ?? 0)
        try check(Data([1, 2]))
        try check(["a", "b"])
        try check(URL(filePath: "/a b"))
    }
}
