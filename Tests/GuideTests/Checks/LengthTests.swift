import Foundation
import Testing

/// Keeps each guide short enough to be read at a sitting.
struct LengthTests {
    @Test func guidesAreShort() throws {
        let folder = Guide.root.appendingPathComponent("Documentation").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names where name.hasSuffix(".md") {
            let lines = try Guide.text("Documentation/\(name)").split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 250, "\(name) has \(lines.count) lines")
        }
    }
}
