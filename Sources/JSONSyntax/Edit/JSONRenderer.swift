/// Writes values into a text in the style of what stands beside them.
struct JSONRenderer {
    let layout: JSONLayout
    /// The indentation of the first line of the text that templates come from.
    let firstIndent: [UInt8]

    /// Appends a value.
    ///
    /// - Parameters:
    ///   - template: A value of the text whose style is copied, if it is a container of the same
    ///     kind and not empty.
    ///   - indent: The indentation of the line on which the value begins.
    ///   - onOneLine: Whether what no template shows must stay on that line.
    func render(
        _ value: JSONNode, like template: JSONNode?, indent: [UInt8], onOneLine: Bool,
        into output: inout [UInt8]
    ) {
        guard value.kind == .object || value.kind == .array else {
            appendScalar(value, to: &output)
            return
        }
        output.append(UInt8(ascii: value.kind == .object ? "{" : "["))
        if value.count > 0 {
            let template = template.flatMap { $0.kind == value.kind && $0.count > 0 ? $0 : nil }
            let style: ContainerStyle
            if let template {
                style = ContainerStyle(of: template, layout: layout, firstIndent: firstIndent)
                    .indented(indent)
            } else {
                style = ContainerStyle(
                    of: value.kind, holding: value.elements.first?.kind, layout: layout,
                    indent: indent, onOneLine: onOneLine)
            }
            renderItems(of: value, like: template, style, into: &output)
        }
        output.append(UInt8(ascii: value.kind == .object ? "}" : "]"))
    }

    private func renderItems(
        of value: JSONNode, like template: JSONNode?, _ style: ContainerStyle,
        into output: inout [UInt8]
    ) {
        var isFirst = true
        func item(_ key: JSONNode?, _ child: JSONNode, _ template: JSONNode?) {
            output += isFirst ? style.lead : style.separator
            let indent = style.itemIndent(isFirst: isFirst)
            isFirst = false
            if let key {
                appendScalar(key, to: &output)
                output += style.colon
            }
            render(
                child, like: template, indent: indent, onOneLine: !style.hasLines, into: &output)
        }
        for member in value.members {
            let beside = template.flatMap { Templates.member(of: $0, for: member) }
            item(member.key, member.value, beside)
        }
        for element in value.elements {
            let beside = template.flatMap { Templates.element(of: $0, for: element) }
            item(nil, element, beside)
        }
        output += style.trail
    }

    /// Appends a name with the colon that follows it.
    func appendName(_ name: String, _ colon: [UInt8], to output: inout [UInt8]) {
        var writer = JSONWriter(capacity: name.utf8.count + 2)
        writer.string(name)
        append(spelled: writer.finish(), to: &output)
        output += colon
    }

    private func appendScalar(_ node: JSONNode, to output: inout [UInt8]) {
        node.withSource { text in
            if node.kind == .string {
                append(spelled: Array(text), to: &output)
            } else {
                output.append(contentsOf: text)
            }
        }
    }

    /// Appends a string in its spelling, or with escapes where the layout wants ASCII.
    private func append(spelled text: [UInt8], to output: inout [UInt8]) {
        guard layout.escapesNonASCII, text.contains(where: { $0 >= 0x80 }) else {
            output += text
            return
        }
        // Escape sequences are ASCII and stay as they are.
        for unit in String(decoding: text, as: UTF8.self).utf16 {
            if unit < 0x80 {
                output.append(UInt8(truncatingIfNeeded: unit))
            } else {
                let digits = String(unit, radix: 16)
                output += "\\u".utf8
                output += String(repeating: "0", count: 4 - digits.utf8.count).utf8
                output += digits.utf8
            }
        }
    }
}

/// Finds what a new item should look like.
enum Templates {
    private static let mostLookedAt = 64

    /// The member of the same name, or the first one whose value is of the same kind.
    static func member(of object: JSONNode, for member: JSONMember) -> JSONNode? {
        guard isContainer(member.value) else { return nil }
        let same = member.key.withString { name in
            object.members.first { $0.key.equals(name) }?.value
        }
        if let same = same ?? nil, fits(same, member.value) { return same }
        return object.members.prefix(mostLookedAt).first { fits($0.value, member.value) }?.value
    }

    /// The first element of the same kind.
    static func element(of array: JSONNode, for element: JSONNode) -> JSONNode? {
        guard isContainer(element) else { return nil }
        return array.elements.prefix(mostLookedAt).first { fits($0, element) }
    }

    static func isContainer(_ node: JSONNode) -> Bool {
        node.kind == .object || node.kind == .array
    }

    /// Whether a container shows how another one is to be written.
    static func fits(_ template: JSONNode, _ node: JSONNode) -> Bool {
        template.kind == node.kind && template.count > 0
            && (node.kind == .object || isNested(template) == isNested(node))
    }

    private static func isNested(_ array: JSONNode) -> Bool {
        array.elements.first.map(isContainer) ?? false
    }
}
