import Testing

struct BanRuleTests {
    private func spellings(_ path: String, _ text: String) -> [String] {
        BanRule.findings(in: SourceFile(path, text)).map { finding in
            String(finding.message.prefix { $0 != " " }.dropLast())
        }
    }

    @Test(arguments: [
        ("@_spi(A) public func b() {}", "@_spi"), ("let a = try! b()", "try!"),
        ("let a = b as! C", "as!"), ("print(a)", "print("), ("Swift.dump", ""),
        ("let a = JSONSerialization.self", "JSONSerialization"),
        ("let a = JSONDecoder()", "JSONDecoder"), ("let a = JSONEncoder()", "JSONEncoder"),
        ("import Glibc\nlet a = getenv(\"A\")", "getenv("), ("let a = environ", "environ"),
        ("let a = ProcessInfo.processInfo.environment", "processInfo.environment"),
        ("import Foundation\nlet a = open(b, 0)", "open("),
        ("import Musl\nlet a = Musl.open(b, 0)", "open("),
        ("import Glibc; fopen(a, b)", "fopen("), ("import Glibc; rename(a, b)", "rename("),
        ("import Glibc; fsync(a)", "fsync("),
        ("import Glibc; unlink(a)", "unlink("), ("FileManager.default", "FileManager"),
        ("let a = try Data(contentsOf: b)", "Data(contentsOf"), ("\"\\(try! a())\"", "try!"),
    ])
    func bannedWordIsFound(_ text: String, _ spelling: String) {
        let expected = spelling.isEmpty ? [] : [spelling]
        #expect(spellings("Sources/DataBridgeCore/A.swift", text) == expected)
    }

    @Test(arguments: [
        "import Glibc; store.open(a)", "import Glibc; func open(_ a: Int) {}", "open(a)",
        "try !a()", "open class A {}", "try? a()", "a as? B",
        "// print(a)", "let a = \"try! b\"", "a.print(b)", "let environment = 1",
    ])
    func likenessIsFine(_ text: String) {
        #expect(spellings("Sources/DataBridgeCore/A.swift", text).isEmpty)
    }

    @Test func exemptionsAreNarrow() {
        #expect(spellings("Sources/databridge-bench/A.swift", "print(a)").isEmpty)
        #expect(
            spellings("Sources/databridge-bench/A.swift", "import Glibc; setenv(a)") == ["setenv("])
        #expect(spellings("Sources/DataBridgeFiles/A.swift", "import Glibc; open(a)").isEmpty)
        #expect(
            spellings("Sources/DataBridgeFiles/A.swift", "import Glibc; getenv(a)") == ["getenv("])
        let reader = "Environment/ProcessEnvironment.swift"
        #expect(spellings("Sources/DataBridgeCore/\(reader)", "import Glibc; getenv(a)").isEmpty)
        #expect(
            spellings("Sources/DataBridgeMemory/\(reader)", "import Glibc; getenv(a)") == [
                "getenv("
            ])
        #expect(spellings("Sources/databridge-bench/A.swift", "JSONDecoder()").isEmpty)
    }

    @Test func testsAreFreerButUseSwiftTesting() {
        #expect(spellings("Tests/A/A.swift", "print(try! a())").isEmpty)
        #expect(spellings("Tests/A/A.swift", "import XCTest") == ["XCTest"])
    }
}
