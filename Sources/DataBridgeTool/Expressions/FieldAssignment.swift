import DataBridgeCore
import JSONSyntax

/// One change of a field, as it is typed: `status=done`, `tags:=["a"]`, `note-`.
struct FieldAssignment: Hashable, Sendable {
    /// The field.
    let path: FieldPath
    /// Its new value; nil to remove it.
    let value: Value?

    /// Reads a change.
    ///
    /// - `field=value`: the value is JSON when it reads as JSON, else text as it stands.
    /// - `field:=json`: the value must be JSON.
    /// - `field-`: the field goes away.
    static func parse(_ text: String) throws(ExpressionError) -> FieldAssignment {
        var scanner = ExpressionScanner(text)
        var path = try scanner.path()
        if scanner.take(":=") {
            let value = try json(scanner.rest, in: scanner)
            return FieldAssignment(path: path, value: value)
        }
        if scanner.take("=") {
            let rest = scanner.rest
            if let value = try? json(rest, in: scanner) {
                return FieldAssignment(path: path, value: value)
            }
            return FieldAssignment(path: path, value: .string(rest))
        }
        let last = path.names[path.names.count - 1]
        if scanner.isAtEnd, path.endsBare, last.utf8.count > 1, last.utf8.last == UInt8(ascii: "-")
        {
            path.names[path.names.count - 1] = String(last.dropLast())
            return FieldAssignment(path: path, value: nil)
        }
        if !path.endsBare, scanner.take("-"), scanner.isAtEnd {
            return FieldAssignment(path: path, value: nil)
        }
        throw scanner.error("expected field=value, field:=json, or field- to remove it.")
    }

    private static func json(
        _ text: String, in scanner: ExpressionScanner
    ) throws(ExpressionError) -> Value {
        do {
            return Value(json: try JSONTape(parsing: text).root)
        } catch {
            throw scanner.error(
                "the value is no JSON: \(error.message)", at: scanner.offset + error.offset)
        }
    }

    /// Makes the change in a document's object.
    ///
    /// - Throws: `invalid` when the way to the field leads through something that has no members.
    func apply(to object: inout ValueObject) throws {
        var root = Value.object(object)
        if let value {
            try root.set(value, at: path.names[...])
        } else {
            root.remove(at: path.names[...])
        }
        if case .object(let changed) = root { object = changed }
    }
}

extension ExpressionScanner {
    /// Everything that is left, as it stands.
    var rest: String { String(decoding: Array(text.utf8)[offset...], as: UTF8.self) }
}

extension Value {
    /// Removes the member or element at a path; does nothing when there is none.
    mutating func remove(at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        switch self {
        case .object(var object):
            if rest.isEmpty {
                object.remove(name)
            } else if var member = object[name] {
                member.remove(at: rest)
                object[name] = member
            }
            self = .object(object)
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else { return }
            if rest.isEmpty {
                elements.remove(at: index)
            } else {
                elements[index].remove(at: rest)
            }
            self = .array(elements)
        default: break
        }
    }
}
