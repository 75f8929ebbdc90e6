@testable import DataBridgeCore
import Foundation
import Testing

struct FieldValueTests {
    private func roundTrip<V: FieldValue & Equatable>(_ value: V) throws -> Bool {
        try V(fieldValue: try value.fieldValue()) == value
    }

    @Test func everyScalarComesBackEqual() throws {
        #expect(try roundTrip(true))
        #expect(try roundTrip(Int.min) && roundTrip(Int.max))
        #expect(try roundTrip(Int8.min) && roundTrip(Int16.max) && roundTrip(Int32.min))
        #expect(try roundTrip(UInt8.max) && roundTrip(UInt16.max) && roundTrip(UInt32.max))
        #expect(try roundTrip(UInt(7)) && roundTrip(UInt64(Int64.max)))
        #expect(try roundTrip(Double.leastNonzeroMagnitude) && roundTrip(-Double.pi))
        #expect(try roundTrip(Float.greatestFiniteMagnitude))
        #expect(try roundTrip("") && roundTrip("e\u{301}\u{0}🦉"))
        #expect(try roundTrip(Date(timeIntervalSinceReferenceDate: 0.1)))
        #expect(try roundTrip(UUID()))
        #expect(try roundTrip(Data([0, 255, 10])))
        #expect(try roundTrip(Decimal(string: "12345678901234567890.123456789") ?? 0))
        #expect(try roundTrip(Duration(secondsComponent: 5, attosecondsComponent: 1)))
        #expect(try roundTrip(try #require(URL(string: "https://example.org/a?b=c"))))
        #expect(try roundTrip(LosslessID.string("x")) && roundTrip(LosslessID.integer(4)))
    }

    @Test func containersComeBackEqual() throws {
        #expect(try roundTrip([1, 2, 3]) && roundTrip([Int]()))
        #expect(try roundTrip(["a", nil]))
        #expect(try roundTrip(["x": 1.5, "y": -0.5]))
        #expect(try roundTrip(Optional("x")) && roundTrip(String?.none))
        #expect(try roundTrip(WorkItem.Status.done))
        #expect(try roundTrip(Address(street: "s", city: "c", number: 3)))
        #expect([Int?].fieldType == .array(.integer, optionalElements: true))
        #expect([String: Int].fieldType == .dictionary(.integer, optionalValues: false))
    }

    @Test func whatCannotBeStoredIsRefused() {
        #expect(throws: FieldValueError.self) { try Double.nan.fieldValue() }
        #expect(throws: FieldValueError.self) { try Double.infinity.fieldValue() }
        #expect(throws: FieldValueError.self) { try Float.nan.fieldValue() }
        #expect(throws: FieldValueError.self) { try Decimal.nan.fieldValue() }
        #expect(throws: FieldValueError.self) { try UInt64.max.fieldValue() }
        #expect(throws: FieldValueError.self) {
            try Date.distantFuture.addingTimeInterval(3e11).fieldValue()
        }
        #expect(throws: FieldValueError.self) {
            try Date(timeIntervalSinceReferenceDate: -63_145_526_401).fieldValue()
        }
    }

    @Test func edgesOfTheCalendarAreStored() throws {
        let first = Date(timeIntervalSinceReferenceDate: -63_145_526_400)
        let last = Date(timeIntervalSinceReferenceDate: 252_423_993_599)
        #expect(try roundTrip(first) && roundTrip(last))
    }

    @Test func wrongKindsSayWhatWasExpected() {
        func message<V: FieldValue>(_ type: V.Type, _ value: Value) -> String? {
            do {
                _ = try V(fieldValue: value)
                return nil
            } catch {
                return (error as? FieldValueError)?.message
            }
        }
        #expect(message(Bool.self, 1) == "expected a boolean, found a number")
        #expect(message(String.self, .null) == "expected a string, found null")
        #expect(message(Int.self, "x") == "expected an integer, found a string")
        #expect(message(Int8.self, 300) == "the integer does not fit Int8")
        #expect(message(Double.self, "x") == "expected a number, found a string")
        #expect(message(Double.self, .int(.max)) == "the integer is not exactly a Double")
        #expect(
            message(Float.self, 0.123456789012) == "the number has more digits than a Float holds")
        #expect(message(Decimal.self, true) == "expected a decimal number, found a boolean")
        #expect(message(Date.self, 1) == "expected a date, found a number")
        #expect(message(UUID.self, 1) == "expected a UUID, found a number")
        #expect(message(Data.self, 1) == "expected bytes, found a number")
        #expect(message(URL.self, 1) == "expected a URL, found a number")
        #expect(message(Duration.self, 1) == "expected a duration, found a number")
        #expect(message(LosslessID.self, true) == "expected an id, found a boolean")
        #expect(message([Int].self, 1) == "expected an array, found a number")
        #expect(message([String: Int].self, 1) == "expected an object, found a number")
        #expect(message(Address.self, 1) == "expected an object, found a number")
        #expect(
            message(WorkItem.Status.self, "nope") == "the stored value is not a case of Status")
        #expect(message(URL.self, "") == "the text is not a URL")
    }

    @Test func errorsNameThePathInside() {
        let error = #expect(throws: FieldValueError.self) {
            try [String: [Int]](fieldValue: ["a": [1, "x"]])
        }
        #expect(error?.path == ["a", "1"])
        let missing = #expect(throws: FieldValueError.self) {
            try Address(fieldValue: ["street": "s"])
        }
        #expect(missing?.path == ["city"])
        let unstorable = #expect(throws: FieldValueError.self) {
            try ["a": [1.0, .nan]].fieldValue()
        }
        #expect(unstorable?.path == ["a", "1"])
    }

    @Test func integersAreTakenForDoublesAndDecimals() throws {
        #expect(try Double(fieldValue: 3) == 3)
        #expect(try Decimal(fieldValue: 3) == 3)
    }

    @Test func dictionariesAreStoredInByteOrder() throws {
        guard case .object(let object) = try ["b": 1, "a": 2].fieldValue() else {
            Issue.record("not an object")
            return
        }
        #expect(object.names == ["a", "b"])
    }

    @Test func canonicallyEqualKeysAreNotMerged() {
        let object = ValueObject([.init("é", 1), .init("e\u{301}", 2)])
        #expect(throws: FieldValueError.self) { try [String: Int](fieldValue: .object(object)) }
    }

    @Test func typeNamesReadInASentence() {
        let types: [FieldType] = [
            .bool, .integer, .double, .decimal, .string, .date, .uuid, .data, .duration,
            .losslessID, .embedded(EmbeddedLayout(fields: [])),
            .array(.bool, optionalElements: false), .dictionary(.bool, optionalValues: false),
            .opaque,
        ]
        #expect(Set(types.map(\.name)).count == 13)
    }
}
