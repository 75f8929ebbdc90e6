import Testing

struct PromiseRuleTests {
    private func messages(_ text: String) -> [String] {
        PromiseRule.findings(in: SourceFile("Sources/JSONSyntax/A.swift", text)).map(\.message)
    }

    @Test func uncheckedSendableWithoutReasonIsFound() {
        let bad = ["@unchecked without its reason in a comment beside it"]
        #expect(messages("final class A: @unchecked Sendable {}") == bad)
        #expect(messages("/// A cache of things.\nfinal class A: @unchecked Sendable {}") == bad)
        #expect(
            messages(
                "// Sendable: the mutex guards it.\n\n\n\nfinal class A: @unchecked Sendable {}")
                == bad)
    }

    @Test func uncheckedSendableWithReasonIsFine() {
        #expect(
            messages("final class A: @unchecked Sendable {\n    // Immutable after init.\n}")
                .isEmpty)
        #expect(
            messages("// Sendable: the mutex guards it.\nfinal class A: @unchecked Sendable {}")
                .isEmpty)
    }

    @Test func nonisolatedUnsafeWithoutCommentIsFound() {
        #expect(
            messages("nonisolated(unsafe) var a = 1")
                == ["nonisolated(unsafe) without a comment beside it"])
        #expect(
            messages("// Written once, before any thread.\nnonisolated(unsafe) var a = 1").isEmpty)
        #expect(messages("nonisolated(nonsending) func a() {}").isEmpty)
    }
}
