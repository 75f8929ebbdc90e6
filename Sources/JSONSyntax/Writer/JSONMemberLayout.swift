#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the members of a struct lie in its memory, so that a ``JSONWriter`` takes the usual kinds
/// from there by itself: without a call, a generic type or a copy per member.
package final class JSONMemberLayout: Sendable {
    /// What lies at a place.
    package enum Kind: UInt8, Sendable {
        case bool, int, int64, double, string, date, uuid
        /// Something that the writer cannot take by itself.
        case other
    }

    /// A member of the struct.
    package struct Member: Sendable {
        /// The member's name.
        package var key: JSONKey
        /// What lies there.
        package var kind: Kind
        /// Whether it is an optional of ``kind``.
        package var isOptional: Bool
        /// Whether a member that is nil is left out; `null` is written otherwise.
        package var leavesOutNil: Bool
        /// Where it lies in the struct.
        package var offset: Int

        /// A member that holds values of a type.
        ///
        /// - Parameter offset: Where it lies in the struct; nil if it is not stored there.
        package init(_ key: JSONKey, _ type: Any.Type, at offset: Int?, leavesOutNil: Bool) {
            self.key = key
            self.leavesOutNil = leavesOutNil
            self.offset = offset ?? 0
            (kind, isOptional) = offset == nil ? (.other, false) : Self.kind(of: type)
        }

        private static func kind(of type: Any.Type) -> (Kind, isOptional: Bool) {
            switch type {
            case is Bool.Type: (.bool, false)
            case is Int.Type: (.int, false)
            case is Int64.Type: (.int64, false)
            case is Double.Type: (.double, false)
            case is String.Type: (.string, false)
            case is Date.Type: (.date, false)
            case is UUID.Type: (.uuid, false)
            case is Bool?.Type: (.bool, true)
            case is Int?.Type: (.int, true)
            case is Int64?.Type: (.int64, true)
            case is Double?.Type: (.double, true)
            case is String?.Type: (.string, true)
            case is Date?.Type: (.date, true)
            case is UUID?.Type: (.uuid, true)
            default: (.other, false)
            }
        }
    }

    /// A member in the form that the loop over them reads.
    struct Step: Sendable {
        var kind: Kind
        var isOptional: Bool
        var leavesOutNil: Bool
        var offset: Int
        /// Where the name begins in ``names``.
        var name: Int
        var nameLength: Int
    }

    let steps: [Step]
    /// The names as they are written, each with a comma before it.
    ///
    /// The last one is padded, so that it can be read a word at a time.
    let names: [UInt8]

    /// The number of members.
    package var count: Int { steps.count }

    /// Prepares the members in the order in which they are to be written.
    package init(_ members: [Member]) {
        var steps: [Step] = []
        var names: [UInt8] = []
        for member in members {
            let start = names.count
            names.append(UInt8(ascii: ","))
            names += member.key.written
            steps.append(
                Step(
                    kind: member.kind, isOptional: member.isOptional,
                    leavesOutNil: member.leavesOutNil, offset: member.offset, name: start,
                    nameLength: names.count - start))
        }
        names += [UInt8](repeating: 0, count: 8)
        self.steps = steps
        self.names = names
    }
}
