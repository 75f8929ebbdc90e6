import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is written is what is read.
extension StoreConformance.Case {
    static let values: [Self] = [
        Self("value.bools-and-enums-come-back") { trial in
            try await expectReturn(
                trial,
                [Specimen(id: 1, flag: true, level: .high), Specimen(id: 2, level: .low)])
        },
        Self("value.integers-come-back") { trial in
            let extremes = [Int.min, -1, 0, 1, 1 << 53, (1 << 53) + 1, .max - 1, .max]
            var specimens = extremes.enumerated().map { Specimen(id: $0, int: $1) }
            specimens.append(Specimen(id: 100, small: .min, unsigned: UInt64(Int64.max)))
            specimens.append(Specimen(id: 101, small: .max, unsigned: 1))
            try await expectReturn(trial, specimens)
        },
        Self("value.floating-point-numbers-come-back") { trial in
            let doubles: [Double] = [
                0, 1, -1, 0.1, 0.1 + 0.2, 1.0 / 3, .pi, 1e15, 1e16, 1e21, 1e22, 1e-7, 123e-20,
                .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude.nextDown,
                .leastNormalMagnitude,
                .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 9_007_199_254_740_992, 0x1p63,
                1.7976931348623155e308,
            ]
            var specimens = doubles.enumerated().map { Specimen(id: $0, double: $1) }
            let floats: [Float] = [
                0.1, 16_777_216, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1e-30,
            ]
            for (index, float) in floats.enumerated() {
                specimens.append(Specimen(id: 100 + index, float: float))
            }
            try await expectReturn(trial, specimens)
        },
        Self("value.negative-zero-is-zero") { trial in
            let specimens = try await trial.repository(
                of: Specimen.self, holding: [Specimen(id: 1, double: -0.0)])
            try Expect.equal(try await specimens.get(1)?.double, 0, "the number stored")
            try Expect.equal(
                try await specimens.count(where: \.double == 0), 1, "a filter on zero")
        },
        Self("value.text-comes-back") { trial in
            try await expectReturn(
                trial, SampleText.all.enumerated().map { Specimen(id: $0, text: $1) })
        },
        Self("value.text-with-a-null-character-comes-back-or-is-refused") { trial in
            let specimens = try await trial.repository(of: Specimen.self)
            let specimen = Specimen(id: 1, text: "a\u{0}b")
            do {
                try await specimens.insert(specimen)
            } catch .invalid {
                try Expect.equal(try await specimens.count(), 0, "the records after a refusal")
                return
            }
            try Expect.same(try await specimens.get(1), specimen, "the text stored")
            try Expect.equal(
                try await specimens.count(where: \.text == "a\u{0}c"), 0, "another text")
        },
        Self("value.dates-come-back-to-the-bit") { trial in
            let seconds: [Double] = [
                0, 1, -1, 0.1, 0.1.nextUp, 700_000_000.123_456_7, -1e9 - 1.0 / 3, 1e-9,
                Date.distantPast.timeIntervalSinceReferenceDate,
                Date.distantFuture.timeIntervalSinceReferenceDate,
                -63_145_526_400, 252_423_993_600.0.nextDown, -978_307_200, 86_399.999_999_999,
            ]
            try await expectReturn(
                trial,
                seconds.enumerated().map {
                    Specimen(id: $0, date: Date(timeIntervalSinceReferenceDate: $1))
                })
        },
        Self("value.dates-next-to-an-instant-come-back-to-the-bit") { trial in
            let seconds = [
                .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e-300, 1.0.nextUp,
                (-1.0).nextDown, -1e-20,
            ]
            try await expectReturn(
                trial,
                seconds.enumerated().map {
                    Specimen(id: $0, date: Date(timeIntervalSinceReferenceDate: $1))
                })
        },
        Self("value.decimals-come-back") { trial in
            let texts = [
                "0", "0.1", "-0.1", "27.10", "1e-100", "1e100", "0.000000000000000000000000000001",
                "12345678901234567890123456789012345678", "-99999999999999999999999999999999999999",
                "0.12345678901234567890123456789012345678",
                "340282366920938463463374607431768211455",
            ]
            let decimals = try texts.map {
                try Expect.value(Decimal(string: $0), "the decimal \($0)")
            }
            try await expectReturn(
                trial, decimals.enumerated().map { Specimen(id: $0, decimal: $1) })
        },
        Self("value.durations-come-back-to-the-attosecond") { trial in
            let durations: [Duration] = [
                .zero, .seconds(1), .milliseconds(-1),
                Duration(secondsComponent: 0, attosecondsComponent: 1),
                Duration(secondsComponent: 0, attosecondsComponent: -1),
                Duration(
                    secondsComponent: .max, attosecondsComponent: 999_999_999_999_999_999),
                Duration(
                    secondsComponent: .min, attosecondsComponent: -999_999_999_999_999_999),
                Duration(secondsComponent: 1, attosecondsComponent: 500_000_000_000_000_001),
            ]
            try await expectReturn(
                trial, durations.enumerated().map { Specimen(id: $0, duration: $1) })
        },
        Self("value.uuids-bytes-and-urls-come-back") { trial in
            let all = Data((0...255).map { UInt8($0) })
            var specimens = [
                Specimen(id: 1, data: all), Specimen(id: 2, data: Data([0, 0, 0])),
                Specimen(
                    id: 3,
                    uuid: UUID(
                        uuid: (255, 254, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 128))),
            ]
            let texts = ["https://example.org/a%20b?q=%C3%A9#f", "mailto:a@example.org", "a/b"]
            for (index, text) in texts.enumerated() {
                let url = try Expect.value(URL(string: text), "the URL \(text)")
                specimens.append(Specimen(id: 10 + index, url: url))
            }
            try await expectReturn(trial, specimens)
        },
    ]

