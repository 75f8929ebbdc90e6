/// Relative links of the guides lead somewhere: to a file, and to a heading in it.
struct LinkRule {
    var exists: (String) -> Bool
    var read: (String) -> SourceFile?

    func findings(in file: SourceFile) -> [Finding] {
        guard file.isMarkdown else { return [] }
        return MarkdownPage(file).links.compactMap { link in
            guard !link.target.contains(":") else { return nil }  // https:, mailto:
            let parts = link.target.split(
                separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].isEmpty ? file.path : resolve(String(parts[0]), from: file.path)
            guard exists(path) else {
                return file.finding(link.line, "broken link: there is no \(path)")
            }
            guard parts.count > 1, path.hasSuffix(".md"), let page = read(path) else { return nil }
            if MarkdownPage(page).anchors.contains(String(parts[1])) { return nil }
            return file.finding(link.line, "broken link: \(path) has no heading #\(parts[1])")
        }
    }

    private func resolve(_ target: String, from path: String) -> String {
        var folders = path.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = folders.popLast() } else { folders.append(part) }
        }
        return folders.joined(separator: "/")
    }
}
