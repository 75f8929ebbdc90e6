import Foundation
import JSONSyntax
import Testing

struct EncodingContainerTests {
    @Test func nestedContainersInOrder() throws {
        let result = try StrictJSONEncoder().driven { encoder in
            var root = encoder.container(keyedBy: Key.self)
            try root.encode(1, forKey: .a)
            var inner = root.nestedContainer(keyedBy: Key.self, forKey: .b)
            try inner.encode("x", forKey: .a)
            var list = inner.nestedUnkeyedContainer(forKey: .b)
            try list.encode(1)
            var deep = list.nestedContainer(keyedBy: Key.self)
            try deep.encodeNil(forKey: .a)
            var row = list.nestedUnkeyedContainer()
            try row.encodeNil()
            #expect(row.codingPath.map(\.stringValue) == ["b", "b", "Index 2"])
            #expect(list.count == 3)
            try root.encode(true, forKey: .c)
        }
        #expect(result == #"{"a":1,"b":{"a":"x","b":[1,{"a":null},[null]]},"c":true}"#)
    }

    @Test(arguments: [JSONWritingStyle.compact, .pretty])
    func containersFilledByTurns(_ style: JSONWritingStyle) throws {
        var runs = 0
        let result = try StrictJSONEncoder(style: style).driven { encoder in
            runs += 1
            var root = encoder.container(keyedBy: Key.self)
            var first = root.nestedContainer(keyedBy: Key.self, forKey: .a)
            var second = root.nestedUnkeyedContainer(forKey: .b)
            try first.encode(1, forKey: .a)
            try second.encode(2)
            try first.encode(["x", "y"], forKey: .b)
            try second.encode("z")
            var again = encoder.container(keyedBy: Key.self)
            try again.encode(3.5, forKey: .c)
            #expect(second.count == 2)
            #expect(first.codingPath.map(\.stringValue) == ["a"])
        }
        #expect(runs == 2)
        let tape = try JSONTape(parsing: result)
        #expect(tape.root.members.map(\.key.string) == ["a", "b", "c"])
        #expect(tape.root["a"]?["b"]?.elements.map(\.string) == ["x", "y"])
        #expect(tape.root["b"]?.elements.map(\.sourceText) == ["2", "\"z\""])
        #expect(result.contains("\n") == (style == .pretty))
    }

    @Test func valueThatUsesAnOuterContainer() throws {
        let result = try StrictJSONEncoder().driven { encoder in
            var root = encoder.container(keyedBy: Key.self)
            var inner = root.nestedContainer(keyedBy: Key.self, forKey: .a)
            var list = inner.nestedUnkeyedContainer(forKey: .b)
            let meddler = DrivenEncodable { encoder in
                var own = encoder.container(keyedBy: Key.self)
                try own.encode(1, forKey: .a)
                try root.encode(2, forKey: .d)
            }
            try inner.encode(meddler, forKey: .c)
            try inner.encode(3, forKey: .d)
            try list.encode(meddler)
            try list.encode(4)
        }
        #expect(result == #"{"a":{"b":[{"a":1},4],"c":{"a":1},"d":3},"d":2}"#)
    }

    @Test func lastValueOfAKeyCounts() throws {
        for count in [2, 40] {
            let result = try StrictJSONEncoder().driven { encoder in
                var root = encoder.container(keyedBy: AnyKey.self)
                for number in 0..<count { try root.encode(number, forKey: AnyKey("k\(number)")) }
                try root.encode("last", forKey: AnyKey("k0"))
            }
            let tape = try JSONTape(parsing: result)
            #expect(tape.root.count == count)
            #expect(tape.root["k0"]?.string == "last")
            #expect(tape.root.members.first { _ in true }?.key.string == "k0")
        }
    }

    @Test func namesThatDifferInBytesStayApart() throws {
        for count in [0, 40] {
            let result = try StrictJSONEncoder().driven { encoder in
                var root = encoder.container(keyedBy: AnyKey.self)
                for number in 0..<count { try root.encode(number, forKey: AnyKey("k\(number)")) }
                try root.encode(1, forKey: AnyKey("\u{E9}"))
                try root.encode(2, forKey: AnyKey("e\u{301}"))
            }
            #expect(try JSONTape(parsing: result).root.count == count + 2)
        }
    }

