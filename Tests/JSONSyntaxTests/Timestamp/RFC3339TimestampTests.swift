import Foundation
import JSONSyntax
import Testing

struct RFC3339TimestampTests {
    @Test(
        arguments: [
            (0, "2001-01-01T00:00:00Z"), (0.5, "2001-01-01T00:00:00.5Z"),
            (-0.25, "2000-12-31T23:59:59.75Z"), (-1, "2000-12-31T23:59:59Z"),
            (737_642_096.125, "2024-05-17T12:34:56.125Z"), (-978_307_200, "1970-01-01T00:00:00Z"),
            (-63_145_526_400, "0000-01-01T00:00:00Z"), (252_423_993_599, "9999-12-31T23:59:59Z"),
            (-31_622_400, "2000-01-01T00:00:00Z"), (-26_438_400, "2000-03-01T00:00:00Z"),
            (-26_438_401, "2000-02-29T23:59:59Z"), (0.1, "2001-01-01T00:00:00.1Z"),
            (-0.1, "2000-12-31T23:59:59.9Z"), (1e-7, "2001-01-01T00:00:00.0000001Z"),
            (1e-12, "2001-01-01T00:00:00.000000000001Z"),
            (-1e-12, "2000-12-31T23:59:59.999999999999Z"),
            (737_642_096.1234567, "2024-05-17T12:34:56.1234567Z"),
        ] as [(Double, String)])
    func knownMoments(_ seconds: Double, _ text: String) {
        #expect(RFC3339Timestamp.text(of: seconds) == text)
        #expect(RFC3339Timestamp.seconds(text) == seconds)
        #expect(RFC3339Timestamp.text(of: seconds, zone: .omitted) == String(text.dropLast()))
        #expect(RFC3339Timestamp.seconds(String(text.dropLast()), zone: .omitted) == seconds)
        #expect(RFC3339Timestamp.seconds(text, zone: .omitted) == seconds)
        #expect(RFC3339Timestamp.seconds(String(text.dropLast())) == nil)
    }

