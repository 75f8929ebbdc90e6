import DataBridgeCore
import DataBridgeFiles

extension JSONFileBackend {
    /// Free space below which the next commit may fail: it writes the file anew beside the old one.
    private static let leastFreeSpace: Int64 = 16 << 20

    /// The file, what is in it, the lock, and the room for the next commit.
    func health() async -> HealthReport {
        HealthReport(
            name,
            checks: [
                await HealthCheck.run("file", clock: services.clock) {
                    try await self.executor.perform(.look) { [self] in try fileCheck() }
                },
                await HealthCheck.run("content", clock: services.clock) {
                    try await self.contentCheck()
                },
                await HealthCheck.run("lock", clock: services.clock) {
                    try await self.executor.perform(.look) { [self] in try lockCheck() }
                },
                await HealthCheck.run("space", clock: services.clock) {
                    try await self.executor.perform(.look) { [self] in try spaceCheck() }
                },
            ])
    }

    private func fileCheck() throws -> (HealthReport.Status, String) {
        guard let status = try file.fileSystem.status(path) else {
            return (.healthy, "There is no file yet; the first commit makes it.")
        }
        return (.healthy, "\(status.size) bytes.")
    }

    private func contentCheck() async throws -> (HealthReport.Status, String) {
        try await refresh()
        let damage = damage
        let count = state.withLock { $0.contents.schemas.count }
        guard let first = damage.first else { return (.healthy, "\(count) collections.") }
        let place = first.source.map { " The first one stands at \($0)." } ?? ""
        return (.degraded, "\(damage.count) records cannot be read.\(place) Correct the file.")
    }

    private func lockCheck() throws -> (HealthReport.Status, String) {
        if file.isReadOnly { return (.healthy, "The file is only read.") }
        // Asking after the health of a file leaves nothing beside it.
        guard let lockPath = try FileTurn.existingPlace(for: path, in: file.fileSystem)
        else { return (.healthy, "Free.") }
        guard let lock = try FileLock.tryAcquire(.exclusive, at: lockPath, in: file.fileSystem)
        else { return (.healthy, "Somebody is writing.") }
        lock.release()
        return (.healthy, "Free.")
    }

    private func spaceCheck() throws -> (HealthReport.Status, String) {
        let resolved = try file.fileSystem.resolvingLinks(path)
        let folder = FileTurn.folder(of: resolved)
        let free = try file.fileSystem.freeSpace(at: folder.isEmpty ? "/" : folder)
        let size = state.withLock { Int64($0.loaded?.tape.source.count ?? 0) }
        let isEnough = free > size * 2 + Self.leastFreeSpace
        return (
            isEnough ? .healthy : .degraded,
            isEnough
                ? "Enough for a commit."
                : "Only \(free) bytes are free; a commit needs room for a second file. Free some."
        )
    }
}
