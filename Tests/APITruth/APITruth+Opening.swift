import DataBridge
import Foundation

extension APITruth {
    static func urls() throws {
        let url = try StoreURL("ledger://me@host/data/books?readonly=1&name=a%20b")
        try check(url.scheme == "ledger" && url.authority == "me@host", "\(url)")
        try check(url.path == "/data/books" && url["name"] == "a b", "its path and names")
        try check(url.parameters.map(\.name) == ["readonly", "name"], "all parameters")
        try check(url.parameters.map(\.value) == ["1", "a b"], "their values")
        try check(try url.flag("readonly") && !url.flag("nothing"), "a flag")
        try check(try StoreURL("books.json").filePath() == "books.json", "a plain path")
    }

    /// A driver of one's own.
    static func drivers() async throws {
        let open: Driver.Open = { url, entities, options in
            guard try url.flag("empty") else { throw DataError.unsupported("It is always empty.") }
            return MemoryStore(entities: entities, options: options)
        }
        let shelf = Driver(
            scheme: "shelf", pathEndings: [".shelf"], parameters: ["empty"], open: open)
        try check(shelf.parameters == ["empty"], "what it knows")
        try check(shelf.accepts(try StoreURL("my.shelf")), "by the ending")
        try check(!shelf.accepts(try StoreURL("json:my.json")), "another one's")
        let store = try await shelf.open(
            StoreURL("shelf:?empty=1"), entities: [Author.schema], options: .standard)
        try check(try await store.repository(for: Author.self).count() == 0, "it is empty")
        let same = try await Bridge.open(
            "shelf:?empty=1", drivers: [shelf], entities: [Author.schema],
            options: StoreOptions(schemaPolicy: .apply))
        try check(same.capabilities == store.capabilities, "by the bridge")
    }

    static func jsonFiles() async throws {
        try await withFolder { folder in
            let path = folder + "/authors.json"
            var file = JSONFileOptions(lockTimeout: .seconds(1), pollInterval: nil)
            file.passesOverBadRecords = true
            try Data(#"{"authors":[{"id":1},{"id":"?"}]}"#.utf8).write(to: URL(filePath: path))
            var options = StoreOptions.standard
            options.schemaPolicy = .additive
            options.instrumentation = nil
            let store = try await JSONFileStore.open(
                path, entities: [Author.schema], options: options, file: file)
            try check(try await store.repository(for: Author.self).count() == 1, "what can be read")
            guard let damage = store.damage.first else { return try check(false, "the damage") }
            try check(damage.code == .corrupted && damage.source?.line == 1, "\(damage)")
            try check(damage.source?.file.hasSuffix("authors.json") == true, "where")
            try check(damage.source?.pointer != nil && damage.source?.column != nil, "exactly")
            try await store.close()

            // The same files by another one's options.
            var same = JSONFileOptions()
            same.fileSystem = file.fileSystem
            try check(!same.passesOverBadRecords && !same.isReadOnly, "the usual options")
            file.isReadOnly = true
            file.pollInterval = same.pollInterval
            let reader = try await JSONFileStore.open(
                path, entities: [Author.schema], file: file)
            do {
                try await reader.repository(for: Author.self).insert(Author(id: 2))
                try check(false, "it is read only")
            } catch .readOnly {}
            try check(file.lockTimeout == .seconds(1) && reader.capabilities.isDurable, "options")
            try await reader.close()
        }
    }

    static func options() async throws {
        let retry = RetryPolicy(attempts: 9)
        try check(retry.attempts == 9 && retry.baseDelay == RetryPolicy.standard.baseDelay, "retry")
        try check(retry.maximumDelay == RetryPolicy.standard.maximumDelay, "its longest wait")
        var options = TransactionOptions.standard
        options.isolation = .readCommitted
        options.timeout = .seconds(9)
        options.retry = retry
        let store = MemoryStore(entities: [Author.schema])
        try await store.transaction(options) { unit in
            try check(unit.isolation >= .readCommitted, "as strong as asked for, or stronger")
        }
    }
}
