/// Colours and weights of a terminal.
struct Style: Hashable, Sendable {
    private let code: String

    static let bold = Style(code: "1")
    static let dim = Style(code: "2")
    static let red = Style(code: "31")
    static let green = Style(code: "32")
    static let yellow = Style(code: "33")

    /// The text in this style, or as it is.
    func applied(to text: String, if isOn: Bool) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
