import DataBridgeCore
@testable import DataBridgeTool
import Testing

struct ErrorReportTests {
    private func lines(_ error: any Error, verbose: Bool = false) -> [String] {
        ErrorReport(error, isVerbose: verbose).lines
    }

    @Test func dataErrorsAreOneLineWithPlaceAndSubject() {
        var error = DataError.notFound(collection: "/tasks", id: 7)
        error.source = DataError.SourceLocation(file: "tasks.json", line: 12, column: 5)
        #expect(
            lines(error) == [
                "tasks.json:12:5: \(error.message) [/tasks 7]"
            ])
    }

    @Test func verboseNamesTheCauses() {
        struct Inner: Error {}
        let cause = DataError(.ioFailure, "Reading failed.", cause: Inner())
        let error = DataError(.corrupted, "The file is damaged.", cause: cause)
        let all = lines(error, verbose: true)
        #expect(all.count == 4)
        #expect(all[0] == "The file is damaged.")
        #expect(all[1].hasPrefix("  code corrupted, thrown at "))
        #expect(all[2].hasPrefix("  cause: ioFailure: Reading failed."))
        #expect(all[3] == "  cause: Inner()")
        #expect(lines(error).count == 1)
    }

    @Test func otherErrorsAreShownInWords() {
        #expect(lines(CancellationError())[0].hasPrefix("Interrupted."))
        #expect(lines(DataError.cancelled())[0].hasPrefix("Interrupted."))
        #expect(lines(OutputError.interrupted)[0].hasPrefix("Interrupted."))
        #expect(lines(OutputError.closed).isEmpty)
        #expect(lines(OutputError.system(28))[0].contains("No space left"))
        #expect(lines(UsageError("Wrong."))[0] == "Wrong. See: databridge help")
        struct Odd: Error {}
        #expect(lines(Odd()) == ["Odd()"])
    }

    @Test(
        arguments: [
            (.notFound, .notFound), (.alreadyExists, .conflict), (.conflict, .conflict),
            (.serialization, .conflict), (.constraint, .conflict), (.corrupted, .badData),
            (.invalid, .usage), (.busy, .tryAgain), (.timeout, .tryAgain), (.noSpace, .tryAgain),
            (.unavailable, .tryAgain), (.readOnly, .notAllowed), (.permissionDenied, .notAllowed),
            (.unsupported, .notAllowed), (.commitUnknown, .unknownOutcome),
            (.cancelled, .interrupted), (.ioFailure, .failure),
        ] as [(DataError.Code, ExitCode)])
    func exitCodesFollowErrorCodes(_ code: DataError.Code, _ expected: ExitCode) {
        #expect(ExitCode(DataError(code, "x")) == expected)
        #expect(ExitCode.meanings.contains { $0.code == expected })
    }

    @Test func otherErrorsHaveExitCodesToo() {
        struct Odd: Error {}
        #expect(ExitCode(Odd()) == .failure)
        #expect(ExitCode(UsageError("x")) == .usage)
        #expect(ExitCode(ExpressionError("x", in: "", at: 0)) == .usage)
        #expect(ExitCode(CancellationError()) == .interrupted)
        #expect(ExitCode(OutputError.interrupted) == .interrupted)
        #expect(ExitCode(OutputError.closed) == .outputClosed)
        #expect(ExitCode(OutputError.system(5)) == .failure)
    }
}
