import Foundation
import Testing

@testable import DataBridgeFiles

struct FileErrorTests {
    @Test(arguments: [
        (ENOENT, FileError.Code.notFound), (EEXIST, .alreadyExists), (EACCES, .permissionDenied),
        (EPERM, .permissionDenied), (EROFS, .readOnlyFileSystem), (ENOSPC, .noSpace),
        (EDQUOT, .noSpace), (EISDIR, .isAFolder), (ENOTDIR, .notAFolder),
        (ENOTEMPTY, .folderNotEmpty), (EMFILE, .tooManyOpenFiles), (ENFILE, .tooManyOpenFiles),
        (ELOOP, .tooManyLinks), (ENAMETOOLONG, .nameTooLong), (EFBIG, .tooLarge),
        (EXDEV, .differentFileSystems), (EIO, .ioError), (EBUSY, .busy), (ENOTSUP, .unsupported),
        (EINVAL, .invalidArgument), (EPIPE, .other),
    ])
    func systemErrorsHaveCodes(number: Int32, code: FileError.Code) {
        let error = FileError(systemErrorNumber: number, "open", "a")
        #expect(error.code == code)
        #expect(error.systemErrorNumber == number)
        #expect(error.description.contains("(system error \(number))"))
    }

    @Test func descriptionSaysWhatHappenedAndWhatToDo() {
        let error = FileError(
            .changedMeanwhile, "replace", "a/tasks.json", detail: "Edited.",
            isOutcomeUnknown: true, keptAside: ["a/one", "a/two"])
        #expect(
            error.description == """
                Could not replace a/tasks.json: somebody else changed it in the meantime. Edited. \
                Kept aside as a/one, a/two. It may have happened all the same: look before trying \
                again. Read it again and repeat the change.
                """)
    }

    @Test func codesOfOthersShowTheirName() {
        let error = FileError(FileError.Code("eclipse"), "read", "a")
        #expect(error.description == "Could not read a: eclipse.")
        #expect(error.code.description == "eclipse")
    }

    @Test func everyCodeHasWords() {
        let codes: [FileError.Code] = [
            .notFound, .alreadyExists, .permissionDenied, .readOnlyFileSystem, .noSpace, .isAFolder,
            .notAFolder, .notARegularFile, .folderNotEmpty, .tooManyOpenFiles, .tooManyLinks,
            .nameTooLong, .tooLarge, .differentFileSystems, .ioError, .syncFailed, .busy,
            .lockTimeout, .cancelled, .changedMeanwhile, .closed, .unsupported, .invalidArgument,
            .other,
        ]
        #expect(Set(codes).count == codes.count)
        for code in codes {
            #expect(code.explanation.contains(" "), "\(code)")
        }
    }

    @Test func errorsAreCaughtByCode() {
        do throws(FileError) {
            throw FileError(.notFound, "open", "a")
        } catch FileError.Code.noSpace {
            Issue.record("The wrong clause.")
        } catch FileError.Code.notFound {
            return
        } catch {
            Issue.record("No clause.")
        }
    }
}
