import DataBridgeCore

/// The few ids and values that an episode uses in a collection, so that records meet: the same id
/// is written twice, a filter finds something, a unique value is taken.
struct Vocabulary {
    let model: CollectionModel
    private(set) var ids: [Value] = []
    private var pools: [[Value]] = []
    /// The ways to everything that a filter can name, with the type there.
    private(set) var paths: [(path: [String], type: FieldType)] = []

    init(_ model: CollectionModel, _ random: inout SeededGenerator) {
        self.model = model
        let types = model.isTyped ? Specimen.schema.fieldTypes : []
        for (index, field) in model.fields.enumerated() {
            let isUnique = model.indexes.contains {
                $0.isUnique && $0.fields.contains([field.name])
            }
            let count = index == model.idIndex ? 8 : isUnique ? 6 : random.int(in: 2...5)
            var pool: [Value] = []
            for _ in 0..<count * 3 where pool.count < count {
                let value = RandomValue.next(field, &random)
                let held = Vocabulary.held(value, by: field, types.isEmpty ? nil : types[index])
                guard let held, !pool.contains(held) else { continue }
                pool.append(held)
            }
            if pool.isEmpty { pool = [field.placeholder] }
            pools.append(pool)
            addPaths([field.name], field.type)
        }
        ids = pools[model.idIndex]
    }

    /// The value as the field holds it; nil when it cannot.
    private static func held(
        _ value: Value, by field: FieldLayout, _ type: (any FieldValue.Type)?
    ) -> Value? {
        do {
            guard let type else { return try field.canonical(value) }
            return try type.init(fieldValue: value).fieldValue()
        } catch {
            return nil  // Another one is drawn.
        }
    }

    private mutating func addPaths(_ path: [String], _ type: FieldType) {
        paths.append((path, type))
        switch type {
        case .embedded(let layout):
            for field in layout.fields { addPaths(path + [field.name], field.type) }
        case .opaque: paths += [(path + ["k"], .opaque), (path + ["0"], .opaque)]
        case .array(let element, _): paths.append((path + ["0"], element))
        case .dictionary(let element, _): paths.append((path + ["a"], element))
        default: break
        }
    }

    /// What a reference to another collection may hold.
    mutating func refer(from field: String, to ids: [Value]) {
        guard let index = model.fieldIndex(field) else { return }
        pools[index] = ids.prefix(4) + (model.fields[index].isOptional ? [.null] : [])
    }

    func id(_ random: inout SeededGenerator) -> Value {
        random.element(of: ids) ?? .null
    }

    /// A value for a field, mostly one that other records have as well.
    func value(at index: Int, _ random: inout SeededGenerator) -> Value {
        random.element(of: pools[index]) ?? .null
    }

    /// A record with the id: all of its members but those that say nothing.
    func record(_ id: Value, _ random: inout SeededGenerator) -> ValueObject {
        var object = ValueObject()
        object[CollectionModel.idName] = id
        for (index, field) in model.fields.enumerated() where index != model.idIndex {
            if let name = model.softDelete, ByteOrder.equal(name, field.name) { continue }
            let isReference = model.references.contains { ByteOrder.equal($0.field, field.name) }
            if !isReference, random.chance(model.isTyped ? 60 : 10) { continue }
            object[field.name] = value(at: index, &random)
        }
        return object
    }

    /// A value to compare with what stands at a path.
    func literal(for path: [String], _ type: FieldType, _ random: inout SeededGenerator) -> Value {
        if random.chance(75), let first = path.first, let index = model.fieldIndex(first) {
            return value(at: index, &random).value(at: path.dropFirst())
        }
        if random.chance(10) { return RandomValue.next(.integer, &random) }
        return random.chance(10) ? .null : RandomValue.next(type, &random)
    }
}
