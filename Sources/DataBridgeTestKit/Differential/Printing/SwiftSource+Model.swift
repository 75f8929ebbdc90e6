import DataBridgeCore

extension SwiftSource {
    static func of(_ type: FieldType) -> String {
        switch type {
        case .embedded(let layout):
            let key = layout.key.map { ", key: \(of($0))" } ?? ""
            return ".embedded(EmbeddedLayout(fields: \(list(layout.fields.map { of($0) }))\(key)))"
        case .array(let element, let isOptional):
            return ".array(\(of(element)), optionalElements: \(isOptional))"
        case .dictionary(let element, let isOptional):
            return ".dictionary(\(of(element)), optionalValues: \(isOptional))"
        default: return ".\(type)"
        }
    }

    static func of(_ field: FieldLayout) -> String {
        var text = "FieldLayout(name: \(of(field.name)), type: \(of(field.type))"
        if field.isOptional { text += ", isOptional: true" }
        if let value = field.defaultValue { text += ", defaultValue: \(of(value))" }
        return text + ")"
    }

    static func of(_ index: IndexLayout) -> String {
        "IndexLayout(fields: \(list(index.fields.map { path($0) })), isUnique: \(index.isUnique))"
    }

    static func of(_ model: CollectionModel) -> String {
        if model.isTyped { return ".specimens(\(of(model.name)))" }
        var parts = [of(model.name)]
        if model.idType != .string { parts.append("id: \(of(model.idType))") }
        let fields = model.fields.filter { !ByteOrder.equal($0.name, CollectionModel.idName) }
        parts.append("fields: \(list(fields.map { of($0) }))")
        if !model.indexes.isEmpty {
            parts.append("indexes: \(list(model.indexes.map { of($0) }))")
        }
        if !model.references.isEmpty {
            let references = model.references.map { reference in
                ".init(\(of(reference.field)), to: \(of(reference.target)), "
                    + "onDelete: .\(reference.onDelete))"
            }
            parts.append("references: \(list(references))")
        }
        if let field = model.softDelete { parts.append("softDelete: \(of(field))") }
        return "CollectionModel(\(parts.joined(separator: ", ")))"
    }

    /// An episode as an expression, each collection and step on lines of its own.
    static func of(_ episode: DifferentialEpisode) -> String {
        let collections = episode.collections.map { of($0) }
        let steps = episode.steps.map { of($0) }
        return """
            DifferentialEpisode(
                collections: \(lines(collections)),
                steps: \(lines(steps)))
            """
    }

    private static func lines(_ elements: [String]) -> String {
        if elements.isEmpty { return "[]" }
        return "[\n"
            + elements.map { "        \(SourceLayout.wrapped($0, indent: 8)),\n" }.joined()
            + "    ]"
    }
}
