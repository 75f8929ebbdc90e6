import DataBridgeFiles
import DataBridgeTestKit
import Testing
import TrialFiles

/// Locks and what may come in between, on a sound file layer and on ones with a planted bug.
struct FileLockFaultTests {
    @Test func lockExcludesAndIsGivenBack() throws {
        #expect(try exclusionFindings(nil) == [])
    }

    @Test func failureOfEveryCallLeavesNoLock() throws {
        #expect(try failureFindings(nil) == [])
    }

    @Test func lockEndsWithTheProcess() throws {
        #expect(try crashFindings(nil) == [])
    }

    @Test func checksFindPlantedBugs() throws {
        let table: [(found: [String], finding: String)] = [
            (try exclusionFindings(.ignoresLocks), "two have it"),
            (try exclusionFindings(.ignoresSharedLocks), "a reader has it beside the writer"),
            (try exclusionFindings(.keepsLocks), "it is not given back"),
            (try failureFindings(.keepsLocks), "it is not given back"),
            (try crashFindings(.ignoresLocks), "it was not held"),
        ]
        for (found, finding) in table {
            #expect(found.contains(finding), "\(finding): \(found)")
        }
    }

    private func exclusionFindings(_ bug: FileBug?) throws -> [String] {
        let folder = try TemporaryFolder()
        let fileSystem = BrokenFileSystem(SystemFileSystem(), bug)
        func tryAcquire(_ kind: LockKind) throws(FileError) -> FileLock? {
            try FileLock.tryAcquire(kind, at: folder.path("lock"), in: fileSystem)
        }
        var findings: [String] = []
        let first = try tryAcquire(.exclusive)
        if try tryAcquire(.exclusive) != nil { findings.append("two have it") }
        if try tryAcquire(.shared) != nil { findings.append("a reader has it beside the writer") }
        first?.release()
        if try tryAcquire(.exclusive) == nil { findings.append("it is not given back") }
        return findings
    }

    private func failureFindings(_ bug: FileBug?) throws -> [String] {
        var findings: [String] = []
        for call in 1...7 {
            let folder = try TemporaryFolder()
            let faulty = FaultyFileSystem()
            faulty.on(.call(call), .fail(.ioError))
            let fileSystem = BrokenFileSystem(faulty, bug)
            // Whether it fails or not, nothing is held afterwards.
            try? FileLock.tryAcquire(.exclusive, at: folder.path("lock"), in: fileSystem)?.release()
            let next = try FileLock.tryAcquire(
                .exclusive, at: folder.path("lock"), in: SystemFileSystem())
            if next == nil { findings.append("it is not given back") }
        }
        return findings
    }

    private func crashFindings(_ bug: FileBug?) throws -> [String] {
        let folder = try TemporaryFolder()
        let faulty = FaultyFileSystem()
        let system = SystemFileSystem()
        let path = folder.path("lock")
        var findings: [String] = []
        let lock = try FileLock.tryAcquire(
            .exclusive, at: path, in: BrokenFileSystem(faulty, bug))
        if try FileLock.tryAcquire(.exclusive, at: path, in: system) != nil {
            findings.append("it was not held")
        }
        faulty.on(.call(1), .crash)
        lock?.release()
        if try FileLock.tryAcquire(.exclusive, at: path, in: system) == nil {
            findings.append("it outlives the process")
        }
        return findings
    }
}
