#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Computes an aggregate record by record, for stores that leave it to the core.
package struct AggregateEvaluation {
    private let aggregate: Aggregate
    private let field: ResolvedField?
    private let name: String
    private let schema: CollectionSchema
    private var count: Int64 = 0
    /// Wide enough for any number of Int64 values, so that only the total can be out of range.
    private var integers: Int128 = 0
    private var decimals = Decimal(0)
    private var doubles = CompensatedSum()
    private var hasDecimals = false
    private var hasDoubles = false
    private var extreme: Value = .null

    /// Resolves the aggregate's field.
    ///
    /// - Throws: `invalid` for an undeclared field or a sum over something that is no number.
    package init(_ aggregate: Aggregate, in schema: CollectionSchema) throws {
        self.aggregate = aggregate
        self.schema = schema
        field = try aggregate.field?.resolved(in: schema)
        name = aggregate.field?.description ?? ""
        switch aggregate {
        case .sum, .average:
            guard let type = field?.type, type.mayHoldNumber else {
                throw DataError(
                    .invalid, "The field \"\(name)\" holds no numbers to add up.",
                    collection: schema.name, fields: [name])
            }
        default: break
        }
    }

    /// Takes a record into account.
    mutating func add(_ record: StoredRecord) throws {
        guard let field else {
            count += 1
            return
        }
        try add(field.value(in: record.values))
    }

    /// Takes a record's value of the field into account.
    package mutating func add(_ value: Value) throws {
        guard !value.isNull else { return }
        switch aggregate {
        case .count: break
        case .minimum: if extreme.isNull || value < extreme { extreme = value }
        case .maximum: if extreme.isNull || extreme < value { extreme = value }
        case .sum, .average: try addNumber(value)
        }
    }

    private mutating func addNumber(_ value: Value) throws {
        switch value {
        case .int(let integer):
            integers += Int128(integer)
            doubles.add(Double(integer))
        case .decimal(let decimal):
            decimals += decimal
            hasDecimals = true
            doubles.add(value.nearestDouble)
        case .double, .number, .spelledNumber:
            hasDoubles = true
            doubles.add(value.nearestDouble)
        default:
            throw DataError(
                .invalid, "The field \"\(name)\" holds \(value.kindName) in one record.",
                collection: schema.name, recordID: nil, fields: [name])
        }
        count += 1
    }

    /// The value over all records taken into account.
    ///
    /// - Throws: `invalid` when an integer sum leaves the range of Int64.
    package func result() throws -> Value {
        switch aggregate {
        case .count: return .int(count)
        case .minimum, .maximum: return extreme
        case .average: return count == 0 ? .null : .double(doubles.total / Double(count))
        case .sum:
            if hasDoubles || field?.type == .double { return .double(doubles.total) }
            guard let total = Int64(exactly: integers) else {
                throw DataError(
                    .invalid, "The sum of \"\(name)\" leaves the range of Int64.",
                    collection: schema.name, fields: [name])
            }
            if hasDecimals || field?.type == .decimal {
                return .decimal(decimals + Decimal(total))
            }
            return .int(total)
        }
    }
}

/// A sum of doubles that loses little to rounding, whatever the order (Neumaier's variant of
/// Kahan summation).
struct CompensatedSum {
    private var sum = 0.0
    private var lost = 0.0

    mutating func add(_ value: Double) {
        let next = sum + value
        lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
        sum = next
    }

    var total: Double { sum.isFinite ? sum + lost : sum }
}

extension FieldType {
    var mayHoldNumber: Bool {
        switch self {
        case .integer, .double, .decimal, .opaque: true
        default: false
        }
    }
}
