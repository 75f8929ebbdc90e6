/// What all containers of one decoding run share.
final class DecodingContext {
    let tape: JSONTape
    let root: JSONNode
    let userInfo: [CodingUserInfoKey: Any]

    /// Where each level of nesting looks for its next member.
    ///
    /// So no container needs memory of its own for that. Deeper levels share the last place; the
    /// object's index tells whose it is.
    private let hints: UnsafeMutablePointer<Hint>
    private static let hintCount = 16

    struct Hint {
        var object = -1
        var nextKey = 0
        var misses = 0
    }

    /// Tables of the members of large objects that are not read in order.
    private var tables: [Int: KeyTable] = [:]

    init(node: JSONNode, userInfo: [CodingUserInfoKey: any Sendable]) {
        tape = node.tape
        root = node
        self.userInfo = userInfo
        hints = .allocate(capacity: Self.hintCount)
        hints.initialize(repeating: Hint(), count: Self.hintCount)
    }

    deinit {
        hints.deallocate()
    }

    @inline(__always)
    func node(_ index: Int) -> JSONNode { JSONNode(tape: tape, index: index) }

    @inline(__always)
    func isNull(_ index: Int) -> Bool { TapeWord.kind(tape.info(index)) == .null }

    /// The value of a member; nil if there is none of that name.
    ///
    /// Not inlined: the callers are many and generic.
    @inline(never)
    func find(_ name: String, in object: Int, depth: Int) -> Int? {
        let found: Int?? = name.utf8.withContiguousStorageIfAvailable {
            find($0, in: object, depth: depth)
        }
        if let found { return found }
        return Array(name.utf8).withUnsafeBufferPointer { find($0, in: object, depth: depth) }
    }

    @inline(__always)
    private func find(
        _ name: UnsafeBufferPointer<UInt8>, in object: Int, depth: Int
    ) -> Int? {
        let hint = hints + min(depth, Self.hintCount - 1)
        if hint.pointee.object != object {
            hint.pointee = Hint(object: object, nextKey: object &+ 1, misses: 0)
        }
        let expected = hint.pointee.nextKey
        if expected < TapeWord.next(tape.info(object)), tape.isNamed(expected, name) {
            return take(expected, in: object, hint)
        }
        return search(name, in: object, hint)
    }

    /// Looks at all members, beginning after the one that was found last.
    @inline(never)
    private func search(
        _ name: UnsafeBufferPointer<UInt8>, in object: Int, _ hint: UnsafeMutablePointer<Hint>
    ) -> Int? {
        let info = tape.info(object)
        let members = TapeWord.count(info)
        let key: Int?
        if members > 32, hint.pointee.misses >= 16 {
            key = table(of: object, members: members).find(name, in: tape.names)
        } else {
            hint.pointee.misses &+= 1
            let expected = hint.pointee.nextKey
            key =
                tape.find(name, from: expected, to: TapeWord.next(info))
                ?? tape.find(name, from: object &+ 1, to: expected)
        }
        return key.map { take($0, in: object, hint) }
    }

    @inline(__always)
    private func take(
        _ key: Int, in object: Int, _ hint: UnsafeMutablePointer<Hint>
    ) -> Int {
        let value = key &+ 1
        hint.pointee.nextKey =
            tape.mayRepeatKeys ? object &+ 1 : TapeWord.next(tape.info(value))
        return value
    }

    private func table(of object: Int, members: Int) -> KeyTable {
        if let table = tables[object] { return table }
        var table = KeyTable(capacity: members)
        var key = object &+ 1
        for _ in 0..<members {
            // Where names may repeat, the first one counts, here as in a search.
            _ = table.insert(key, of: tape.names)
            key = tape.names.next(key)
        }
        tables[object] = table
        return table
    }
}
