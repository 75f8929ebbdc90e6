import Foundation
import Testing

/// Compiles the examples in the doc comments.
@Suite(.enabled(if: Compiler.current != nil, "there is no Swift 6.3 compiler beside the runtime"))
struct DocExampleTests {
    @Test func examplesCompile() throws {
        let compiler = try #require(Compiler.current)
        let examples = try DocExample.all()
        #expect(examples.count > 20)
        let files = examples.enumerated().map { (name: "e\($0)", text: $1.file(number: $0)) }
        let plugins = compiler.library("host/plugins/testing").path
        let output = try compiler.check(
            [("context", DocExample.context)] + files, options: ["-plugin-path", plugins])
        for line in output where line.contains("error:") {
            let number = line.dropFirst().prefix { $0.isNumber }
            let name = Int(number).map { examples[$0].name } ?? "the context"
            Issue.record(
                """
                the example \(name) does not compile: \(line). If it takes something new for \
                granted, add that to DocExample.context.
                """)
        }
    }
}
