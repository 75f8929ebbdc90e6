/// A file or folder is named after its concept; drawers for leftovers have no name of their own.
enum NameRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        return ["Utilities", "Utility", "Utils", "Helpers", "Helper"].filter(file.path.contains)
            .prefix(1)
            .map { file.finding(1, "'\($0)' does not say what is inside: name the concept") }
    }
}
