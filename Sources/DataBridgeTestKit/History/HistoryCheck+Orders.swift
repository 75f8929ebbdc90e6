/// The order in which the values of each list were written.
extension HistoryCheck {
    /// Takes the longest list that was seen of each key, and holds the others against it.
    mutating func findOrders() {
        var longest: [Int: (values: [Int], reader: Int?)] = [:]
        for (key, values) in final ?? [:] { longest[key] = (values, nil) }
        for index in transactions.indices where transactions[index].outcome == .committed {
            forEachRead(index) { key, values in
                if let known = longest[key] {
                    // What is there in the end is the order that counts.
                    if known.reader == nil || known.values.count >= values.count { return }
                } else if final != nil {
                    longest[key] = ([], nil)
                    return
                }
                longest[key] = (values, index)
            }
        }
        orders = longest.mapValues(\.values)
        for index in transactions.indices where transactions[index].outcome == .committed {
            for case .read(let key, let values) in transactions[index].operations {
                guard let known = longest[key], !known.values.starts(with: values) else { continue }
                let other = known.reader.map { "\(name($0)) reads it" } ?? "in the end it is"
                add(
                    .incompatibleOrder, [index] + (known.reader.map { [$0] } ?? []),
                    [
                        "\(name(index)) reads list \(key) as \(values), but \(other) as "
                            + "\(known.values)."
                    ])
            }
        }
    }

    /// Looks for values that are missing in the end, and for those that must not be there.
    mutating func checkFinal() {
        guard let final else { return }
        var present: Set<Int> = []
        for (key, values) in final.sorted(by: { $0.key < $1.key }) {
            for value in values {
                if !present.insert(value).inserted {
                    add(.duplicateAppend, [], ["In the end \(value) is there twice."])
                }
                guard let append = appends[value], append.key == key else {
                    add(.garbageRead, [], ["In the end list \(key) has \(value), a stranger."])
                    continue
                }
                if !mayCount(append.transaction) {
                    add(
                        .abortedRead, [append.transaction],
                        [
                            "In the end list \(key) has \(value), but "
                                + "\(name(append.transaction)) was rolled back."
                        ])
                }
            }
        }
        for (index, transaction) in transactions.enumerated()
        where transaction.outcome == .committed {
            for case .append(let value, let key) in transaction.operations
            where !present.contains(value) {
                add(
                    .lostAppend, [index],
                    [
                        "\(name(index)) appended \(value) to list \(key) and committed, but in the "
                            + "end it is not there."
                    ])
            }
        }
    }

    // MARK: Who depends on whom

    /// The transaction whose value this is, unless it was rolled back.
    private func writer(of value: Int) -> Int? {
        guard let writer = appends[value]?.transaction, mayCount(writer) else { return nil }
        return writer
    }

    mutating func addWriteEdges(_ key: Int, _ order: [Int]) {
        var last: (value: Int, writer: Int)?
        for value in order {
            guard let writer = writer(of: value) else { continue }
            if let last {
                graph.add(
                    .init(target: writer, kind: .ww, key: key, before: last.value, after: value),
                    from: last.writer)
            }
            last = (value, writer)
        }
    }

    mutating func addReadEdges(_ index: Int) {
        for case .read(let key, let values) in transactions[index].operations {
            // A read that contradicts the order says nothing about it.
            guard let order = orders[key], order.starts(with: values) else { continue }
            let before = values.last { appends[$0]?.transaction != index }
            if let before, let writer = writer(of: before) {
                graph.add(.init(target: index, kind: .wr, key: key, before: before), from: writer)
            }
            let after = order[values.count...].first { writer(of: $0) != nil }
            if let after, let writer = writer(of: after) {
                graph.add(
                    .init(target: writer, kind: .rw, key: key, before: values.last, after: after),
                    from: index)
            }
        }
    }

    /// Adds an edge from each transaction to those that began after it had ended, except where a
    /// third one lies between.
    mutating func addRealtimeEdges() {
        let committed = transactions.indices.filter { transactions[$0].outcome == .committed }
        let begins = committed.sorted { transactions[$0].began < transactions[$1].began }
        let ends = committed.sorted { transactions[$0].ended < transactions[$1].ended }
        var ended = ends[...]
        // Those that have ended and are not before another one that has ended too.
        var frontier: [Int] = []
        for index in begins {
            let began = transactions[index].began
            while let first = ended.first, transactions[first].ended < began {
                let start = transactions[first].began
                frontier.removeAll { transactions[$0].ended < start }
                frontier.append(first)
                ended.removeFirst()
            }
            for earlier in frontier {
                graph.add(.init(target: index, kind: .realtime), from: earlier)
            }
        }
    }
}
