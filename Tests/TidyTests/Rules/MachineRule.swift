/// Nothing names a folder of the machine it was written on, or the program that wrote it.
enum MachineRule {
    /// First folders of paths that exist on one machine only.
    ///
    /// Spelt without slashes, so that this file passes its own rule.
    private static let folders = ["home", "root", "Users", "work"]

    private static let credits = ["Co-authored", "Generated", "Assisted"].map {
        "\($0)-by:".lowercased()
    }

    static func findings(in file: SourceFile) -> [Finding] {
        var wanted = folders.map { "/\($0)/" }
        // Tests may need a scratch folder, libraries ask for one.
        if file.isUnder("Sources") { wanted += ["tmp", "private"].map { "/\($0)/" } }
        return file.lines.enumerated().flatMap { offset, line -> [Finding] in
            let paths = line.contains("/") ? wanted.filter { names($0, in: line) } : []
            let lowercased = line.lowercased()
            return paths.map { file.finding(offset + 1, "\($0) is a folder of one machine") }
                + credits.filter(lowercased.contains).map {
                    file.finding(offset + 1, "'\($0)': the text does not say who typed it")
                }
        }
    }

    /// Whether a path begins with `folder`: a longer path, such as `Sources/root/`, does not.
    private static func names(_ folder: String, in line: Substring) -> Bool {
        var rest = line
        while let found = rest.firstRange(of: folder) {
            let before = rest[..<found.lowerBound].last
            let isInside = before.map { $0.isLetter || $0.isNumber || "._-/~}*$)]".contains($0) }
            if isInside != true { return true }
            rest = rest[rest.index(after: found.lowerBound)...]
        }
        return false
    }
}
