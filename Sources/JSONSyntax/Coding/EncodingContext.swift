/// What all containers of one encoding run share.
///
/// Values are written straight to the output in the order in which they come. Containers have no
/// end of their own in `Encodable`: one ends when its parent goes on. A container that is used
/// after that, or a key that is encoded twice, cannot be put right in text that is written. Then
/// `mustDefer` is set and the run is done again, deferred: into a tree that is written at the end.
final class EncodingContext {
    /// Names a container, or an encoder that may become one.
    struct Handle {
        /// How many containers are around it.
        let depth: Int
        /// What tells it from others at that depth; in a deferred run, its node.
        let serial: Int

        /// Stands for a container that could not be opened: every use is out of order.
        static let none = Handle(depth: .max, serial: -1)
    }

    /// A container that is open.
    struct Frame {
        let serial: Int
        let isObject: Bool
        let firstKey: Int
        var count = 0
    }

    /// A value that was begun: what to return to when it throws, and its node in a deferred run.
    struct Slot {
        let place: JSONWriter.Mark
        let keyCount: Int
        let node: Int
    }

    /// Leaves a run that is going to be repeated.
    struct OutOfOrder: Error {}

    // None of these is read or written while an access to it is going on: no closure that is
    // given to the writer calls back, and a value's own code runs between the accesses. Checking
    // that at run time takes 40 % of the time of encoding records.

    /// The output or, in a deferred run, a store of scalars.
    @exclusivity(unchecked) var writer: JSONWriter
    /// The containers that are open, outermost first.
    @exclusivity(unchecked) var frames: ContiguousArray<Frame> = []
    /// Where the member names of open objects stand in the output.
    @exclusivity(unchecked) var keys: ContiguousArray<Range<Int>> = []
    /// The innermost container if it is ready for its next value; 0 is none.
    @exclusivity(unchecked) var top = 0
    /// The encoder that has been handed out and waits for its value; 0 is none.
    @exclusivity(unchecked) var pending = 0
    @exclusivity(unchecked) var lastSerial = 0

    /// Whether the run has to be repeated.
    var mustDefer = false
    /// The tree of a deferred run.
    let tree: EncodingTree?
    let userInfo: [CodingUserInfoKey: Any]
    let sortsKeys: Bool

    init(
        writer: consuming JSONWriter, tree: EncodingTree?, sortsKeys: Bool = false,
        userInfo: [CodingUserInfoKey: any Sendable]
    ) {
        self.sortsKeys = sortsKeys
        self.writer = writer
        self.tree = tree
        self.userInfo = userInfo
        lastSerial = 1
        pending = tree == nil ? 1 : 0
    }

    /// The encoder of the value that the run is for.
    var root: Handle { Handle(depth: 0, serial: tree == nil ? 1 : EncodingTree.root) }

    /// Makes everything ready for the value of a member; the writer is called next.
    func begin(member key: some CodingKey, of object: Handle) throws -> Slot {
        if top != object.serial { try enter(object) }
        if let tree { return beginDeferred(try tree.addMember(key, to: object.serial)) }
        return begin(memberNamed: key.stringValue)
    }

    /// Writes a name; not inlined, as the callers are many and generic.
    @inline(never)
    private func begin(memberNamed name: String) -> Slot {
        let slot = Slot(place: writer.mark, keyCount: keys.count, node: -1)
        keys.append(writer.memberName(name))
        return slot
    }

    /// Makes everything ready for the value of an element; the writer is called next.
    func begin(elementOf array: Handle) throws -> Slot {
        if top != array.serial { try enter(array) }
        if let tree { return beginDeferred(try tree.addElement(to: array.serial)) }
        frames[array.depth].count &+= 1
        return Slot(place: writer.mark, keyCount: keys.count, node: -1)
    }

    /// Makes everything ready for the one value of an encoder; the writer is called next.
    func begin(valueOf encoder: Handle) throws -> Slot {
        if let tree {
            guard tree.isEmpty(encoder.serial) else { throw EncodingTree.Misuse() }
            return beginDeferred(encoder.serial)
        }
        guard pending == encoder.serial else { throw outOfOrder() }
        pending = 0
        return Slot(place: writer.mark, keyCount: keys.count, node: -1)
    }

    private func beginDeferred(_ node: Int) -> Slot {
        // Scalars stand side by side in the store, without commas.
        writer.beginFragment()
        return Slot(place: writer.mark, keyCount: 0, node: node)
    }

    /// Records that the value that was begun is a scalar and has been written.
    @inline(__always)
    func end(_ slot: Slot) {
        if let tree { tree.setScalar(slot.node, slot.place.used..<writer.count) }
    }

    /// Makes a container the innermost one again by closing those inside it.
    @inline(never)
    private func enter(_ container: Handle) throws {
        if tree != nil { return }
        guard isOpen(container), pending == 0 else { throw outOfOrder() }
        close(downTo: container.depth + 1)
        top = container.serial
    }

    func isOpen(_ container: Handle) -> Bool {
        container.depth < frames.count && frames[container.depth].serial == container.serial
    }

    func outOfOrder() -> OutOfOrder {
        mustDefer = true
        return OutOfOrder()
    }
}
