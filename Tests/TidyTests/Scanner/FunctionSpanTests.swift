import Testing

struct FunctionSpanTests {
    private func spans(_ text: String) -> [FunctionSpan] {
        FunctionSpan.all(in: SourceFile("A.swift", text).code)
    }

    @Test func bodyIsMeasuredFromTheKeywordToTheBrace() {
        let text = """
            struct A {
                func a(
                    _ b: () -> Void = { }
                ) async throws(E) -> [Int] where B: C {
                    let s = "}"
                    if x { y() }  // }
                }
                init?(d: Int) {
                }
                subscript(e: Int) -> Int { e }
                deinit { }
            }
            """
        #expect(
            spans(text) == [
                FunctionSpan(name: "a", firstLine: 2, lastLine: 7),
                FunctionSpan(name: "init", firstLine: 8, lastLine: 9),
                FunctionSpan(name: "subscript", firstLine: 10, lastLine: 10),
                FunctionSpan(name: "deinit", firstLine: 11, lastLine: 11),
            ])
    }

    @Test func requirementsHaveNoBody() {
        let text = """
            protocol A {
                func a() async throws
                @discardableResult
                func b(_ c: [String: Int]) -> Int
                init(d: Int)
                var e: Int { get }
                func f() -> Self
            }
            extension A {
                func a() { self.init(d: 1) }
            }
            """
        #expect(spans(text) == [FunctionSpan(name: "a", firstLine: 10, lastLine: 10)])
    }

    @Test func nestedFunctionsCountTwice() {
        let text = """
            func a() {
                func b() {
                }
            }
            """
        #expect(spans(text).map(\.lineCount) == [4, 2])
    }
}
