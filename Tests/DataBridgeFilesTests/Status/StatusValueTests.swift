import Foundation
import Testing

@testable import DataBridgeFiles

struct StatusValueTests {
    @Test func timesAreOrderedAndSubtracted() {
        let early = FileTime(seconds: 1, nanoseconds: 900_000_000)
        let late = FileTime(seconds: 3, nanoseconds: 100_000_000)
        #expect(early < late)
        #expect(FileTime(seconds: 1, nanoseconds: 1) < early)
        #expect(late.duration(since: early) == .milliseconds(1200))
        #expect(early.duration(since: late) == .milliseconds(-1200))
        #expect(FileTime.now() > late)
    }

    @Test func modesAreShownInOctal() {
        #expect(FileMode.dataFile.description == "0600")
        #expect(FileMode(rawValue: 0o100_4755).description == "4755")
        #expect(FileMode().description == "0000")
    }

    @Test func rightsThatCannotBeKeptAreTakenAway() {
        #expect(FileMode(rawValue: 0o6775).withoutLentRights().rawValue == 0o775)
        #expect(FileMode(rawValue: 0o664).withoutGroupPrivileges().rawValue == 0o644)
        #expect(FileMode(rawValue: 0o660).withoutGroupPrivileges().rawValue == 0o600)
        #expect(FileMode(rawValue: 0o6677).withoutGroupPrivileges().rawValue == 0o677)
    }

    @Test func identityOutlivesItsEncoding() throws {
        let identity = FileIdentity(
            device: .max, inode: 2, size: 3, modified: FileTime(seconds: -1, nanoseconds: 5),
            changed: FileTime(seconds: 7, nanoseconds: 8))
        let data = try JSONEncoder().encode(identity)
        #expect(try JSONDecoder().decode(FileIdentity.self, from: data) == identity)
    }

    @Test func sameContentIgnoresTheChangeOfStatusOnly() {
        let time = FileTime(seconds: 10, nanoseconds: 20)
        let identity = FileIdentity(device: 1, inode: 2, size: 3, modified: time, changed: time)
        var other = identity
        other.changed.seconds = 11
        #expect(other != identity)
        #expect(other.hasSameContent(as: identity))
        other.size = 4
        #expect(!other.hasSameContent(as: identity))
        #expect(other.isSameFile(as: identity))
        other = identity
        other.modified.nanoseconds = 0
        #expect(!other.hasSameContent(as: identity))
        other = identity
        other.device = 3
        #expect(!other.isSameFile(as: identity))
    }
}
