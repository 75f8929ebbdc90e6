import DataBridgeCore

/// An id as someone types it.
///
/// `7` is the number 7 and, where no record has that, the text "7". In double quotes it is the text
/// and nothing else.
struct RecordID: Sendable {
    /// What the user typed.
    let text: String
    /// The ids it can mean, the likeliest first.
    let candidates: [LosslessID]

    init(_ text: String) {
        self.text = text
        var scanner = ExpressionScanner(text)
        if scanner.isNext("\""), let quoted = try? scanner.quotedText(), scanner.isAtEnd {
            candidates = [.string(quoted)]
            return
        }
        let parsed = LosslessID(parsing: text)
        if case .string = parsed {
            candidates = [parsed]
        } else {
            candidates = [parsed, .string(text)]
        }
    }

    /// The document that has one of the candidates as its id; nil when none has.
    func find(in documents: any DataRepository<Document>) async throws -> Document? {
        for id in candidates {
            if let document = try await documents.get(id) { return document }
        }
        return nil
    }

    /// The error for an id that no record has.
    func notFound(in collection: String) -> DataError {
        DataError(
            .notFound,
            "No record has this id. List the ids with: databridge query URL COLLECTION --fields id",
            collection: collection, recordID: candidates[0].value)
    }
}

extension LosslessID {
    /// The id as a member of a document holds it.
    var documentValue: Value {
        if case .number(let number) = self { .number(number) } else { value }
    }
}
