/// A member that differs between two versions of an object.
struct JSONMemberChange {
    let name: JSONNode
    let old: JSONNode
    let new: JSONNode

    /// The members that are not spelled alike in two objects that have the same names in the same
    /// order, as two versions written by one program mostly do; nil for other values.
    static func all(from old: JSONNode, to new: JSONNode) -> [JSONMemberChange]? {
        guard old.kind == .object, new.kind == .object, old.count == new.count,
            !old.tape.mayRepeatKeys, !new.tape.mayRepeatKeys
        else { return nil }
        return withExtendedLifetime((old.tape, new.tape)) {
            let before = Words(old.tape)
            let after = Words(new.tape)
            var (left, right) = (old.index &+ 1, new.index &+ 1)
            var changes: [JSONMemberChange] = []
            for _ in 0..<new.count {
                guard before.isSpelled(left, like: right, of: after) else { return nil }
                if !before.isSpelled(left &+ 1, like: right &+ 1, of: after) {
                    changes.append(
                        JSONMemberChange(
                            name: JSONNode(tape: new.tape, index: right),
                            old: JSONNode(tape: old.tape, index: left &+ 1),
                            new: JSONNode(tape: new.tape, index: right &+ 1)))
                }
                left = before.names.next(left)
                right = after.names.next(right)
            }
            return changes
        }
    }
}

/// A tape for comparing nodes by their spelling; to be used while the tape is kept alive.
private struct Words {
    let names: KeyNames

    init(_ tape: JSONTape) {
        names = tape.names
    }

    @inline(__always)
    func isSpelled(_ index: Int, like other: Int, of others: Words) -> Bool {
        let left = names.words[index &* 2]
        let right = others.names.words[other &* 2]
        let (start, otherStart) = (TapeWord.start(left), TapeWord.start(right))
        let count = TapeWord.end(left) &- start
        guard TapeWord.end(right) &- otherStart == count else { return false }
        return WordScan.equal(
            names.base + start, others.names.base + otherStart, count: count)
    }
}
