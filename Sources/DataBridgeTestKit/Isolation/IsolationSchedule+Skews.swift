/// Schedules in which each transaction is right about a state that no longer holds when it commits.
extension IsolationSchedule {
    static let skews: [Self] = [
        Self(
            "G2-item", .writeSkew, "two read two records, and each changes one of them",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1), Role.t1.reads(2), Role.t2.reads(1), Role.t2.reads(2),
                Role.t1.writes(1, 11), Role.t2.writes(2, 22),
                Role.t1.commits, Role.t2.commits,
            ]
        ) { story in
            let isSkewed =
                story.saw(.t1, 1) == [2: 20] && story.saw(.t2, 0) == [1: 10]
                && story.haveCommitted(.t1, .t2)
            return isSkewed ? "Neither T1 nor T2 has seen what the other one changed" : nil
        },
        Self(
            "G2", .predicateWriteSkew,
            "two find nothing, and each inserts what the other looks for",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.finds(.holdingAtLeast(30)), Role.t2.finds(.holdingAtLeast(30)),
                Role.t1.inserts(3, 31), Role.t2.inserts(4, 42),
                Role.t1.commits, Role.t2.commits,
            ]
        ) { story in
            let isSkewed = story.saw(.t1, 0) == [:] && story.saw(.t2, 0) == [:]
            return isSkewed ? "Neither T1 nor T2 has seen what the other one inserted" : nil
        },
        Self(
            "read-only", .readOnlyAnomaly,
            "one pays in, one takes out by what was there before, and one only reads between",
            start: [1: 0, 2: 0],
            [
                Role.t2.begins, Role.t2.reads(1), Role.t2.reads(2),
                Role.t1.begins, Role.t1.reads(2), Role.t1.writes(2, 20), Role.t1.commits,
                Role.t3.beginsReadOnly, Role.t3.reads(1), Role.t3.reads(2), Role.t3.commits,
                Role.t2.writes(1, -11), Role.t2.commits,
            ]
        ) { story in
            // T3 has T1 before T2, and T2 has itself before T1.
            let isOdd =
                story.saw(.t2, 1) == [2: 0] && story.saw(.t3, 0) == [1: 0]
                && story.saw(.t3, 1) == [2: 20]
            return isOdd ? "T3 has seen T1 without T2, but T2 has not seen T1" : nil
        },
    ]
}
