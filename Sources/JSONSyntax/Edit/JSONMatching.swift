/// Which elements of two versions of an array are one and the same.
///
/// An element that is recognised keeps its place in the text, its layout, and the members that the
/// new version does not know of.
public indirect enum JSONMatching: Hashable, Sendable {
    /// Objects with a member named `id` match by it; everything else by equality, and what is left
    /// between equal elements by position.
    case automatic

    /// An object whose members are matched each in their way; others automatically.
    case members([String: JSONMatching])

    /// An array whose elements are objects that match by a member, if a name is given and all have
    /// it, or else automatically; and how each of them is matched inside.
    case elements(by: String?, JSONMatching = .automatic)

    /// How a member is matched.
    func member(_ name: JSONNode) -> JSONMatching {
        guard case .members(let members) = self else { return .automatic }
        return name.string.flatMap { members[$0] } ?? .automatic
    }

    /// The member by which elements match, and how they are matched inside.
    var elements: (key: String, matching: JSONMatching) {
        guard case .elements(let key, let matching) = self else { return ("id", .automatic) }
        return (key ?? "id", matching)
    }
}
