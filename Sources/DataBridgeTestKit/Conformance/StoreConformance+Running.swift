extension StoreConformance.Case {
    /// Tries this part of the contract on a new store.
    ///
    /// - Parameters:
    ///   - factory: opens the store.
    ///   - fileID: the caller's file, filled in by the compiler.
    ///   - filePath: the caller's path, filled in by the compiler.
    ///   - line: the caller's line, filled in by the compiler.
    ///   - column: the caller's column, filled in by the compiler.
    /// - Returns: whether the case applied.
    /// - Throws: ``ConformanceFailure``, and nothing else.
    @discardableResult
    public func run(
        on factory: StoreFactory, fileID: String = #fileID, filePath: String = #filePath,
        line: Int = #line, column: Int = #column
    ) async throws(ConformanceFailure) -> StoreConformance.Outcome {
        let trial = Trial(factory, requirements)
        // The whole case gets a few times the patience of one wait.
        let verdict = await Watchdog.run(within: factory.patience * 3) {
            await judge(trial)
        }
        let mismatch: Mismatch
        switch verdict {
        case .passed: return .passed
        case .skipped(let reason): return .skipped(reason)
        case .failed(let found): mismatch = found
        case nil:
            mismatch = Mismatch(
                "the case comes to its end", expected: "an end",
                found: "something that still waits after \(factory.patience * 3)")
        }
        throw ConformanceFailure(
            mismatch, caseName: name, store: factory.name,
            location: CallerLocation(
                fileID: fileID, filePath: filePath, line: line, column: column))
    }

    private enum Verdict: Sendable {
        case passed
        case skipped(String)
        case failed(Mismatch)
    }

    private func judge(_ trial: Trial) async -> Verdict {
        var verdict = Verdict.passed
        do {
            try await body(trial)
        } catch let skip as Skip {
            verdict = .skipped(skip.reason)
        } catch let mismatch as Mismatch {
            verdict = .failed(mismatch)
        } catch {
            verdict = .failed(
                Mismatch(
                    "the case runs to its end", expected: "no error", found: "\(error)",
                    cause: error))
        }
        do {
            try await trial.end()
        } catch {
            if case .passed = verdict {
                verdict = .failed(
                    Mismatch(
                        "the store closes", expected: "no error", found: "\(error)", cause: error))
            }
        }
        return verdict
    }
}

/// Thrown by a case that does not apply.
struct Skip: Error {
    var reason: String
}
