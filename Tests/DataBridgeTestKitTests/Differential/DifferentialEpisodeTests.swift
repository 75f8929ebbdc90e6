import DataBridgeCore
import DataBridgeTestKit
import Testing
import TrialStores

/// What one episode comes to, and what its failure says.
struct DifferentialEpisodeTests {
    private let note = CollectionModel(
        "c0",
        fields: [
            FieldLayout(name: "a", type: .string, isOptional: true),
            FieldLayout(name: "gone", type: .date, isOptional: true),
        ], softDelete: "gone")

    private func failure(
        _ steps: [DifferentialStep], _ bug: PlantedBug
    ) async -> DifferentialFailure? {
        await #expect(throws: DifferentialFailure.self) {
            try await DifferentialEpisode(collections: [note], steps: steps).run(
                against: .broken(bug))
        }
    }

    @Test func disagreementSaysWhatEachStoreDid() async throws {
        let failure = await failure(
            [
                .alone(.insertAll("c0", [["id": "x", "a": "1"], ["id": "y"]])),
                .alone(
                    .find(
                        "c0",
                        RecordQuery(
                            predicate: .not(.equals(FieldReference(path: ["a"]), "1"))))),
            ], .nilIsNeitherEqualNorUnequal)
        let found = try #require(failure?.disagreement)
        #expect(found.step == 1)
        #expect(found.difference == "the number of records")
        #expect(found.expected.contains("(\"y\", null, null) at "))
        #expect(found.found == "no records")
        #expect(found.description.hasPrefix("step 2: .alone(.find(\"c0\""))
        #expect(failure?.seed == nil)
        #expect(failure?.store == "nilIsNeitherEqualNorUnequal")
    }

    @Test func errorsAreComparedByCode() async throws {
        let failure = await failure(
            [.alone(.insert("c0", ["id": "x"])), .alone(.delete("c0", "x", .firstSeen))],
            .versionsStay)
        #expect(failure?.disagreement.difference.contains("did not move") == true)
    }

    @Test func feedIsComparedAtTheEnd() async throws {
        let failure = await failure(
            [.alone(.insert("c0", ["id": "x"])), .alone(.upsert("c0", ["id": "x", "a": "b"]))],
            .feedMissesUpdates)
        let found = try #require(failure?.disagreement)
        #expect(found.step == nil && found.subject == "the change feed")
        #expect(found.expected.contains("update \"x\" in c0"))
        #expect(found.description.hasPrefix("at the end: the change feed"))
    }

    @Test func observerThatHearsNothingIsFound() async throws {
        let failure = await failure(
            [
                .alone(.observe(0, "c0", RecordQuery())), .alone(.look(0)),
                .unit(0, .begin(isolation: .serializable, isReadOnly: false, token: nil)),
                .unit(0, .insert("c0", ["id": "x"])), .unit(0, .commit), .alone(.look(0)),
            ], .commitsAreNotAnnounced)
        #expect(failure?.disagreement.step == 4)
    }

    /// What a shortened episode is full of.
    @Test func stepsWithoutTheirBeginningDoNothing() async throws {
        let missing: [DifferentialStep] = [
            .unit(0, .commit), .unit(0, .insert("c0", ["id": "x"])), .unit(1, .cancel),
            .alone(.nextPage(0)), .alone(.continueStream(0, count: 1)), .alone(.look(0)),
            .alone(.strayPage(0, "c0", RecordQuery())), .alone(.commit), .alone(.savepoint),
            .alone(.get("nowhere", "x")), .alone(.dropCollection("nowhere")),
            .alone(.outcome(token: "never")),
        ]
        try await DifferentialEpisode(collections: [note], steps: missing).run(
            against: .durableDictionary)
        try await DifferentialEpisode(
            collections: [], steps: [.alone(.createCollection("made"))]
        ).run(against: .dictionary)
    }

    @Test func badRecordsAndIDsAreRefusedByBoth() async throws {
        let bad: [DifferentialStep] = [
            .alone(.insert("c0", ["id": 7])), .alone(.insert("c0", ["id": "x", "a": 1])),
            .alone(.get("s0", "text")), .alone(.insert("s0", ["id": 1, "small": 1_000])),
            .alone(.insert("c0", ["id": "y"])),
            .alone(.change("c0", "y", [FieldChange(["id"], .set("z"))], fails: false)),
            .alone(.change("c0", "y", [FieldChange(["a"], .increment(1))], fails: true)),
            .alone(.change("c0", "y", [], fails: true)),
            .alone(.update("c0", ["id": "y", "a": "b"], .lastSeen)),
            .alone(.update("c0", ["id": "y", "a": "c"], .firstSeen)),
            .alone(.delete("c0", "unseen", .lastSeen)),
        ]
        try await DifferentialEpisode(collections: [note, .specimens("s0")], steps: bad).run(
            against: .dictionary)
    }

    /// Where a step expects a version the tester looks at the record first, as it may recur.
    ///
    /// What it reads for itself counts in both transactions or in none.
    @Test(arguments: [
        // It ends before it reads anything: a number is no text.
        [DifferentialStep.unit(0, .update("c0", ["id": "x", "a": 1], .lastSeen))],
        // It is passed over: the content is the first one again, and perhaps the version is.
        [
            .alone(.upsert("c0", ["id": "x", "a": "2"])),
            .alone(.upsert("c0", ["id": "x", "a": "1"])),
            .unit(0, .delete("c0", "x", .firstSeen)),
        ],
    ])
    func lookOfTheTesterCountsForBothStores(_ looking: [DifferentialStep]) async throws {
        var steps: [DifferentialStep] = [.alone(.insert("c0", ["id": "x", "a": "1"]))]
        steps += looking.filter { $0.unit == nil }
        steps.append(.unit(0, .begin(isolation: .serializable, isReadOnly: false, token: nil)))
        steps += looking.filter { $0.unit == 0 }
        steps += [
            .alone(.delete("c0", "x", .anything)), .unit(0, .insert("c0", ["id": "y"])),
            .unit(0, .commit),
        ]
        try await DifferentialEpisode(collections: [note], steps: steps).run(
            against: .contentDictionary)
    }

    @Test func storeThatDoesNotEndIsGivenUp() async throws {
        var factory = StoreFactory("hanging") { entities, options in
            try await PeculiarStore(hanging: true, entities: entities, options: options)
        }
        factory.patience = .milliseconds(50)
        let episode = DifferentialEpisode(
            collections: [note], steps: [.alone(.insert("c0", ["id": "x"]))])
        let failure = await #expect(throws: DifferentialFailure.self) {
            try await episode.run(against: factory)
        }
        #expect(failure?.disagreement.difference == "whether it ends")
        #expect(failure?.disagreement.step == 0)
    }

    @Test func storeThatDoesNotOpenThrows() async throws {
        let factory = StoreFactory("closed") { _, _ in
            throw DataError(.unavailable, "The store is not there.")
        }
        await #expect(throws: DataError.self) {
            try await DifferentialTester(seed: 1, operations: 10).run(against: factory)
        }
        let failure = await #expect(throws: DifferentialFailure.self) {
            try await DifferentialEpisode(collections: [note], steps: []).run(against: factory)
        }
        #expect(failure?.disagreement.found.contains("The store is not there.") == true)
    }

    @Test func referenceThatDoesNotOpenThrows() async throws {
        let closed = StoreFactory("closed") { _, _ in
            throw DataError(.unavailable, "The store is not there.")
        }
        await #expect(throws: DataError.self) {
            try await DifferentialEpisode(collections: [note], steps: []).run(
                against: .dictionary, reference: closed)
        }
    }

    @Test func suiteTakesSeedAndLengthFromTheEnvironment() {
        let usual = DifferentialTester.suite(in: ["DATABRIDGE_SEED": "12"])
        #expect(usual.seed == 12 && usual.operations == 20_000)
        let soak = DifferentialTester.suite(in: ["DATABRIDGE_SOAK": "1"])
        #expect(soak.operations == 2_000_000)
        #expect(DifferentialTester().seed != DifferentialTester().seed)
    }

    /// Another seed than the one that was meant would find nothing, and look like a repair.
    @Test(arguments: ["x", "", "1 2", "-1", "0x12"])
    func seedThatIsNoNumberIsRefused(_ text: String) async throws {
        let tester = DifferentialTester.suite(in: ["DATABRIDGE_SEED": text])
        let error = await #expect(throws: DataError.self) {
            try await tester.run(against: .dictionary)
        }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("DATABRIDGE_SEED") == true)
    }
}
