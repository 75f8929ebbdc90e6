import Foundation

/// The guides and sources of this checkout.
enum Guide {
    /// The folder of `Package.swift`, found upwards from this file.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let manifest = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: manifest) { return folder }
            folder.deleteLastPathComponent()
        }
        preconditionFailure("no Package.swift above \(#filePath)")
    }()

    /// The text of a file, by its path from the root.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The rows of the first table whose first header cell is the given one, without the header.
    ///
    /// Cells are trimmed; a `\|` in a cell is a bar.
    static func table(_ header: String, in text: String) -> [[String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { cells($0).first == header }) else { return [] }
        return lines[start...].dropFirst(2).prefix { $0.hasPrefix("|") }.map(cells)
    }

    private static func cells(_ line: Substring) -> [String] {
        guard line.hasPrefix("|"), line.hasSuffix("|") else { return [] }
        return line.dropFirst().dropLast().replacing("\\|", with: "\u{0}")
            .split(separator: "|", omittingEmptySubsequences: false)
            .map {
                $0.trimmingCharacters(in: .whitespaces).replacing("\u{0}", with: "|")
            }
    }

    /// The fenced blocks of a language, in their order, without the fences.
    static func blocks(_ language: String, in text: String) -> [String] {
        var blocks: [String] = []
        var open: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = open {
                if line == "```" {
                    blocks.append(lines.joined(separator: "\n"))
                    open = nil
                } else {
                    open = lines + [line]
                }
            } else if line == "```" + language {
                open = []
            }
        }
        return blocks
    }
}
