import Testing

/// A rule that looks at one file at a time.
///
/// Each has a test of its own that plants a bad sample.
struct Rule: Sendable, CustomTestStringConvertible {
    var name: String
    var findings: @Sendable (SourceFile) -> [Finding]

    var testDescription: String { name }

    static let all: [Rule] = [
        Rule(name: "imports follow the layers") {
            ImportRule(
                manifest: Repository.manifest, examples: exampleTargets, packages: packages
            ).findings(in: $0)
        },
        Rule(
            name: "Foundation stands behind FoundationEssentials", findings: FoundationRule.findings
        ),
        Rule(name: "Package.swift follows the layers", findings: ManifestRule.findings),
        Rule(name: "files belong to a target and hold something") {
            OrphanRule(manifest: Repository.manifest, isAlone: isAlone).findings(in: $0)
        },
        Rule(name: "files and functions are short", findings: LengthRule.findings),
        Rule(name: "lines are short", findings: LineRule.findings),
        Rule(name: "file names say what is inside", findings: NameRule.findings),
        Rule(name: "open ends carry an issue number", findings: DebtRule.findings),
        Rule(name: "unchecked promises carry a reason", findings: PromiseRule.findings),
        Rule(name: "no banned word", findings: BanRule.findings),
        Rule(name: "no path of one machine", findings: MachineRule.findings),
    ]

    /// Targets of examples that belong to this package.
    private static let exampleTargets = Set(
        Repository.manifest.targets.filter { $0.folder.hasPrefix("Examples/") }.map(\.name))

    /// Examples that are packages of their own, by their folder.
    private static let packages: [String: Manifest] = {
        let files = Repository.files.filter { $0.isUnder("Examples") && $0.name == "Package.swift" }
        let pairs = files.map { file in
            (String(file.path.dropLast("/Package.swift".count)), Manifest(file.text))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()

    private static func isAlone(_ file: SourceFile) -> Bool {
        let folder = Repository.manifest.target(of: file.path)?.folder ?? ""
        return Repository.files.filter { $0.isSwift && $0.isUnder(folder) }.count == 1
    }
}