    static let nestedValues: [Self] = [
        Self("value.nested-structs-come-back") { trial in
            let corners = [
                Specimen.Point(x: 0, label: nil), .init(x: -1.5, label: ""),
                .init(x: 2, label: "é"),
            ]
            let shape = Specimen.Shape(centre: .init(x: 1e-9, label: "c"), corners: corners)
            try await expectReturn(
                trial, [Specimen(id: 1, shape: shape), Specimen(id: 2, shape: .init())])
        },
        Self("value.nil-comes-back-as-nil-and-nothing-else-does") { trial in
            let full = Specimen.Optionals(
                flag: false, int: 0, double: 0, text: "",
                date: Date(timeIntervalSinceReferenceDate: 0),
                uuid: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), data: Data(),
                decimal: 0, duration: .zero, point: .init(), list: [])
            try await expectReturn(
                trial, [Specimen(id: 1), Specimen(id: 2, optionals: full)])
        },
        Self("value.lists-and-dictionaries-come-back") { trial in
            let dates = [0, 0.1, -1e9].map { Date(timeIntervalSinceReferenceDate: $0) }
            let lists = Specimen.Lists(
                texts: ["", "e\u{301}", "é", ""], gaps: [nil, 0, nil, .max, .min],
                points: [.init(x: 1, label: nil), .init(x: 1, label: nil)],
                nested: [[], [0.1], [1, 2, 3]], dates: dates,
                named: ["": 0, "a.b": 1, "a/b~c": 2, "\u{1F600}": 3, "Z": 4, "a": 5],
                gapped: ["nil": nil, "text": "t", "empty": ""])
            try await expectReturn(trial, [Specimen(id: 1, lists: lists), Specimen(id: 2)])
        },
        Self("value.free-values-come-back") { trial in
            let free: [Value] = [
                .null, true, false, 0, -7, .int(.max), 0.5, "", "é", [],
                [.null, 1, [2, ["x": .null]]], [1.0, ["x": -2.0]],
                ["b": 1, "a": ["c": [], "": ""], "é": "e\u{301}"], .double(1e300),
            ]
            try await expectReturn(
                trial, free.enumerated().map { Specimen(id: $0, free: .init($1)) })
        },
        Self("value.an-update-keeps-every-other-field") { trial in
            var specimen = Specimen(id: 1, int: .min, double: 0.1, text: "e\u{301}", key: "k")
            specimen.optionals.decimal = Decimal(string: "0.1")
            specimen.lists.gaps = [nil, 1]
            let specimens = try await trial.repository(of: Specimen.self, holding: [specimen])
            specimen.flag = true
            try await specimens.updateAll(where: \.id == 1, set: [.set(\.flag, to: true)])
            try Expect.same(try await specimens.get(1), specimen, "after a by-query update")
            specimen.duration = .nanoseconds(1)
            try await specimens.update(1) { $0.duration = .nanoseconds(1) }
            try Expect.same(try await specimens.get(1), specimen, "after an update")
        },
        Self("value.documents-come-back") { trial in
            let store = try await trial.store(Document.schema)
            let documents = store.repository(for: Document.self)
            let spelled = try Expect.value(LosslessNumber("27.10"), "a number")
            let huge = try Expect.value(LosslessNumber("1e400"), "a number")
            let objects: [ValueObject] = [
                ["id": 1, "z": "last name first", "a": [1, "two", .null, ["deep": ["er": true]]]],
                ["name": "", "id": "1", "é": 1, "e\u{301}": 2],
                ["price": .number(spelled), "far": .number(huge), "id": 2, "n": .int(.min)],
            ]
            let all = try objects.map { try Document($0) }
            try await documents.insert(all: all)
            for document in all {
                try Expect.same(
                    try await documents.get(document.id), document, "document \(document.id)")
            }
            try await documents.update(1) { $0["z"] = "changed" }
            var changed = all[0]
            changed["z"] = "changed"
            try Expect.same(try await documents.get(1), changed, "a changed document")
        },
    ]

    /// Inserts specimens and reads them back in every way, then changes each into the next one.
    private static func expectReturn(
        _ trial: Trial, _ specimens: [Specimen], fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        let repository = try await trial.repository(of: Specimen.self, holding: specimens)
        let sorted = specimens.sorted { $0.id < $1.id }
        try Expect.same(
            try await repository.find(), sorted, "find", fileID: fileID, line: line)
        for specimen in specimens {
            try Expect.same(
                try await repository.get(specimen.id), specimen, "get", fileID: fileID, line: line)
        }
        for (specimen, next) in zip(specimens, specimens.dropFirst()) {
            var changed = next
            changed.id = specimen.id
            try await repository.update(changed)
            try Expect.same(
                try await repository.get(specimen.id), changed, "get after an update",
                fileID: fileID, line: line)
        }
    }
}

