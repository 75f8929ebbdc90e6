import DataBridgeCore
import Testing

struct ByteOrderTests {
    private static let texts = [
        "", "a", "A", "ab", "aB", "b", "é", "e\u{301}", "É", "日本", "日本語", "😀", "\u{0}", "a\u{0}",
        "z", "Z", "[", "`", "@", "{", "a long text beyond the inline form",
        "A LONG text beyond the inline form",
    ]

    @Test func equalityIsThatOfBytes() {
        for left in Self.texts {
            for right in Self.texts {
                #expect(ByteOrder.equal(left, right) == Array(left.utf8).elementsEqual(right.utf8))
            }
        }
        #expect("é" == "e\u{301}")
        #expect(!ByteOrder.equal("é", "e\u{301}"))
    }

    @Test func orderIsThatOfBytes() {
        for left in Self.texts {
            for right in Self.texts {
                let precedes = left.utf8.lexicographicallyPrecedes(right.utf8)
                #expect(ByteOrder.precedes(left, right) == precedes)
                #expect((ByteOrder.compare(left, right) == 0) == ByteOrder.equal(left, right))
            }
        }
    }

    @Test func partsAreFoundByBytes() {
        for text in Self.texts {
            let bytes = Array(text.utf8)
            for part in Self.texts + ["long", "form", "beyond the", "語", "x"] {
                let wanted = Array(part.utf8)
                #expect(ByteOrder.hasPrefix(text, part) == bytes.starts(with: wanted))
                #expect(
                    ByteOrder.hasSuffix(text, part)
                        == bytes.reversed().starts(with: wanted.reversed()))
                #expect(ByteOrder.contains(text, part) == Self.naiveContains(bytes, wanted))
            }
        }
    }

    @Test func repeatedFirstBytesDoNotHideAMatch() {
        #expect(ByteOrder.contains("aaaaaaab", "aab"))
        #expect(!ByteOrder.contains("aaaaaaaa", "aab"))
        #expect(!ByteOrder.contains("aa", "aaa"))
        #expect(ByteOrder.contains("xab", "ab"))
    }

    @Test func onlyASCIILettersIgnoreCase() {
        for left in Self.texts {
            for right in Self.texts {
                let (folded, wanted) = (Self.folded(left), Self.folded(right))
                #expect(ByteOrder.equalIgnoringASCIICase(left, right) == (folded == wanted))
                let order = ByteOrder.compareIgnoringASCIICase(left, right)
                #expect((order < 0) == folded.lexicographicallyPrecedes(wanted))
                #expect((order == 0) == (folded == wanted))
                #expect(
                    ByteOrder.hasPrefixIgnoringASCIICase(left, right) == folded.starts(with: wanted)
                )
                #expect(
                    ByteOrder.hasSuffixIgnoringASCIICase(left, right)
                        == folded.reversed().starts(with: wanted.reversed()))
                #expect(
                    ByteOrder.containsIgnoringASCIICase(left, right)
                        == Self.naiveContains(folded, wanted))
            }
        }
        #expect(!ByteOrder.equalIgnoringASCIICase("É", "é"))
    }

    @Test func foldingTouchesASCIICapitalsOnly() {
        #expect(ByteOrder.foldingASCIICase("ÀBC[z]") == "Àbc[z]")
        #expect(ByteOrder.foldingASCIICase("already small é") == "already small é")
        #expect(ByteOrder.foldingASCIICase("") == "")
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }

    private static func naiveContains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains {
            Array(bytes[$0..<($0 + wanted.count)]) == wanted
        }
    }
}