    @Test func superclassesShareOrNest() throws {
        class Base: Encodable {
            var name = "n"
        }
        class Shared: Base {
            var size = 1
            enum CodingKeys: CodingKey { case size }
            override func encode(to encoder: any Encoder) throws {
                try super.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(size, forKey: .size)
            }
        }
        class Nested: Base {
            var size = 1
            enum CodingKeys: CodingKey { case size, parent }
            override func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try super.encode(to: container.superEncoder())
                try container.encode(size, forKey: .size)
                try super.encode(to: container.superEncoder(forKey: .parent))
            }
        }
        #expect(
            try StrictJSONEncoder().text([Shared(), Shared()])
                == #"[{"name":"n","size":1},{"name":"n","size":1}]"#)
        #expect(
            try StrictJSONEncoder().text(Nested())
                == #"{"super":{"name":"n"},"size":1,"parent":{"name":"n"}}"#)
    }

    @Test func superEncoderUsedLateOrNever() throws {
        let late = try StrictJSONEncoder().driven { encoder in
            var root = encoder.container(keyedBy: Key.self)
            let inner = root.superEncoder()
            let other = root.superEncoder(forKey: .b)
            try root.encode(1, forKey: .a)
            #expect(inner.codingPath.map(\.stringValue) == ["super"])
            var value = inner.singleValueContainer()
            try value.encode("late")
            _ = other
        }
        #expect(late == #"{"super":"late","b":{},"a":1}"#)
        let never = try StrictJSONEncoder().driven { encoder in
            var list = encoder.unkeyedContainer()
            try list.encode(1)
            _ = list.superEncoder()
        }
        #expect(never == "[1,{}]")
        let used = try StrictJSONEncoder().driven { encoder in
            var list = encoder.unkeyedContainer()
            var inner = list.superEncoder().unkeyedContainer()
            try inner.encode(1)
            try list.encode(2)
        }
        #expect(used == "[[1],2]")
    }

    @Test func valuesThatEncodeNothing() throws {
        let nothing = DrivenEncodable { _ in }
        #expect(try StrictJSONEncoder().text([nothing, nothing]) == "[{},{}]")
        #expect(try StrictJSONEncoder().text(["a": nothing]) == #"{"a":{}}"#)
        #expect(try StrictJSONEncoder(sortedKeys: true).text(["a": nothing]) == #"{"a":{}}"#)
        for sorted in [false, true] {
            let error = #expect(throws: EncodingError.self) {
                try StrictJSONEncoder(sortedKeys: sorted).encode(nothing)
            }
            #expect("\(String(describing: error))".contains("encodes no value"))
        }
    }

    @Test(arguments: [false, true])
    func misuseIsAnError(_ sorted: Bool) throws {
        let encoder = StrictJSONEncoder(sortedKeys: sorted)
        let twice = #expect(throws: EncodingError.self) {
            try encoder.driven {
                var value = $0.singleValueContainer()
                try value.encode(1)
                try value.encode(2)
            }
        }
        #expect("\(String(describing: twice))".contains("two values"))
        #expect(throws: EncodingError.self) {
            try encoder.driven {
                var object = $0.container(keyedBy: Key.self)
                try object.encode(1, forKey: .a)
                var list = $0.unkeyedContainer()
                try list.encode(1)
            }
        }
        #expect(throws: EncodingError.self) {
            try encoder.driven {
                var object = $0.container(keyedBy: Key.self)
                try object.encode(1, forKey: .a)
                var value = $0.singleValueContainer()
                try value.encode("x")
            }
        }
        #expect(throws: EncodingError.self) {
            try encoder.driven {
                var list = $0.unkeyedContainer()
                var object = $0.container(keyedBy: Key.self)
                var inner = object.nestedContainer(keyedBy: Key.self, forKey: .a)
                var row = object.nestedUnkeyedContainer(forKey: .b)
                #expect(row.count == 0)
                #expect(row.codingPath.isEmpty)
                var deeper = object.superEncoder(forKey: .c).singleValueContainer()
                try? inner.encode(1, forKey: .a)
                try? row.encode(1)
                try list.encode(1)
                try deeper.encode(1)
            }
        }
    }
}
