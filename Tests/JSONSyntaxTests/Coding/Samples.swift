import Foundation

/// A record with every kind of field, for comparing coders.
struct Sample: Codable, Equatable {
    enum Status: String, Codable, CaseIterable { case pending, inProgress = "in-progress", done }
    enum Level: Int, Codable, CaseIterable { case low = -1, mid, high }

    struct Inner: Codable, Equatable {
        var city: String
        var rooms: [Int]
        var deeper: [Inner]
    }

    enum Shape: Codable, Equatable {
        case point
        case circle(radius: Double)
        case label(String, Int)
    }

    var text: String
    var empty: String?
    var flag: Bool
    var byte: UInt8
    var short: Int16
    var int: Int
    var wide: UInt64
    var double: Double
    var float: Float
    var maybe: Int?
    var status: Status
    var level: Level
    var list: [String]
    var numbers: [Double]
    var flags: [Bool?]
    var byName: [String: Int]
    var byNumber: [Int: String]
    var inner: Inner
    var nested: [[Int32]]
    var shape: Shape
    var id: UUID
    var url: URL
    var data: Data
}

extension Sample {
    /// A sample whose values a seed repeats.
    init(using generator: inout SeededGenerator) {
        func int<T: FixedWidthInteger>(_ type: T.Type) -> T {
            T(truncatingIfNeeded: generator.next()) >> T.random(in: 0..<8, using: &generator)
        }
        func word() -> String {
            let pieces = [
                "a", "Z", " ", "\"", "\\", "/", "\n", "\u{1}", "é", "e\u{301}", "👍", "中", "\u{7F}",
            ]
            return (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
        }
        func list<T>(_ make: () -> T) -> [T] {
            (0..<Int.random(in: 0..<5, using: &generator)).map { _ in make() }
        }
        func double() -> Double {
            let value = Double(bitPattern: generator.next())
            return Bool.random(using: &generator) && value.isFinite
                ? value : Double.random(in: -1e6...1e6, using: &generator)
        }
        text = word()
        empty = Bool.random(using: &generator) ? word() : nil
        flag = Bool.random(using: &generator)
        byte = int(UInt8.self)
        short = int(Int16.self)
        self.int = int(Int.self)
        wide = int(UInt64.self)
        self.double = double()
        float = Float.random(in: -1e6...1e6, using: &generator)
        maybe = Bool.random(using: &generator) ? int(Int.self) : nil
        status = Status.allCases.randomElement(using: &generator) ?? .done
        level = Level.allCases.randomElement(using: &generator) ?? .low
        self.list = list(word)
        numbers = list(double)
        flags = list { [true, false, nil].randomElement(using: &generator) ?? nil }
        // Unicode-equal names would be one key of a Swift dictionary.
        byName = Dictionary(list { ("key \(int(UInt8.self))", int(Int.self)) }) { first, _ in first
        }
        byNumber = Dictionary(list { (int(Int.self), word()) }) { first, _ in first }
        inner = Inner(
            city: word(), rooms: list { int(Int.self) },
            deeper: list { Inner(city: word(), rooms: [], deeper: []) })
        nested = list { list { int(Int32.self) } }
        shape =
            [.point, .circle(radius: 1.5), .label(word(), 3)].randomElement(using: &generator)
            ?? .point
        id = UUID(
            uuid: unsafeBitCast((generator.next(), generator.next()), to: uuid_t.self))
        url = URL(filePath: "/tmp/\(int(UInt8.self))")
        data = Data(list { int(UInt8.self) })
    }
}

/// Encodes a value in a way that cannot be written straight away, and decodes it again.
struct ByTurns<Value: Codable & Equatable>: Codable, Equatable {
    var value: Value

    enum CodingKeys: CodingKey { case first, second, value }

    init(_ value: Value) { self.value = value }

    init(from decoder: any Decoder) throws {
        value = try decoder.container(keyedBy: CodingKeys.self).decode(Value.self, forKey: .value)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        var first = container.nestedUnkeyedContainer(forKey: .first)
        try container.encode(value, forKey: .value)
        try first.encode(1)
    }
}
