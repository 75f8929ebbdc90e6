import DataBridgeCore
import Testing

struct ProcessEnvironmentTests {
    @Test func injectedVariablesAreFound() {
        let environment: ProcessEnvironment = ["B": "2", "A": "1", "a": "small", "EMPTY": ""]
        #expect(environment["A"] == "1")
        #expect(environment["a"] == "small")
        #expect(environment["EMPTY"] == "")
        #expect(environment["MISSING"] == nil)
        #expect(environment.names == ["A", "B", "EMPTY", "a"])
        #expect(ProcessEnvironment()["A"] == nil)
    }

    @Test func theLastOfTwoEqualNamesCounts() {
        let environment: ProcessEnvironment = ["A": "1", "A": "2"]
        #expect(environment["A"] == "2")
    }

    @Test func theProcessHasAPath() {
        let environment = ProcessEnvironment.current()
        #expect(environment["PATH"]?.isEmpty == false)
        #expect(environment.names.contains("PATH"))
        #expect(environment.names.allSatisfy { environment[$0] != nil })
    }
}