    @Test(arguments: [
        ("2024-05-17T14:34:56+02:00", "2024-05-17T12:34:56Z"),
        ("2024-05-17T07:04:56.5-05:30", "2024-05-17T12:34:56.5Z"),
        ("2024-05-17t12:34:56z", "2024-05-17T12:34:56Z"),
        ("2024-05-17T12:34:56-00:00", "2024-05-17T12:34:56Z"),
        ("2024-05-17T12:34:56.500000000000000000000000000000000Z", "2024-05-17T12:34:56.5Z"),
        ("2024-05-17T12:34:56.000000000000000000000000000000000Z", "2024-05-17T12:34:56Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        ("2017-01-01T01:59:60.5+02:00", "2017-01-01T00:00:00.5Z"),
        ("2000-02-29T23:00:00-01:00", "2000-03-01T00:00:00Z"),
        ("0001-01-01T00:00:00+23:59", "0000-12-31T00:01:00Z"),
    ])
    func otherSpellings(_ text: String, _ canonical: String) throws {
        let seconds = try #require(RFC3339Timestamp.seconds(text))
        #expect(RFC3339Timestamp.text(of: seconds) == canonical)
    }

    @Test(arguments: [
        "", "2024-05-17", "2024-05-17T12:34Z", "2024-05-17 12:34:56Z", "2024-05-17T12:34:56",
        "2024-05-17T12:34:56.Z", "2024-05-17T12:34:56,5Z", "2024-13-17T12:34:56Z",
        "2024-00-17T12:34:56Z", "2024-05-32T12:34:56Z", "2024-05-00T12:34:56Z",
        "2023-02-29T12:34:56Z", "1900-02-29T12:34:56Z", "2024-04-31T12:34:56Z",
        "2024-05-17T24:00:00Z", "2024-05-17T12:60:00Z", "2024-05-17T12:34:61Z",
        "2024-05-17T12:34:60Z", "2024-05-17T23:59:60+01:00", "2024-05-17T12:34:56+2:00",
        "2024-05-17T12:34:56+0200", "2024-05-17T12:34:56+24:00", "2024-05-17T12:34:56+02:60",
        "2024-05-17T12:34:56Zx", "2024-05-17T12:34:56 Z", "+024-05-17T12:34:56Z",
        "2024/05/17T12:34:56Z", "2024-05-17T12-34-56Z", "20240517T123456Z",
        "2024-05-17T12:34:56x02:00",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z",
        "20x4-05-17T12:34:56Z", "2024-05-17T1x:34:56Z", "９024-05-17T12:34:56Z",
    ])
    func whatIsNoTimestampIsRefused(_ text: String) {
        #expect(RFC3339Timestamp.seconds(text) == nil)
    }

    @Test(
        arguments: [
            .nan, .infinity, -.infinity, (-63_145_526_400.0).nextDown, 252_423_993_600, 1e300,
            -1e300,
        ] as [Double])
    func whatHasNoTextIsRefused(_ seconds: Double) {
        #expect(RFC3339Timestamp.text(of: seconds) == nil)
        #expect(!RFC3339Timestamp.isRepresentable(seconds))
        var bytes: [UInt8] = [1]
        #expect(!RFC3339Timestamp.append(seconds, to: &bytes))
        #expect(bytes == [1])
        var writer = JSONWriter()
        let error = #expect(throws: JSONWritingError.self) { try writer.timestamp(seconds) }
        #expect(error?.message.contains("9999") == true)
        #expect(writer.count == 0)
    }

    @Test func minusZeroIsZero() {
        #expect(RFC3339Timestamp.text(of: -0.0) == "2001-01-01T00:00:00Z")
    }

    /// The digits after the point, without the zone.
    private func fraction(_ text: String) -> Substring {
        text.contains(".") ? text.dropLast().split(separator: ".")[1] : ""
    }

    private func expectRoundTrip(_ seconds: Double) throws {
        let text = try #require(RFC3339Timestamp.text(of: seconds))
        let restored = try #require(RFC3339Timestamp.seconds(text))
        #expect(restored.bitPattern == seconds.bitPattern || seconds == 0, "\(text)")
        // No shorter fraction near it restores the bits, so the one written is the shortest.
        let digits = fraction(text)
        guard !digits.isEmpty, digits.count < 18 else { return }
        #expect(digits.last != "0")
        let scale = pow(10, Double(digits.count - 1))
        let whole = seconds.rounded(.down)
        for step in [-1.0, 0, 1] where digits.count > 1 {
            let shorter = ((seconds - whole) * scale).rounded() + step
            guard shorter >= 0, shorter < scale else { continue }
            let padded = String(repeating: "0", count: digits.count) + String(Int(shorter))
            let other = "\(text.prefix(19)).\(padded.suffix(digits.count - 1))Z"
            #expect(RFC3339Timestamp.seconds(other)?.bitPattern != seconds.bitPattern, "\(other)")
        }
    }

    @Test func randomBitPatternsRoundTrip() throws {
        var generator = SeededGenerator(seed: 21)
        var tried = 0
        while tried < 20_000 {
            let seconds = Double(bitPattern: generator.next())
            guard RFC3339Timestamp.isRepresentable(seconds) else { continue }
            tried += 1
            try expectRoundTrip(seconds)
        }
    }

    @Test func momentsOfAllYearsRoundTrip() throws {
        var generator = SeededGenerator(seed: 22)
        for _ in 0..<20_000 {
            try expectRoundTrip(
                Double.random(in: -63_145_526_400..<252_423_993_600, using: &generator))
            let recent = Double.random(in: -1e9..<1e9, using: &generator)
            try expectRoundTrip(recent)
            try expectRoundTrip((recent * 1000).rounded() / 1000)
            try expectRoundTrip((recent * 1e6).rounded() / 1e6)
            try expectRoundTrip(Double.random(in: -2..<2, using: &generator))
        }
    }

    @Test func textAgreesWithFoundation() throws {
        var generator = SeededGenerator(seed: 23)
        for _ in 0..<5000 {
            let seconds = Double.random(
                in: -62_135_596_800 - 978_307_200..<252_423_993_600, using: &generator
            )
            .rounded()
            // Foundation's formatter uses the Julian calendar before 1582.
            guard seconds > -13_197_600_000 else { continue }
            let date = Date(timeIntervalSinceReferenceDate: seconds)
            #expect(RFC3339Timestamp.text(of: seconds) == date.formatted(.iso8601))
        }
    }

    @Test func everyDayOf400YearsFollowsTheOneBefore() throws {
        var previous = ""
        for day in 0..<146_097 {
            let text = try #require(RFC3339Timestamp.text(of: Double(day) * 86_400, zone: .omitted))
            #expect(text > previous)
            #expect(RFC3339Timestamp.seconds(text, zone: .omitted) == Double(day) * 86_400)
            previous = text
        }
        #expect(previous == "2400-12-31T00:00:00")
    }

    @Test func textWithoutZoneSortsLikeTime() throws {
        var generator = SeededGenerator(seed: 24)
        for _ in 0..<5000 {
            let first = Double.random(in: -1e9..<1e9, using: &generator)
            let others: [Double] = [first.nextUp, first.rounded(), first + 1e-3, -first]
            let second = try #require(others.randomElement(using: &generator))
            let left = try #require(RFC3339Timestamp.text(of: first, zone: .omitted))
            let right = try #require(RFC3339Timestamp.text(of: second, zone: .omitted))
            #expect(left.utf8.lexicographicallyPrecedes(right.utf8) == (first < second))
        }
    }

    @Test func nodesAndWritersHandleTimestamps() throws {
        var writer = JSONWriter()
        writer.beginArray()
        try writer.timestamp(0.5)
        writer.endArray()
        let bytes = writer.finish()
        #expect(String(decoding: bytes, as: UTF8.self) == #"["2001-01-01T00:00:00.5Z"]"#)
        #expect(try JSONTape(parsing: bytes).root.elements.first?.timestamp == 0.5)
        #expect(try JSONTape(parsing: #""2001\u002D01-01T00:00:00Z""#).root.timestamp == 0)
        #expect(try JSONTape(parsing: "1").root.timestamp == nil)
        #expect(try JSONTape(parsing: #""x""#).root.timestamp == nil)
        var text: [UInt8] = []
        #expect(RFC3339Timestamp.append(-1e-300, to: &text))
        #expect(text.count == 20 + 300 + 1)
    }
}
