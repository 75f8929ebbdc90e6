import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Draws values of a field type, the extremes of each among them.
enum RandomValue {
    static func next(_ type: FieldType, _ random: inout SeededGenerator) -> Value {
        switch type {
        case .bool: .bool(random.chance(50))
        case .integer: .int(integer(&random))
        case .double: .double(double(&random))
        case .decimal: .decimal(decimal(&random))
        case .string: .string(RandomText.next(&random))
        case .date: .date(date(&random))
        case .uuid: .uuid(uuid(&random))
        case .data:
            .data(
                Data((0..<random.below(6)).map { _ in UInt8(random.below(256)) }))
        case .duration: .duration(duration(&random))
        case .losslessID: id(&random)
        case .embedded(let layout):
            .object(
                ValueObject(
                    layout.fields.map { ValueObject.Member($0.name, next($0, &random)) }))
        case .array(let element, let isOptional):
            .array(
                (0..<random.below(4)).map { _ in
                    isOptional && random.chance(30) ? .null : next(element, &random)
                })
        case .dictionary(let element, let isOptional):
            dictionary(element, isOptional, &random)
        case .opaque: json(&random, depth: 2)
        }
    }

    static func next(_ field: FieldLayout, _ random: inout SeededGenerator) -> Value {
        field.isOptional && random.chance(30) ? .null : next(field.type, &random)
    }

    private static func integer(_ random: inout SeededGenerator) -> Int64 {
        let notable: [Int64] = [
            .max, .min, .max - 1, .min + 1, 1 << 53, (1 << 53) + 1, -(1 << 53) - 1, 1 << 31, 127,
            -128, 255, 65_536,
        ]
        return switch random.below(10) {
        case 0..<7: Int64(random.int(in: -2...4))
        case 7, 8: random.element(of: notable) ?? 0
        default: Int64(bitPattern: random.next())
        }
    }

    private static func double(_ random: inout SeededGenerator) -> Double {
        let notable: [Double] = [
            -0.0, 0.1, 0.2, 0.3, 1.0 / 3, .pi, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p53, 0x1p53 + 2, 0x1p63, -0x1p63,
            1e15,
            1e16, 1e21, 1e22, 1e-7, 0x1p-1070, 123_456_789.123_456_78,
        ]
        switch random.below(10) {
        case 0..<4: return Double(random.int(in: -2...4))
        case 4..<6: return Double(random.int(in: -20...20)) / 8
        case 6..<9: return random.element(of: notable) ?? 0
        default:
            let any = Double(bitPattern: random.next())
            return any.isFinite ? any : 0
        }
    }

    private static func decimal(_ random: inout SeededGenerator) -> Decimal {
        let sign = random.chance(40) ? "-" : ""
        let count = random.chance(70) ? random.int(in: 1...4) : random.int(in: 1...38)
        let digits = (0..<count).map { _ in String(random.below(10)) }.joined()
        let trimmed = String(digits.drop { $0 == "0" })
        let exponent = random.chance(70) ? -random.below(4) : random.int(in: -100...80)
        return DecimalText.decimal("\(sign)\(trimmed.isEmpty ? "0" : trimmed)e\(exponent)") ?? 1
    }

    private static func date(_ random: inout SeededGenerator) -> Date {
        let first = -63_145_526_400.0
        let end = 252_423_993_600.0
        let notable = [
            0, -0.1, 0.1, 0.5, 1e-9, -978_307_200, -978_307_200.001, 757_382_400.123_456_7, first,
            end.nextDown, first.nextUp, .leastNonzeroMagnitude,
        ]
        let seconds: Double =
            switch random.below(10) {
            case 0..<4: Double(random.int(in: -3...3)) * 86_400
            case 4..<8: random.element(of: notable) ?? 0
            default: first + (end - first) * (Double(random.next() >> 11) * 0x1p-53)
            }
        let isStorable = seconds >= first && seconds < end
        return Date(timeIntervalSinceReferenceDate: isStorable ? seconds : 0)
    }

    private static func uuid(_ random: inout SeededGenerator) -> UUID {
        var bytes = [UInt8](repeating: 0, count: 16)
        switch random.below(4) {
        case 0: break
        case 1: bytes = [UInt8](repeating: 255, count: 16)
        case 2: bytes[random.below(16)] = UInt8(random.below(256))
        default: bytes = bytes.map { _ in UInt8(random.below(256)) }
        }
        return UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            ))
    }

    private static func duration(_ random: inout SeededGenerator) -> Duration {
        let atto: Int64 = 1_000_000_000_000_000_000
        return switch random.below(6) {
        case 0..<3: .milliseconds(random.int(in: -2_000...4_000))
        case 3: Duration(secondsComponent: 0, attosecondsComponent: random.chance(50) ? 1 : -1)
        case 4: Duration(secondsComponent: .max, attosecondsComponent: atto - 1)
        default: Duration(secondsComponent: .min, attosecondsComponent: 0)
        }
    }

    private static func id(_ random: inout SeededGenerator) -> Value {
        let spellings = [
            "92.1", "92.10", "1e2", "1E2", "-0", "1e400", "100000000000000000000", "0.5",
        ]
        switch random.below(3) {
        case 0: return .int(integer(&random))
        case 1: return .string(RandomText.next(&random))
        default:
            let text = random.element(of: spellings) ?? "0.5"
            return LosslessNumber(text).map { LosslessID($0).value } ?? .int(1)
        }
    }

    private static func dictionary(
        _ element: FieldType, _ isOptional: Bool, _ random: inout SeededGenerator
    ) -> Value {
        var names: [String] = []
        for _ in 0..<random.below(4) {
            let name = RandomText.next(&random)
            // Swift's own dictionaries hold one of two canonically equal keys.
            if !names.contains(name) { names.append(name) }
        }
        names.sort(by: ByteOrder.precedes)
        return .object(
            ValueObject(
                names.map { name in
                    ValueObject.Member(
                        name, isOptional && random.chance(30) ? .null : next(element, &random))
                }))
    }

    /// Any JSON value.
    private static func json(_ random: inout SeededGenerator, depth: Int) -> Value {
        switch random.below(depth > 0 ? 10 : 7) {
        case 0: return .null
        case 1: return .bool(random.chance(50))
        case 2: return .int(integer(&random))
        case 3: return .double(double(&random))
        case 4:
            let text = random.element(of: ["27.10", "1e400", "-0", "1E5", "0.10"]) ?? "0.10"
            return LosslessNumber(text).map { .number($0) } ?? .null
        case 5, 6: return .string(RandomText.next(&random))
        case 7:
            return .array((0..<random.below(4)).map { _ in json(&random, depth: depth - 1) })
        default:
            return .object(
                ValueObject(
                    (0..<random.below(4)).map { _ in
                        ValueObject.Member(
                            random.chance(70)
                                ? random.element(of: ["k", "a", "b"]) ?? "k"
                                : RandomText.next(&random),
                            json(&random, depth: depth - 1))
                    }))
        }
    }
}
