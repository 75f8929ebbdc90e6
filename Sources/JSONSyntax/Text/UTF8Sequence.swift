/// Well-formed UTF-8 as table 3-7 of the Unicode standard has it.
enum UTF8Sequence {
    /// The length of the multi-byte sequence that begins at `offset`; 0 if it is not well formed.
    @inline(__always)
    static func length(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        guard offset < text.count else { return 0 }
        let available = text.count &- offset
        func byte(_ index: Int) -> UInt8 { text[offset &+ index] }
        func continues(_ index: Int) -> Bool { byte(index) & 0xC0 == 0x80 }
        switch byte(0) {
        case 0xC2...0xDF:
            return available >= 2 && continues(1) ? 2 : 0
        case 0xE0...0xEF:
            guard available >= 3, continues(1), continues(2) else { return 0 }
            // E0 would be overlong below A0; ED from A0 on would be a surrogate.
            if byte(0) == 0xE0 { return byte(1) >= 0xA0 ? 3 : 0 }
            if byte(0) == 0xED { return byte(1) < 0xA0 ? 3 : 0 }
            return 3
        case 0xF0...0xF4:
            guard available >= 4, continues(1), continues(2), continues(3) else { return 0 }
            // F0 would be overlong below 90; F4 from 90 on is beyond U+10FFFF.
            if byte(0) == 0xF0 { return byte(1) >= 0x90 ? 4 : 0 }
            if byte(0) == 0xF4 { return byte(1) < 0x90 ? 4 : 0 }
            return 4
        default:
            return 0
        }
    }
}
