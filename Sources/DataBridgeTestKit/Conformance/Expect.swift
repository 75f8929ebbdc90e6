import DataBridgeCore

/// The checks that cases are made of; each throws a ``Mismatch``.
enum Expect {
    static func equal<T: Equatable>(
        _ found: T, _ expected: T, _ subject: String, fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        guard found != expected else { return }
        throw Mismatch(
            subject, expected: "\(expected)", found: "\(found)", fileID: fileID, line: line)
    }

    /// Text compares by its bytes: Swift's own `==` takes composed and decomposed "é" for the same.
    static func equal(
        _ found: String, _ expected: String, _ subject: String, fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        try equal([found], [expected], subject, fileID: fileID, line: line)
    }

    static func equal(
        _ found: [String], _ expected: [String], _ subject: String,
        fileID: StaticString = #fileID, line: UInt = #line
    ) throws {
        let isEqual =
            found.count == expected.count
            && zip(found, expected).allSatisfy { ByteOrder.equal($0, $1) }
        guard !isEqual else { return }
        throw Mismatch(
            "\(subject)\(place(of: found, expected))", expected: spelled(expected),
            found: spelled(found), fileID: fileID, line: line)
    }

    static func different<T: Equatable>(
        _ found: T, _ other: T, _ subject: String, fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        guard found == other else { return }
        throw Mismatch(
            subject, expected: "something else than \(other)", found: "\(found)", fileID: fileID,
            line: line)
    }

    static func isTrue(
        _ condition: Bool, _ subject: String, fileID: StaticString = #fileID, line: UInt = #line
    ) throws {
        guard !condition else { return }
        throw Mismatch(subject, expected: "true", found: "false", fileID: fileID, line: line)
    }

    static func value<T>(
        _ value: T?, _ subject: String, fileID: StaticString = #fileID, line: UInt = #line
    ) throws -> T {
        guard let value else {
            throw Mismatch(subject, expected: "a value", found: "nil", fileID: fileID, line: line)
        }
        return value
    }

    /// The entities are the same to the last bit, in the same order.
    static func same<E: Entity>(
        _ found: [E], _ expected: [E], _ subject: String, fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        let ids = try found.map { try $0.id.fieldValue().idText }
        let expectedIDs = try expected.map { try $0.id.fieldValue().idText }
        try equal(ids, expectedIDs, "\(subject): ids", fileID: fileID, line: line)
        for (left, right) in zip(found, expected) {
            try same(left, right, subject, fileID: fileID, line: line)
        }
    }

    static func same<E: Entity>(
        _ found: E?, _ expected: E, _ subject: String, fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        guard let found else {
            throw Mismatch(
                subject, expected: "\(expected)", found: "nil", fileID: fileID, line: line)
        }
        let fields = E.schema.collection.fields
        let values = zip(try E.schema.values(of: found), try E.schema.values(of: expected))
        for (field, (left, right)) in zip(fields, values) where !Identity.same(left, right) {
            throw Mismatch(
                "\(subject): field \"\(field.name)\"", expected: Identity.spelled(right),
                found: Identity.spelled(left), fileID: fileID, line: line)
        }
    }

    /// The body throws a `DataError` of the code.
    @discardableResult
    static func error<T>(
        _ code: DataError.Code, _ subject: String, fileID: StaticString = #fileID,
        line: UInt = #line, _ body: () async throws -> T
    ) async throws -> DataError {
        let result: T
        do {
            result = try await body()
        } catch let mismatch as Mismatch {
            throw mismatch
        } catch {
            if let error = error as? DataError, error.code == code { return error }
            throw Mismatch(
                subject, expected: "the error \(code)", found: "\(error)", cause: error,
                fileID: fileID, line: line)
        }
        throw Mismatch(
            subject, expected: "the error \(code)",
            found: T.self == Void.self ? "no error" : "no error, but \(result)", fileID: fileID,
            line: line)
    }

    /// Texts as source, few of them when they are many.
    private static func spelled(_ texts: [String]) -> String {
        let shown = texts.prefix(8).map { Identity.spelled(.string($0)) }
        let rest = texts.count > shown.count ? ", … (\(texts.count) in all)" : ""
        return "[\(shown.joined(separator: ", "))\(rest)]"
    }

    /// Where two long lists begin to differ.
    private static func place(of found: [String], _ expected: [String]) -> String {
        guard max(found.count, expected.count) > 8 else { return "" }
        let index = zip(found, expected).prefix { ByteOrder.equal($0, $1) }.count
        let left = index < found.count ? Identity.spelled(.string(found[index])) : "nothing"
        let right = index < expected.count ? Identity.spelled(.string(expected[index])) : "nothing"
        return ", at \(index): \(left) instead of \(right)"
    }
}
