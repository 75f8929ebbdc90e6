import Foundation
import JSONSyntax
import Testing

@Suite(.enabled(if: SharedData.root != nil, "the shared test data is not there"))
struct JSONTestSuiteTests {
    static let files = SharedData.files(in: "json-test-suite/test_parsing")

    @Test func filesAreThere() {
        #expect(Self.files.count == 318)
    }

    @Test(arguments: files)
    func verdictIsTheSuites(_ file: URL) throws {
        let bytes = try Array(Data(contentsOf: file))
        let result = Result { try JSONTape(parsing: bytes) }
        switch file.lastPathComponent.first {
        case "y":
            // The suite counts repeated names as legal; refusing them is our own default.
            var options = JSONParsingOptions()
            options.duplicateKeys = .allow
            let tape = try JSONTape(parsing: bytes, options: options)
            #expect(tape.root.span.upperBound <= bytes.count)
        case "n":
            #expect(throws: JSONSyntaxError.self) { try result.get() }
        default:
            // Either verdict; an accepted text must be readable all through.
            if let tape = try? result.get() { _ = tape.root.description(depth: 0) }
        }
    }

    @Test func undecidedFilesAreRefusedUnlessOnlyTheirNumbersAreLarge() throws {
        let accepted = Self.files.filter { $0.lastPathComponent.hasPrefix("i_") }.filter {
            (try? JSONTape(parsing: Array(Data(contentsOf: $0)))) != nil
        }
        #expect(
            accepted.allSatisfy { file in
                file.lastPathComponent.hasPrefix("i_number_")
                    || file.lastPathComponent == "i_structure_500_nested_arrays.json"
            })
        #expect(accepted.count == 11)
    }
}

extension JSONNode {
    /// Reads every value below the node by every accessor.
    func description(depth: Int) -> String {
        let own = "\(kind) \(span) \(string ?? "") \(int64 ?? 0) \(uint64 ?? 0) \(double ?? 0)"
        let children =
            elements.map { $0.description(depth: depth + 1) }
            + members.map { "\($0.key.string ?? "") \($0.value.description(depth: depth + 1))" }
        return ([own] + children).joined(separator: "\n")
    }
}
