/// A key in the coding path of an error, or of a container that no key type is known for.
struct JSONCodingKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "Index \(intValue)"
        self.intValue = intValue
    }

    /// The key under which classes keep what their superclass codes.
    static let `super` = JSONCodingKey(stringValue: "super")
}
