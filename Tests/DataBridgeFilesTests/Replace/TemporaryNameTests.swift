import Testing

@testable import DataBridgeFiles

struct TemporaryNameTests {
    private let seal = FileSeal(value: 0xabc)

    @Test func namesAreReadAsTheyAreWritten() {
        let names: [TemporaryName] = [
            .new(random: 0), .new(random: .max),
            .swap(random: 1, ours: seal, expected: FileSeal(value: .max), base: "tasks.json"),
            .swap(random: 1, ours: seal, expected: seal, base: "a~b-c.tmp"),
            .gone(random: 2, expected: seal, base: "é~.json"),
        ]
        for name in names {
            #expect(TemporaryName(name.text) == name)
            #expect(name.text.hasPrefix(".databridge-"))
            #expect(name.text.hasSuffix(".tmp"))
        }
    }

    @Test(arguments: [
        "", "tasks.json", ".databridge-", ".databridge-.tmp", ".databridge-new-1", ".tmp",
        ".databridge-new-.tmp", ".databridge-new-xyz.tmp", ".databridge-new-1-2.tmp",
        ".databridge-new-1~data.tmp", ".databridge-swap-1-2-3.tmp", ".databridge-swap-1-2~a.tmp",
        ".databridge-gone-1-2~.tmp", ".databridge-other-1~a.tmp", ".databridge-swap-1-2-~a.tmp",
    ])
    func otherNamesAreNotTaken(name: String) {
        #expect(TemporaryName(name) == nil)
    }

    @Test func sealTellsContentsApartAndIgnoresRenames() {
        let time = FileTime(seconds: 10, nanoseconds: 20)
        let identity = FileIdentity(
            device: 1, inode: 2, size: 3, modified: time, changed: time)
        var renamed = identity
        renamed.changed.seconds += 1
        renamed.device = 9
        #expect(FileSeal(renamed) == FileSeal(identity))
        for change: (inout FileIdentity) -> Void in [
            { $0.inode = 3 }, { $0.size = 4 }, { $0.modified.nanoseconds = 21 },
            { $0.modified.seconds = 11 },
        ] {
            var other = identity
            change(&other)
            #expect(FileSeal(other) != FileSeal(identity))
        }
    }

    @Test func asideNamesFitTheFileSystem() {
        #expect(TemporaryName.aside("tasks.json", random: 0xff) == "tasks.json.conflict-000000ff")
        let long = TemporaryName.aside(String(repeating: "ü", count: 127), random: 1)
        #expect(long.utf8.count <= 255)
        #expect(long.hasSuffix("ü.conflict-00000001"))
    }
}
