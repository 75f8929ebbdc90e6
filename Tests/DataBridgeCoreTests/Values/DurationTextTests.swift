import DataBridgeCore
import Testing

struct DurationTextTests {
    @Test func canonicalTexts() {
        let texts: [(Duration, String)] = [
            (.zero, "PT0S"), (.seconds(90), "PT90S"), (.milliseconds(1500), "PT1.5S"),
            (.milliseconds(-1), "-PT0.001S"), (Duration(attoseconds: 1), "PT0.000000000000000001S"),
            (Duration(attoseconds: .max), "PT170141183460469231731.687303715884105727S"),
            (Duration(attoseconds: .min), "-PT170141183460469231731.687303715884105728S"),
        ]
        for (duration, text) in texts {
            #expect(DurationText.text(duration) == text)
            #expect(DurationText.duration(text) == duration, "\(text)")
        }
    }

    @Test func randomDurationsAreRestored() {
        var generator = RandomSourceGenerator(SeededRandomSource(seed: 3))
        for _ in 0..<500 {
            let shift = Int128.random(in: 0..<127, using: &generator)
            let attoseconds = Int128.random(in: .min ... .max, using: &generator) >> shift
            let duration = Duration(attoseconds: attoseconds)
            #expect(DurationText.duration(DurationText.text(duration)) == duration)
        }
    }

    @Test func writtenDurationsAreRead() {
        let texts: [(String, Duration)] = [
            ("P1W", .seconds(604_800)), ("P1DT2H3M4.5S", .seconds(93_784) + .milliseconds(500)),
            ("+PT1M", .seconds(60)), ("-P2D", .seconds(-172_800)), ("PT1,25S", .milliseconds(1250)),
            ("PT36H", .seconds(129_600)), ("P0D", .zero), ("-PT0S", .zero),
        ]
        for (text, duration) in texts {
            #expect(DurationText.duration(text) == duration, "\(text)")
        }
    }

    @Test(arguments: [
        "", "P", "PT", "P1", "1S", "PT1", "P1Y", "P1M", "P1S", "PT1D", "PT1S1M", "PT1S1S", "PT1.5M",
        "P1.5D", "PT.5S", "PT1.S", "PT1.0000000000000000001S", "PT1S ", " PT1S", "PT-1S", "--PT1S",
        "P1DT", "pt1s", "PTT1S", "P1D1W", "PT170141183460469231731.687303715884105728S",
        "-PT170141183460469231731.687303715884105729S",
        "PT999999999999999999999999999999999999999999S",
        "P99999999999999999999999999999D", "PT340282366920938463463S",
        "P3000000000000000DT340282366920938463463S",
    ])
    func otherTextsAreRefused(_ text: String) {
        #expect(DurationText.duration(text) == nil)
    }
}