/// Text that stores and their languages trip over.
enum SampleText {
    static let all: [String] = special + planes + controls

    private static let special = [
        "", " ", "  two blanks  ", "\t", "\n", "\r\n", "é", "e\u{301}", "\u{212B}", "A\u{30A}",
        "\u{1E69}", "s\u{323}\u{307}", "s\u{307}\u{323}", "ß", "SS", "İ", "ı", "\u{FEFF}bom",
        "\u{2028}\u{2029}", "\"quoted\"", "it's", "back\\slash", "\\u0041", "%s%n{}$1",
        "'; DROP TABLE items; --", "null", "NULL", "nil", "true", "0", "1e5", "NaN",
        "\u{200D}\u{200B}\u{AD}", "👨‍👩‍👧‍👦", "🇦🇹🇩🇪", "a\u{300}\u{301}\u{302}\u{303}\u{304}",
        "\u{202E}right to left", "مرحبا", "日本語", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}",
        "\u{10FFFF}", "\u{D7FF}\u{E000}", String(repeating: "x", count: 70_000),
    ]

    /// One character of each Unicode plane.
    private static let planes: [String] = (UInt32(0)...16).compactMap { plane in
        Unicode.Scalar(plane << 16 + 0x3456).map { String(Character($0)) }
    }

    private static let controls: [String] = ((1...31).map(UInt32.init) + [127, 133]).compactMap {
        Unicode.Scalar($0).map { "a\(Character($0))b" }
    }
}
