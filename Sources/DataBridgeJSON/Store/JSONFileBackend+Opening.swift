import DataBridgeCore
import DataBridgeFiles

extension JSONFileBackend {
    func prepare(_ schemas: [CollectionSchema], policy: SchemaPolicy) async throws {
        try checkVersioning(schemas)
        declared.withLock { $0 = schemas }
        try await line.acquire()
        defer { line.release() }
        // How large the file is shows only now.
        try await executor.perform(.work, isUnbounded: true) { [self] in
            tidyUp()
            _ = try reload()
        }
        try checkPolicy(policy, schemas)
    }

    /// Finishes or undoes what a process that ended half-way has left beside the file.
    private func tidyUp() {
        guard !file.isReadOnly else { return }
        do {
            let folder = FileTurn.folder(of: try file.fileSystem.resolvingLinks(path))
            try AtomicReplace(in: file.fileSystem).removeStaleTemporaries(
                in: folder.isEmpty ? "/" : folder)
        } catch {
            // Who may not tidy up can still read; the next one to open the file tries again.
        }
    }

    /// Refuses what the file could not keep: it holds no versions but those in its records.
    private func checkVersioning(_ schemas: [CollectionSchema]) throws {
        for schema in schemas where schema.versioning.versionField == nil {
            let versioning = schema.versioning
            guard versioning.steps.isEmpty, versioning.minimumReader == 1 else {
                throw DataError.unsupported(
                    "The schema of \(schema.name) has upgrade steps or a minimum reader, but a "
                        + "JSON file has no place for its version. Name a field of the records: "
                        + ".version(\(versioning.version), storedIn: \"schema_version\").")
            }
        }
    }

    private func checkPolicy(_ policy: SchemaPolicy, _ schemas: [CollectionSchema]) throws {
        guard policy == .verify else { return }
        let known = state.withLock { $0.loaded?.collections ?? [:] }
        let missing = schemas.map { collectionName($0.name) }
            .filter { known[.string($0)] == nil }
        guard missing.isEmpty else {
            throw DataError.unsupported(
                "The file lacks the collections \(missing.joined(separator: ", ")). Open it with "
                    + "the policy .additive to have them made.")
        }
    }
}
