/// A file imports only what `TargetTable` allows its target, and names in `Package.swift` what it
/// imports of ours; the compiler lets modules of other targets slip through.
struct ImportRule {
    var manifest: Manifest
    /// Targets that belong to examples, which import each other.
    var examples: Set<String> = []
    /// Manifests of examples that are packages of their own, by their folder: these stand for a
    /// third party and import what they depend on.
    var packages: [String: Manifest] = [:]

    func findings(in file: SourceFile) -> [Finding] {
        guard file.isSwift, file.target != nil || file.isUnder("Examples"),
            let allowed = allowed(in: file)
        else { return [] }
        let declared = manifest.target(of: file.path)
        return ImportStatement.all(in: file.code).compactMap { statement in
            let module = statement.module
            guard allowed.contains(module) else {
                let place = declared?.name ?? file.path
                return file.finding(statement.line, "\(place) must not import \(module)")
            }
            if let declared, module != declared.name, manifest.target(named: module) != nil,
                !declared.dependencies.contains(module)
            {
                let message = "\(module) is not a dependency of \(declared.name) in Package.swift"
                return file.finding(statement.line, message)
            }
            return nil
        }
    }

    /// Nil where another rule reports the file.
    private func allowed(in file: SourceFile) -> Set<String>? {
        if file.isUnder("Sources") {
            guard let row = file.target.flatMap(TargetTable.row) else { return nil }
            return row.modules.union(row.system).union(TargetTable.everywhere)
        }
        if file.isUnder("Tests") {
            let ours = Set(manifest.target(of: file.path)?.dependencies ?? [])
            return ours.union(TargetTable.testSystem)
        }
        if file.name == "Package.swift" { return ["PackageDescription"] }
        if let package = packages.first(where: { file.isUnder($0.key) }) {
            let path = String(file.path.dropFirst(package.key.count + 1))
            let ours = Set(package.value.target(of: path)?.dependencies ?? [])
            return ours.union(TargetTable.testSystem)
        }
        // A target's name may hold a hyphen, its module's may not.
        let modules = examples.union(examples.map { $0.replacing("-", with: "_") })
        return TargetTable.exampleModules.union(modules).union(TargetTable.testSystem)
    }
}

/// Libraries use `FoundationEssentials`; `Foundation`, which is a tenfold of it, stands only in the
/// `#else` of `#if canImport(FoundationEssentials)`.
enum FoundationRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isUnder("Sources"), !TargetTable.isTool(file.target) else { return [] }
        return ImportStatement.all(in: file.code).filter {
            $0.module == "Foundation" && !$0.elseOf.contains("canImport FoundationEssentials")
        }.map {
            file.finding(
                $0.line,
                "import Foundation only in the #else of #if canImport(FoundationEssentials)")
        }
    }
}
