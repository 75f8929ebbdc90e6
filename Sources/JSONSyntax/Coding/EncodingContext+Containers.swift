extension EncodingContext {
    /// Opens a container as the value that was begun.
    func open(_ kind: JSONKind, as slot: Slot, in parent: Handle) -> Handle {
        if let tree {
            tree.setContainer(slot.node, kind)
            return Handle(depth: 0, serial: slot.node)
        }
        return push(kind, Handle(depth: parent.depth + 1, serial: nextSerial()))
    }

    /// Opens a container as the one value of an encoder, or gives it once more.
    func open(_ kind: JSONKind, of encoder: Handle) -> Handle {
        if let tree {
            if tree.isEmpty(encoder.serial) { tree.setContainer(encoder.serial, kind) }
            return tree.isContainer(encoder.serial, kind) ? encoder : .none
        }
        if pending == encoder.serial {
            pending = 0
            return push(kind, encoder)
        }
        guard isOpen(encoder), frames[encoder.depth].isObject == (kind == .object) else {
            mustDefer = true
            return .none
        }
        return encoder
    }

    private func push(_ kind: JSONKind, _ handle: Handle) -> Handle {
        frames.append(
            Frame(serial: handle.serial, isObject: kind == .object, firstKey: keys.count))
        if kind == .object { writer.beginObject() } else { writer.beginArray() }
        top = handle.serial
        return handle
    }

    private func nextSerial() -> Int {
        lastSerial &+= 1
        return lastSerial
    }

    /// Hands the value that was begun over to an encoder.
    func handOut(_ slot: Slot, in parent: Handle) -> Handle {
        if tree != nil { return Handle(depth: 0, serial: slot.node) }
        let serial = nextSerial()
        pending = serial
        top = 0
        return Handle(depth: parent.depth &+ 1, serial: serial)
    }

    /// Completes what an encoder was handed out for.
    func takeBack(_ encoder: Handle, to parent: Handle) {
        if tree != nil { return }
        if pending == encoder.serial {
            // A value that encodes nothing is an object without members.
            pending = 0
            writer.beginObject()
            writer.endObject()
        }
        guard isOpen(parent) else {
            // The value has used a container further out, which closed its own.
            mustDefer = true
            return
        }
        close(downTo: encoder.depth)
        top = parent.serial
    }

    /// Returns to where a value was begun that threw.
    func cancel(_ slot: Slot, in parent: Handle) {
        if let tree {
            tree.discard(slot.node)
        } else if isOpen(parent) {
            frames.removeLast(frames.count - parent.depth - 1)
            keys.removeLast(keys.count - slot.keyCount)
            if !frames[parent.depth].isObject { frames[parent.depth].count -= 1 }
            writer.reset(to: slot.place)
            pending = 0
            top = parent.serial
        }
    }

    /// The number of elements of an array so far.
    func count(of array: Handle) -> Int {
        if let tree { return array.serial >= 0 ? tree.count(array.serial) : 0 }
        return isOpen(array) ? frames[array.depth].count : 0
    }

    /// Closes the innermost containers until so many are left.
    @inline(__always)
    func close(downTo depth: Int) {
        if pending != 0 { mustDefer = true }
        while frames.count > depth, let frame = frames.popLast() {
            guard frame.isObject else {
                writer.endArray()
                continue
            }
            let count = keys.count &- frame.firstKey
            if count > 1, WrittenNames.repeat(in: writer, keys[frame.firstKey...]) {
                mustDefer = true
            }
            if sortsKeys, count > 1 { writer.sortMembers(keys[frame.firstKey...]) }
            keys.removeLast(count)
            writer.endObject()
        }
    }
}
