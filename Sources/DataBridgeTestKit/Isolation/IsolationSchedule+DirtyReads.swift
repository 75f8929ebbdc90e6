/// Schedules that every level survives.
extension IsolationSchedule {
    static let dirtyReads: [Self] = [
        Self(
            "G0", .dirtyWrite, "two transactions write the same two records, in opposite order",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.writes(1, 11), Role.t2.writes(1, 12),
                Role.t2.writes(2, 22), Role.t1.writes(2, 21),
                Role.t1.commits, Role.t2.commits,
            ]
        ) { story in
            let whole = [[1: 10, 2: 20], [1: 11, 2: 21], [1: 12, 2: 22]]
            return whole.contains(story.final) ? nil : "The end is a mixture of two transactions"
        },
        Self(
            "G1a", .abortedRead, "one reads while and after another one writes and rolls back",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.writes(1, 101), Role.t1.inserts(3, 101),
                Role.t2.reads(1), Role.t2.finds(.all), Role.t2.finds(.holding(101)),
                Role.t1.rollsBack,
                Role.t2.reads(1), Role.t2.finds(.all), Role.t2.finds(.holding(101)),
                Role.t2.commits,
            ]
        ) { story in
            if story.final.values.contains(101) { return "What T1 rolled back is still there" }
            let isSeen = story.allSeen(by: .t2).contains { $0.values.contains(101) }
            return isSeen ? "T2 has read what T1 rolled back" : nil
        },
        Self(
            "G1b", .intermediateRead, "one reads what another one writes and then overwrites",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.writes(1, 101),
                Role.t2.reads(1), Role.t2.finds(.holding(101)),
                Role.t1.writes(1, 11), Role.t1.commits,
                Role.t2.reads(1), Role.t2.finds(.all), Role.t2.commits,
            ]
        ) { story in
            let isSeen = story.allSeen(by: .t2).contains { $0.values.contains(101) }
            return isSeen ? "T2 has read what T1 never committed" : nil
        },
        Self(
            "G1c", .circularInformationFlow, "each of two reads what the other one has written",
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.writes(1, 11), Role.t2.writes(2, 22),
                Role.t1.reads(2), Role.t2.reads(1),
                Role.t1.commits, Role.t2.commits,
            ]
        ) { story in
            let isCircle = story.saw(.t1, 0) == [2: 22] && story.saw(.t2, 0) == [1: 11]
            return isCircle ? "T1 has read from T2, and T2 from T1" : nil
        },
        Self(
            "OTV", .observedTransactionVanishes,
            "one reads two records that two others overwrite one after the other",
            [
                Role.t1.begins, Role.t2.begins, Role.t3.begins,
                Role.t1.writes(1, 11), Role.t1.writes(2, 21),
                Role.t2.writes(1, 12), Role.t1.commits,
                Role.t3.reads(1), Role.t3.reads(2),
                Role.t2.writes(2, 22), Role.t2.commits,
                Role.t3.reads(2), Role.t3.reads(1), Role.t3.commits,
            ]
        ) { story in
            // The unit of a value says after which transaction it is the newest.
            let ages = story.allSeen(by: .t3).flatMap(\.values).map { $0 % 10 }
            let goesBack = zip(ages, ages.dropFirst()).contains { $0 > $1 }
            return goesBack ? "T3 has seen a commit, and later the state before it" : nil
        },
        Self(
            "P4-expecting", .lostUpdate,
            "two write what they both read, each expecting the version it read",
            excludedFrom: .readCommitted,
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1), Role.t2.reads(1),
                Role.t1.writesAsRead(1, 11), Role.t2.writesAsRead(1, 12),
                Role.t1.commits, Role.t2.commits,
            ], verdict: lostUpdate),
        Self(
            "P4-expecting-late", .lostUpdate,
            "the same, but one commits before the other one writes",
            excludedFrom: .readCommitted,
            [
                Role.t1.begins, Role.t2.begins,
                Role.t1.reads(1), Role.t2.reads(1),
                Role.t2.writesAsRead(1, 12), Role.t2.commits,
                Role.t1.writesAsRead(1, 11), Role.t1.commits,
            ], verdict: lostUpdate),
    ]

    /// Both have written what rests on the value that the other one has replaced.
    static func lostUpdate(_ story: Story) -> String? {
        guard story.saw(.t1, 0) == [1: 10], story.saw(.t2, 0) == [1: 10] else { return nil }
        return "T1 and T2 have both changed the 10 they read, and one change is gone"
    }
}
