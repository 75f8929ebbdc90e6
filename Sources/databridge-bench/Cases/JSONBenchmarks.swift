import DataBridgeCore
import Foundation
import JSONSyntax

/// JSON text against Foundation's coders, on ten megabytes of records.
let jsonBenchmarks: [Benchmark] = [
    Benchmark("json.parse", unit: "MB", reference: "JSONSerialization") {
        let text = try recordsText()
        return Benchmark.Sides(
            ours: {
                consume(try JSONTape(parsing: text.bytes))
                return text.megabytes
            },
            reference: {
                consume(try JSONSerialization.jsonObject(with: text.data))
                return text.megabytes
            })
    },
    Benchmark(
        "json.decode.codable", unit: "MB", reference: "Foundation.JSONDecoder", atMost: 0.4
    ) {
        let text = try recordsText()
        return Benchmark.Sides(
            ours: {
                consume(try StrictJSONDecoder().decode([BenchItem].self, from: text.bytes))
                return text.megabytes
            },
            reference: {
                consume(try JSONDecoder().decode([BenchItem].self, from: text.data))
                return text.megabytes
            })
    },
    Benchmark(
        "json.decode.schema", unit: "MB", reference: "Foundation.JSONDecoder", atMost: 0.25
    ) {
        let text = try recordsText()
        return Benchmark.Sides(
            ours: {
                let tape = try JSONTape(parsing: text.bytes)
                var items: [BenchItem] = []
                items.reserveCapacity(tape.root.count)
                for node in tape.root.elements {
                    items.append(try BenchItem.schema.decode(node))
                }
                consume(items)
                return text.megabytes
            },
            reference: {
                consume(try JSONDecoder().decode([BenchItem].self, from: text.data))
                return text.megabytes
            })
    },
    Benchmark(
        "json.encode.schema", unit: "MB", reference: "Foundation.JSONEncoder", atMost: 0.143
    ) {
        let text = try recordsText()
        return Benchmark.Sides(
            ours: {
                var writer = JSONWriter(capacity: text.bytes.count)
                writer.beginArray()
                for item in text.items { try BenchItem.schema.encode(item, to: &writer) }
                writer.endArray()
                consume(writer.finish())
                return text.megabytes
            },
            reference: {
                consume(try JSONEncoder().encode(text.items))
                return text.megabytes
            })
    },
    Benchmark(
        "json.encode.codable", unit: "MB", reference: "Foundation.JSONEncoder", atMost: 0.333
    ) {
        let text = try recordsText()
        return Benchmark.Sides(
            ours: {
                consume(try StrictJSONEncoder().encode(text.items))
                return text.megabytes
            },
            reference: {
                consume(try JSONEncoder().encode(text.items))
                return text.megabytes
            })
    },
]

/// Records with their text.
struct RecordsText: Sendable {
    var items: [BenchItem]
    var bytes: [UInt8]
    var data: Data
    var megabytes: Int { max(1, bytes.count / 1_000_000) }
}

/// About ten megabytes of records.
func recordsText(count: Int = 60_000) throws -> RecordsText {
    let items = (0..<count).map(BenchItem.numbered)
    let bytes = try StrictJSONEncoder().encode(items)
    return RecordsText(items: items, bytes: bytes, data: Data(bytes))
}
