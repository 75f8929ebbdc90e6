/// Schedules in which a transaction that goes on reading would see more than one state.
extension IsolationSchedule {
    static let unstableReads: [Self] = [
        Self(
            "PMP", .predicateManyPreceders, "one asks twice while another one inserts a match",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.finds(.holding(30)),
                Role.t2.inserts(3, 30), Role.t2.commits,
                Role.t1.finds(.holdingAtLeast(30)), Role.t1.commits,
            ]
        ) { story in
            let isNew = story.saw(.t1, 0) == [:] && story.saw(.t1, 1) == [3: 30]
            return isNew ? "T1 has first found nothing and then what T2 inserted" : nil
        },
        Self(
            "PMP-by-query-write", .predicateManyPreceders,
            "one adds to all records while another one deletes by their value",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.addsToAll(10), Role.t2.deletes(.holding(20)),
                Role.t1.commits, Role.t2.commits,
            ]
        ) { story in
            guard story.haveCommitted(.t1, .t2) else { return nil }
            let inOrder = [[2: 30], [1: 20]]
            return inOrder.contains(story.final)
                ? nil : "T2 has deleted by values that were neither the old nor the new ones"
        },
        Self(
            "P4", .lostUpdate, "two write what they both read",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1), Role.t2.reads(1),
                Role.t1.writes(1, 11), Role.t2.writes(1, 12),
                Role.t1.commits, Role.t2.commits,
            ], verdict: lostUpdate),
        Self(
            "P4-late", .lostUpdate, "the same, but one commits before the other one writes",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1), Role.t2.reads(1),
                Role.t2.writes(1, 12), Role.t2.commits,
                Role.t1.writes(1, 11), Role.t1.commits,
            ], verdict: lostUpdate),
        Self(
            "G-single", .readSkew, "one reads a record before and another record after a commit",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1),
                Role.t2.reads(1), Role.t2.reads(2), Role.t2.writes(1, 12), Role.t2.writes(2, 22),
                Role.t2.commits,
                Role.t1.reads(2), Role.t1.commits,
            ], verdict: skewedRead),
        Self(
            "G-single-read-only", .readSkew, "the same in a transaction that only reads",
            [
                Role.t1.beginsReadOnly, Role.t2.begins,
                Role.t1.reads(1),
                Role.t2.writes(1, 12), Role.t2.writes(2, 22), Role.t2.commits,
                Role.t1.reads(2), Role.t1.commits,
            ], verdict: skewedRead),
        Self(
            "G-single-by-query", .readSkew, "one finds a record by its old and by its new value",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.finds(.holding(10)),
                Role.t2.writes(1, 12), Role.t2.commits,
                Role.t1.finds(.holding(12)), Role.t1.commits,
            ]
        ) { story in
            let isBoth = story.saw(.t1, 0) == [1: 10] && story.saw(.t1, 1) == [1: 12]
            return isBoth ? "T1 has found record 1 by two values" : nil
        },
        Self(
            "G-single-by-query-write", .readSkew,
            "one reads a record before a commit and deletes by a value from before it",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1),
                Role.t2.writes(1, 12), Role.t2.writes(2, 22), Role.t2.commits,
                Role.t1.deletes(.holding(20)), Role.t1.finds(.all), Role.t1.commits,
            ]
        ) { story in
            guard story.haveCommitted(.t2), story.saw(.t1, 0) == [1: 10],
                let left = story.saw(.t1, 1)
            else { return nil }
            // T1 comes first, so it deletes record 2, and T2 writes it anew.
            let isInOrder = left[2] == nil && story.final[2] == 22
            return isInOrder ? nil : "T1 has read the state before T2, and deleted in the one after"
        },
    ]

    private static func skewedRead(_ story: Story) -> String? {
        let isMixed = story.saw(.t1, 0) == [1: 10] && story.saw(.t1, 1) == [2: 22]
        return isMixed ? "T1 has read 1 from before and 2 from after T2" : nil
    }
}
