/// Every Swift file is compiled by a target that `Package.swift` and `TargetTable` know, and holds
/// more than imports.
struct OrphanRule {
    var manifest: Manifest
    /// Whether a file is the only one of its target, which needs one.
    var isAlone: (SourceFile) -> Bool

    func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift, file.target != nil || file.isUnder("Sources") || file.isUnder("Tests")
        else { return [] }
        guard let target = manifest.target(of: file.path) else {
            return [file.finding(1, "dead file: no target in Package.swift compiles it")]
        }
        if file.isUnder("Sources"), TargetTable.row(target.name) == nil {
            return [file.finding(1, "\(target.name) is not in TargetTable: add it to the table")]
        }
        guard !holdsSomething(file), !isAlone(file) else { return [] }
        return [file.finding(1, "empty file: nothing but imports and comments")]
    }

    /// A re-export is something: the umbrella consists of little else.
    private func holdsSomething(_ file: SourceFile) -> Bool {
        let code = file.code
        if code.contains(where: { $0.isWord("_exported") }) { return true }
        let others = code.filter { $0.isWord("import") || $0.isMark("#") }.map(\.line)
        let ignored = Set(others)
        return code.contains { !ignored.contains($0.line) }
    }
}
