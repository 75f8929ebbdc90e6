import Foundation
import JSONSyntax
import Testing

struct UUIDTextTests {
    private func read(_ text: String) throws -> UUID? {
        try JSONTape(parsing: "\"\(text)\"").root.uuid
    }

    @Test func randomUUIDsAgreeWithFoundation() throws {
        for _ in 0..<1000 {
            let value = UUID()
            #expect(try read(value.uuidString) == value)
            #expect(try read(value.uuidString.lowercased()) == value)
            var writer = JSONWriter()
            writer.uuid(value)
            #expect(writer.finish() == Array("\"\(value.uuidString)\"".utf8))
        }
    }

    @Test(arguments: [
        "", "E621E1F8-C36C-495A-93FC-0C247A3E6E5", "E621E1F8-C36C-495A-93FC-0C247A3E6E5FF",
        "E621E1F8xC36C-495A-93FC-0C247A3E6E5F", "G621E1F8-C36C-495A-93FC-0C247A3E6E5F",
        "E621E1F8-C36C-495A-93FC-0C247A3E6E5-", "{621E1F8-C36C-495A-93FC-0C247A3E6E5}",
        "E621E1F8C36C-495A-93FC-0C247A3E6E5F-",
    ])
    func whatIsNoUUIDIsNil(_ text: String) throws {
        #expect(try read(text) == nil)
        #expect(UUID(uuidString: text) == nil)
    }

    @Test func otherKindsAreNil() throws {
        #expect(try JSONTape(parsing: "1").root.uuid == nil)
    }
}
