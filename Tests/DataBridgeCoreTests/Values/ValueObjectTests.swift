import Testing

@testable import DataBridgeCore

struct ValueObjectTests {
    @Test func membersKeepTheirOrder() {
        var object: ValueObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = 4
        #expect(object.names == ["b", "a", "c"])
        #expect(object.count == 3)
        #expect(object["b"] == 4)
        #expect(object.remove("b") == 4)
        #expect(object.remove("b") == nil)
        object["a"] = nil
        #expect(object.names == ["c"])
        object.set("c", to: .null)
        #expect(object["c"] == .some(.null))
        #expect(object["missing"] == nil)
        #expect(object.index(of: "c") == 0)
        #expect(!object.isEmpty)
        #expect(ValueObject().isEmpty)
    }

    @Test func namesCompareByBytes() {
        let object: ValueObject = ["é": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func theLaterOfTwoEqualNamesCounts() {
        #expect(
            ValueObject([.init("a", 1), .init("b", 2), .init("a", 3)]).members == [
                .init("a", 3), .init("b", 2),
            ])
        let many = (0..<40).map { ValueObject.Member("n\($0 % 20)", .int(Int64($0))) }
        let object = ValueObject(many)
        #expect(object.count == 20)
        #expect(object["n5"] == 25)
        #expect(ValueObject(Array(many[..<20])).count == 20)
    }

    @Test func equalityIgnoresTheOrderOfMembers() {
        let object: ValueObject = ["a": 1, "b": [2, ["x": 1, "y": 2]], "c": .null]
        let shuffled: ValueObject = ["c": .null, "b": [2, ["y": 2, "x": 1]], "a": 1]
        #expect(object == shuffled)
        #expect(object.hashValue == shuffled.hashValue)
        #expect(Value.object(object) == .object(shuffled))
        #expect(!(object < shuffled) && !(shuffled < object))
        #expect(object != ["a": 1, "b": 2])
        #expect(object != ["a": 1, "b": 2, "c": .null])
        #expect(object != ["a": 1, "c": .null, "d": [2, ["x": 1, "y": 2]]])
        #expect((["a": 1, "b": 2] as ValueObject) != ["b": 1, "a": 2])
    }

    @Test func orderGoesByNameThenValueThenCount() {
        let ascending: [ValueObject] = [
            [:], ["a": 1], ["a": 1, "b": 0], ["b": 5, "a": 1], ["a": 2], ["b": 0],
        ]
        for (left, lower) in ascending.enumerated() {
            for (right, upper) in ascending.enumerated() {
                #expect((lower < upper) == (left < right), "\(lower) \(upper)")
            }
        }
    }

    @Test func aPathLeadsThroughObjectsAndArrays() {
        let value: Value = ["a": ["b": [10, ["c": "x"]]], "": 5, "0": "zero"]
        #expect(value.value(at: ["a", "b", "0"]) == 10)
        #expect(value.value(at: ["a", "b", "1", "c"]) == "x")
        #expect(value.value(at: [""]) == 5)
        #expect(value.value(at: ["0"]) == "zero")
        #expect(value.value(at: [] as [String]) == value)
        for path in [
            ["x"], ["a", "x"], ["a", "b", "2"], ["a", "b", "-1"], ["a", "b", "00"], ["a", "b", ""],
            ["a", "b", "+0"], ["a", "b", "99999999999999999999"], ["", "x"],
        ] {
            #expect(value.value(at: path) == .null, "\(path)")
        }
    }
}
