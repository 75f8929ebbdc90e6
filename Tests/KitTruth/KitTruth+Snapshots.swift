import DataBridge
import DataBridgeTestKit

extension KitTruth {
    static func snapshots() async throws {
        let store = try await MemoryStore.seeded(with: Errand.some)
        let before = try await TextSnapshot(of: store)
        let text = """
            errands: 2 records
              1 title: "Write", done: false
              2 title: "Read", done: false

            """
        try check(before.text == text && before.description == text, "\(before)")
        try check(before.lines.count == 3 && before == TextSnapshot(text), "its lines")
        try before.check(equals: text)
        try await store.repository(for: Errand.self).update(2) { $0.isDone = true }
        let after = try await TextSnapshot(of: store)
        try check(before.difference(from: before) == nil, "no difference")
        let difference = after.difference(from: before) ?? ""
        try check(difference.contains("-   2 title: \"Read\", done: false"), difference)
        try check(difference.contains("+   2 title: \"Read\", done: true"), difference)
        let mismatch = try await failure(SnapshotMismatch.self) {
            try after.check(equals: before)
        }
        try check(mismatch.difference == difference, "the lines that differ")
        try check(mismatch.location.fileID.hasSuffix("KitTruth+Snapshots.swift"), "my line")
        try check(mismatch.description.hasSuffix(difference), "\(mismatch)")
        try await options(of: store)
    }

    private static func options(of store: MemoryStore) async throws {
        var options = TextSnapshot.Options.standard
        try check(options.collections == nil && options.versions == .omitted, "the standard")
        try check(options.layout == .records, "a line each")
        options.layout = .fields
        options.versions = .numbered
        let fields = try await TextSnapshot(of: store, options)
        try check(fields.lines.count == 7 && fields.text.contains("v1"), "\(fields)")
        options.versions = .exact
        options.layout = .records
        let exact = try await TextSnapshot(of: store, options)
        let version = try await store.repository(for: Errand.self).record(1)?.version
        try check(
            version.map { exact.lines[1].contains("\($0)") } == true, "\(exact), \(version as Any)")
        options.collections = []
        try check(try await TextSnapshot(of: store, options).lines.isEmpty, "no collection")
        let missing = try await failure(DataError.self) {
            _ = try await TextSnapshot(of: store, .init(collections: ["missing"]))
        }
        try check(missing.code == .notFound, "a collection that is not there")
    }
}
