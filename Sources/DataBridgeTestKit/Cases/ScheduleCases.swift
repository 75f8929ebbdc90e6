/// Every isolation schedule, at every level that the store declares.
extension StoreConformance.Case {
    static let schedules: [Self] = IsolationSchedule.allCases.map { schedule in
        Self("isolation.\(schedule.name)") { trial in try await schedule.playAll(trial) }
    }
}
