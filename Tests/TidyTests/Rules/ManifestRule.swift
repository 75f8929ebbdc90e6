/// `Package.swift` lists its targets bottom-up, as `TargetTable` does, and gives none a dependency
/// that the table forbids.
enum ManifestRule {
    static let lineLimit = 200

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.path == "Package.swift" else { return [] }
        let targets = Manifest(file.text).targets
        var findings = targets.flatMap { dependencyFindings($0, in: file) }
        findings += orderFindings(targets, in: file)
        if file.lines.count >= lineLimit {
            findings.append(
                file.finding(1, "\(file.lines.count) lines; keep it under \(lineLimit)"))
        }
        return findings
    }

    private static func dependencyFindings(
        _ target: Manifest.Target, in file: SourceFile
    ) -> [Finding] {
        guard target.folder.hasPrefix("Sources/") else { return [] }
        guard let row = TargetTable.row(target.name) else {
            let message = "\(target.name) is not in TargetTable: add it to the table, at its layer"
            return [file.finding(target.line, message)]
        }
        return target.dependencies.filter { !row.modules.contains($0) }.map {
            file.finding(target.line, "\(target.name) must not depend on \($0)")
        }
    }

    /// Sources and tests are each in the order of the table.
    private static func orderFindings(
        _ targets: [Manifest.Target], in file: SourceFile
    ) -> [Finding] {
        let order = TargetTable.rows.map(\.name)
        var findings: [Finding] = []
        for isTest in [false, true] {
            var highest = -1
            for target in targets where target.isTest == isTest {
                let subject = isTest ? String(target.name.dropLast("Tests".count)) : target.name
                guard let position = order.firstIndex(of: subject) else { continue }
                if position < highest {
                    let message =
                        "\(target.name) stands below \(order[highest]); keep the layers' order"
                    findings.append(file.finding(target.line, message))
                }
                highest = max(highest, position)
            }
        }
        return findings
    }
}
